//! What a response says of its own request: it comes back as the provider got it.
//!
//! Every string and key of it is text, but for the words that everybody knows.

use portcullis_model::{Role, Thing};

use crate::dialects::openai::issued;
use crate::dialects::shape::is_public;
use crate::wire::json::{Fields, Kind, Value};

/// Locates every text of a value, keys included.
pub(super) fn echo(fields: &mut Fields, value: Value<'_>) {
    fields.leaves(value, &mut |fields, leaf| {
        if leaf.kind() != Kind::Number && (leaf.escaped() || !is_public(leaf.raw())) {
            fields.push(leaf, Role::Text);
        }
    });
}

/// Locates every string of a value that stands under no structural key.
pub(super) fn strings(fields: &mut Fields, value: Value<'_>) {
    match value.kind() {
        Kind::Str => {
            fields.push(value, Role::Text);
        }
        Kind::Array => fields.items(value, |fields, _, item| strings(fields, item)),
        Kind::Object => fields.members(value, |fields, key, value| match key.text().as_ref() {
            // What the model made or found is the caller's to name again.
            "file_id" => issued(fields, value, Thing::File),
            "container_id" => issued(fields, value, Thing::Container),
            key if value.kind() == Kind::Str && is_structural(key) => {}
            _ => strings(fields, value),
        }),
        Kind::Key | Kind::Number | Kind::True | Kind::False | Kind::Null => {}
    }
}

/// Whether a string under this key is a word or an id of the provider's own.
pub(super) fn is_structural(key: &str) -> bool {
    matches!(
        key,
        "id" | "type"
            | "status"
            | "role"
            | "object"
            | "model"
            | "name"
            | "namespace"
            | "phase"
            | "call_id"
            | "item_id"
            | "event_id"
            | "response_id"
            | "previous_response_id"
            | "approval_request_id"
            | "server_label"
            | "encrypted_content"
            | "fingerprint"
            | "created_by"
            | "obfuscation"
            | "service_tier"
            | "truncation"
            | "execution"
            | "background"
            | "output_format"
            | "quality"
            | "size"
            | "prompt_cache_retention"
    )
}
