//! A whole response, as it comes alone or in the events that begin and end a stream.
//!
//! What it says of its request comes back as the caller wrote it.

use portcullis_model::{Mark, Thing};

use super::echo::{echo, is_structural, strings};
use super::item::Item;
use crate::dialects::openai::{error_texts, issued};
use crate::wire::json::{Fields, Kind, Value};

/// Locates what the model wrote, and what is repeated of the request.
pub(in crate::dialects) fn reply(fields: &mut Fields, root: Value<'_>) {
    // Nothing of a reply that comes whole is a repetition.
    response(fields, &mut Vec::new(), root);
}

/// Locates the texts of a response; those of its items repeat what flowed before.
pub(super) fn response(fields: &mut Fields, marks: &mut Vec<Mark>, root: Value<'_>) {
    fields.members(root, |fields, key, value| match key.text().as_ref() {
        "id" => issued(fields, value, Thing::Response),
        "output" => fields.items(value, |fields, index, item| {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            Item { fields, marks, index }.read(item);
        }),
        "conversation" => fields.members(value, |fields, key, value| {
            if key.text() == "id" {
                issued(fields, value, Thing::Conversation);
            }
        }),
        "error" => error_texts(fields, value),
        "instructions" | "metadata" | "tools" | "text" | "prompt" | "user" | "tool_choice"
        | "safety_identifier" | "prompt_cache_key" => echo(fields, value),
        key if value.kind() == Kind::Str && is_structural(key) => {}
        _ => strings(fields, value),
    });
}
