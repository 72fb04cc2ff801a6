//! One event of a streamed message: which channel each delta continues.
//!
//! The events name their blocks themselves, so nothing is remembered.

use portcullis_model::{Channel, Mark, Matter, Role};

use super::reply::{block, blocks, cited, container};
use crate::dialects::decoder::Found;
use crate::dialects::openai::{error_texts, text};
use crate::wire::json::{Fields, Kind, Value};

/// Reads one event.
pub(in crate::dialects) fn event(root: Value<'_>, found: &mut Found) {
    let kind = root.get("type").and_then(|kind| kind.string()).unwrap_or_default();
    let written = root.get("index");
    let index = written.and_then(|index| index.index()).unwrap_or_default();
    found.named = Some(kind.clone().into_owned());
    let Found { fields, marks, unknown, .. } = found;
    // Some clients read `0.0` or `"0"`: which block it is would be a guess.
    if written.is_some_and(|index| index.index().is_none()) {
        *unknown = true;
        return;
    }
    match kind.as_ref() {
        "content_block_delta" => member(fields, root, "delta", |fields, delta| {
            *unknown = !self::delta(fields, marks, index, delta);
        }),
        "content_block_start" => member(fields, root, "content_block", |fields, block| {
            start(fields, marks, index, block);
        }),
        "content_block_stop" => marks.push(Mark::CloseIndex { index }),
        "message_start" => member(fields, root, "message", |fields, message| {
            fields.members(message, |fields, key, value| match key.text().as_ref() {
                "content" => blocks(fields, value),
                "container" => container(fields, value),
                _ => {}
            });
        }),
        "message_delta" => member(fields, root, "delta", |fields, delta| {
            fields.members(delta, |fields, key, value| match key.text().as_ref() {
                "stop_sequence" => text(fields, value),
                "container" => container(fields, value),
                _ => {}
            });
        }),
        "message_stop" => marks.push(Mark::CloseAll),
        "error" => {
            member(fields, root, "error", error_texts);
            marks.push(Mark::CloseAll);
        }
        "ping" => {}
        _ => *unknown = holds_text(root),
    }
}

/// Visits one member of an object, if it is there.
fn member<'t>(
    fields: &mut Fields,
    object: Value<'t>,
    key: &str,
    visit: impl FnOnce(&mut Fields, Value<'t>),
) {
    if let Some(value) = object.get(key) {
        fields.under(key, |fields| visit(fields, value));
    }
}

/// A block begins; it may already hold something.
fn start(fields: &mut Fields, marks: &mut Vec<Mark>, index: u32, value: Value<'_>) {
    let kind = value.get("type").and_then(|kind| kind.string()).unwrap_or_default();
    if let Some(name) = value.get("name").and_then(|name| name.string())
        && kind.ends_with("tool_use")
    {
        let channel = Channel { index, part: 0, matter: Matter::Arguments };
        marks.push(Mark::Open { channel, tool: name.into() });
    }
    match kind.as_ref() {
        "text" => member(fields, value, "text", |fields, value| {
            let channel = Channel { index, part: 0, matter: Matter::Text };
            flow(fields, marks, channel, value);
        }),
        // Whether it is signed shows only at its end.
        "thinking" | "redacted_thinking" => {}
        _ => block(fields, value),
    }
}

/// Reads a delta; whether its kind is known.
fn delta(fields: &mut Fields, marks: &mut Vec<Mark>, index: u32, delta: Value<'_>) -> bool {
    let kind = delta.get("type").and_then(|kind| kind.string()).unwrap_or_default();
    let (key, matter) = match kind.as_ref() {
        "text_delta" => ("text", Matter::Text),
        "input_json_delta" => ("partial_json", Matter::Arguments),
        "thinking_delta" | "signature_delta" => return true,
        "citations_delta" => {
            member(fields, delta, "citation", cited);
            return true;
        }
        _ => return !holds_text(delta),
    };
    member(fields, delta, key, |fields, value| {
        flow(fields, marks, Channel { index, part: 0, matter }, value);
    });
    true
}

/// Keeps a delta that says something.
fn flow(fields: &mut Fields, marks: &mut Vec<Mark>, channel: Channel, value: Value<'_>) {
    if value.kind() == Kind::Str && !value.raw().is_empty() {
        let field = fields.push(value, Role::Text);
        marks.push(Mark::Delta { channel, field });
    }
}

/// Whether anything but the type is a string.
fn holds_text(value: Value<'_>) -> bool {
    let strings = value.all().filter(|value| value.kind() == Kind::Str).count();
    strings > usize::from(value.get("type").is_some_and(|kind| kind.kind() == Kind::Str))
}
