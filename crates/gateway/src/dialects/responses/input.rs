//! The input of a responses request: a text, or items of the conversation.
//!
//! Pictures and files are counted, not read; their addresses are text. What only the provider
//! can read goes back to it as it came.

use portcullis_model::Thing;

use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::Shape;
use crate::wire::json::{Kind, Value};

use super::tools::tool;

/// Locates the text of the input.
pub(super) fn input(out: &mut Outbound, value: Value<'_>) -> Member {
    if value.kind() == Kind::Array { out.items(value, item) } else { out.text(value) }
}

/// What the developer says: a text, or items.
pub(super) fn instructions(out: &mut Outbound, value: Value<'_>) -> Member {
    input(out, value)
}

/// What is filled into a prompt that is kept at the provider: texts, or parts of a message. Their
/// names are text as well.
pub(super) fn variables(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, _, variable| {
        if variable.kind() != Kind::Object {
            return Member::Unknown;
        }
        part(out, variable)
    })
}

fn item(out: &mut Outbound, item: Value<'_>) -> Member {
    let kind = item.get("type").and_then(|kind| kind.string()).unwrap_or_default();
    // What the provider takes from its own store if only the id is given.
    let stored = matches!(kind.as_ref(), "item_reference" | "reasoning" | "compaction")
        || (kind.is_empty() && item.get("role").is_none());
    out.members(item, |out, key, value| match (kind.as_ref(), key) {
        (_, "id") if stored => out.reference(value, Thing::Item),
        (_, "id" | "call_id") => out.structural(value, Shape::Id),
        (_, "approval_request_id") => out.reference(value, Thing::Item),
        (_, "container_id") => out.reference(value, Thing::Container),
        (_, "type" | "status" | "role" | "phase" | "execution" | "approve") => {
            out.structural(value, Shape::Word)
        }
        (_, "name" | "namespace" | "server_label") => out.structural(value, Shape::Name),
        (_, "content" | "summary") => content(out, value),
        (_, "output") => output(out, value),
        (_, "arguments" | "input" | "code") => out.text(value),
        (_, "encrypted_content") => out.opaque(value),
        ("additional_tools", "tools") => out.items(value, tool),
        ("image_generation_call", "result") => picture(out, value),
        _ => Member::Unknown,
    })
}

/// The content of a message: a text, or parts.
fn content(out: &mut Outbound, content: Value<'_>) -> Member {
    if content.kind() == Kind::Array { out.items(content, part) } else { out.text(content) }
}

/// What a tool answered: a text, parts, or a picture of a screen.
fn output(out: &mut Outbound, output: Value<'_>) -> Member {
    match output.kind() {
        Kind::Array => out.items(output, part),
        Kind::Object => part(out, output),
        _ => out.text(output),
    }
}

fn part(out: &mut Outbound, part: Value<'_>) -> Member {
    let kind = part.get("type").and_then(|kind| kind.string()).unwrap_or_default();
    let media = matches!(
        kind.as_ref(),
        "input_image" | "input_file" | "input_audio" | "computer_screenshot" | "input_video"
    );
    if !media {
        return out.members(part, |out, key, value| match key {
            "type" => out.structural(value, Shape::Word),
            "text" | "refusal" => out.text(value),
            "annotations" => out.items(value, annotation),
            _ => Member::Unknown,
        });
    }
    out.media += 1;
    out.members(part, |out, key, value| match key {
        "type" | "detail" | "format" => out.structural(value, Shape::Word),
        "image_url" => out.structural(value, Shape::DataUrl),
        "file_data" if Shape::DataUrl.fits(value) => Member::Known,
        "file_data" | "data" => out.structural(value, Shape::Base64),
        "file_id" => out.reference(value, Thing::File),
        "filename" | "file_url" => out.text(value),
        "input_audio" => out.members(value, |out, key, value| match key {
            "data" => out.structural(value, Shape::Base64),
            "format" => out.structural(value, Shape::Word),
            _ => Member::Unknown,
        }),
        _ => Member::Unknown,
    })
}

/// What a text of the model pointed at; it is history, and the provider fetches nothing by it.
fn annotation(out: &mut Outbound, annotation: Value<'_>) -> Member {
    out.members(annotation, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "file_id" | "container_id" => out.structural(value, Shape::Id),
        "index" | "start_index" | "end_index" => out.structural(value, Shape::Number),
        _ => Member::Unknown,
    })
}

/// A picture that the model drew.
fn picture(out: &mut Outbound, value: Value<'_>) -> Member {
    if !value.is_nothing() {
        out.media += 1;
    }
    out.structural(value, Shape::Base64)
}
