//! Content blocks of a messages request.
//!
//! Pictures and files are counted, not read; their addresses are text. What the provider signed
//! or encrypted is left alone, and signed text must hold nothing that would have to change.

use portcullis_model::Thing;

use super::tools::cache_control;
use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::Shape;
use crate::wire::json::{Kind, Value};

/// Locates the text of content: a text, or blocks.
pub(super) fn content(out: &mut Outbound, content: Value<'_>) -> Member {
    match content.kind() {
        Kind::Array => out.items(content, block),
        // The result of a tool that the provider runs may be one block.
        Kind::Object => block(out, content),
        _ => out.text(content),
    }
}

fn block(out: &mut Outbound, block: Value<'_>) -> Member {
    let kind = block.get("type").and_then(|kind| kind.string()).unwrap_or_default();
    match kind.as_ref() {
        "thinking" => thinking(out, block),
        "redacted_thinking" => redacted(out, block),
        "image" | "document" | "container_upload" => {
            if block.get("source").is_none_or(is_media) {
                out.media += 1;
            }
            known(out, block)
        }
        _ => known(out, block),
    }
}

/// The table of all blocks that are not signed.
fn known(out: &mut Outbound, block: Value<'_>) -> Member {
    out.members(block, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "text" | "title" | "context" | "input" => out.text(value),
        "id" | "tool_use_id" => out.structural(value, Shape::Id),
        "file_id" => out.reference(value, Thing::File),
        "name" => out.structural(value, Shape::Name),
        "content" => content(out, value),
        "source" => source(out, value),
        "cache_control" => cache_control(out, value),
        "is_error" => out.structural(value, Shape::Word),
        "citations" => citations(out, value),
        "encrypted_content" => out.opaque(value),
        _ => Member::Unknown,
    })
}

/// Whether what a block holds is read by nobody here. A file at the provider is not, either.
fn is_media(source: Value<'_>) -> bool {
    match source.get("type").and_then(|kind| kind.string()).as_deref() {
        Some("text") => false,
        Some("content") => false,
        _ => source.kind() == Kind::Object,
    }
}

fn source(out: &mut Outbound, source: Value<'_>) -> Member {
    let text = source.get("type").is_some_and(|kind| kind.is("text"));
    out.members(source, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "media_type" => media_type(out, value),
        "data" if text => out.text(value),
        "data" => out.structural(value, Shape::Base64),
        "content" => content(out, value),
        "file_id" => out.reference(value, Thing::File),
        "url" => out.text(value),
        _ => Member::Unknown,
    })
}

fn media_type(out: &mut Outbound, value: Value<'_>) -> Member {
    let plain = value.string().is_some_and(|kind| {
        kind.len() <= 100
            && kind.bytes().all(|byte| byte.is_ascii_lowercase() || b"/-+.".contains(&byte))
    });
    if plain { Member::Known } else { out.text(value) }
}

/// Either the switch of a document, or what a text of the model cites.
fn citations(out: &mut Outbound, value: Value<'_>) -> Member {
    let cited = |out: &mut Outbound, item: Value<'_>| {
        out.members(item, |out, key, value| match key {
            "type" | "enabled" => out.structural(value, Shape::Word),
            "cited_text" | "title" | "document_title" | "url" | "source" => out.text(value),
            "encrypted_index" => out.opaque(value),
            "document_index"
            | "start_char_index"
            | "end_char_index"
            | "start_page_number"
            | "end_page_number"
            | "start_block_index"
            | "end_block_index"
            | "search_result_index" => out.structural(value, Shape::Number),
            _ => Member::Unknown,
        })
    };
    if value.kind() == Kind::Array { out.items(value, cited) } else { cited(out, value) }
}

/// Reasoning: signed reasoning must not change, unsigned is text.
fn thinking(out: &mut Outbound, block: Value<'_>) -> Member {
    let signature = block.get("signature").and_then(|signature| signature.string());
    let signed = signature.is_some_and(|signature| !signature.is_empty());
    out.members(block, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "thinking" if signed => out.sealed(value),
        "thinking" => out.text(value),
        "signature" => out.opaque(value),
        "cache_control" => cache_control(out, value),
        _ => Member::Unknown,
    })
}

fn redacted(out: &mut Outbound, block: Value<'_>) -> Member {
    out.members(block, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "data" => out.opaque(value),
        "cache_control" => cache_control(out, value),
        _ => Member::Unknown,
    })
}
