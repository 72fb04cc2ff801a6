//! The table of an embeddings request.
//!
//! Tokens are numbers that nobody here can read: they are counted like pictures.

use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::Shape;
use crate::wire::json::{Kind, Value};

/// Locates the text of a request.
pub(in crate::dialects) fn embeddings(out: &mut Outbound, root: Value<'_>) {
    out.members(root, |out, key, value| match key {
        "model" => out.structural(value, Shape::Model),
        "input" => input(out, value),
        "encoding_format" => out.structural(value, Shape::Word),
        "dimensions" => out.structural(value, Shape::Number),
        "user" => out.text(value),
        _ => Member::Unknown,
    });
}

/// A text, texts, tokens, or lists of tokens.
fn input(out: &mut Outbound, value: Value<'_>) -> Member {
    if value.all().any(|value| value.kind() == Kind::Number) {
        out.media += 1;
    }
    items(out, value)
}

fn items(out: &mut Outbound, value: Value<'_>) -> Member {
    match value.kind() {
        Kind::Array => out.items(value, items),
        // A number that is too large for a token is somebody's.
        Kind::Number => out.structural(value, Shape::Number),
        _ => out.text(value),
    }
}
