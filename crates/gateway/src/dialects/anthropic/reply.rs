//! A whole messages reply.
//!
//! Signed reasoning is no field: it goes to the caller and back as it is.

use portcullis_model::Thing;

use crate::dialects::openai::{arguments, error_texts, issued, text};
use crate::wire::json::{Fields, Kind, Value};

/// Locates what the model wrote.
pub(in crate::dialects) fn reply(fields: &mut Fields, root: Value<'_>) {
    fields.members(root, |fields, key, value| match key.text().as_ref() {
        "content" => blocks(fields, value),
        // The caller's own stop sequence, as it was concealed.
        "stop_sequence" => text(fields, value),
        "container" => container(fields, value),
        "error" => error_texts(fields, value),
        _ => {}
    });
}

/// Locates what a list of blocks holds that is complete.
pub(super) fn blocks(fields: &mut Fields, content: Value<'_>) {
    if content.kind() == Kind::Array {
        fields.items(content, |fields, _, block| self::block(fields, block));
    }
}

/// Locates what one block holds that is complete.
pub(super) fn block(fields: &mut Fields, block: Value<'_>) {
    let signature = block.get("signature").and_then(|signature| signature.string());
    let signed = signature.is_some_and(|signature| !signature.is_empty());
    let tool = || block.get("name").and_then(|name| name.string()).unwrap_or_default();
    fields.members(block, |fields, key, value| match key.text().as_ref() {
        "text" => text(fields, value),
        "thinking" if !signed => text(fields, value),
        "input" => arguments(fields, value, &tool()),
        "citations" => fields.items(value, |fields, _, citation| cited(fields, citation)),
        _ => {}
    });
}

/// The container in which the provider ran code; the caller may name it again.
pub(super) fn container(fields: &mut Fields, container: Value<'_>) {
    fields.members(container, |fields, key, value| {
        if key.text() == "id" {
            issued(fields, value, Thing::Container);
        }
    });
}

/// Locates the texts of a citation.
pub(super) fn cited(fields: &mut Fields, citation: Value<'_>) {
    fields.members(citation, |fields, key, value| match key.text().as_ref() {
        "cited_text" | "title" | "document_title" => text(fields, value),
        _ => {}
    });
}
