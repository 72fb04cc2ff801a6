//! The table of a messages request.
//!
//! Everything it does not name is text.

use portcullis_model::Thing;

use super::blocks::content;
use super::tools::{choice, note_servers, tool};
use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::Shape;
use crate::wire::json::{Kind, Value};

/// Locates the text of a request.
pub(in crate::dialects) fn request(out: &mut Outbound, root: Value<'_>) {
    out.members(root, |out, key, value| match key {
        "model" => out.structural(value, Shape::Model),
        "messages" => out.items(value, message),
        "system" => content(out, value),
        "tools" => out.items(value, tool),
        "tool_choice" => choice(out, value),
        "mcp_servers" => {
            note_servers(out, value);
            out.text(value)
        }
        "thinking" => settings(out, value),
        "service_tier" | "stream" | "inference_geo" | "speed" => out.structural(value, Shape::Word),
        "max_tokens" | "temperature" | "top_p" | "top_k" => out.structural(value, Shape::Number),
        "container" => container(out, value),
        "metadata" => out.members(value, |out, key, value| match key {
            "user_id" => out.text(value),
            _ => Member::Unknown,
        }),
        "stop_sequences" => out.text(value),
        _ => Member::Unknown,
    });
}

fn message(out: &mut Outbound, message: Value<'_>) -> Member {
    out.members(message, |out, key, value| match key {
        "role" => out.structural(value, Shape::Word),
        "content" => content(out, value),
        _ => Member::Unknown,
    })
}

fn container(out: &mut Outbound, value: Value<'_>) -> Member {
    if value.kind() != Kind::Object {
        return out.reference(value, Thing::Container);
    }
    out.members(value, |out, key, value| match key {
        "id" => out.reference(value, Thing::Container),
        _ => Member::Unknown,
    })
}

fn settings(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "type" | "display" => out.structural(value, Shape::Word),
        "budget_tokens" => out.structural(value, Shape::Number),
        _ => Member::Unknown,
    })
}
