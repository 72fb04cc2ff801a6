//! Tools in a responses request: who runs them, and what of them is text.
//!
//! Whether a tool may be used is the policy's business.

use portcullis_model::Thing;

use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::{Shape, without_date};
use crate::wire::json::{Kind, Value};

/// Locates the text of a tool's definition.
pub(super) fn tool(out: &mut Outbound, tool: Value<'_>) -> Member {
    note_provider_tool(out, tool);
    out.members(tool, |out, key, value| match key {
        "type" | "strict" | "defer_loading" | "execution" | "search_context_size" | "async" => {
            out.structural(value, Shape::Word)
        }
        "name" | "server_label" => out.structural(value, Shape::Name),
        "description" | "parameters" | "output_schema" => out.text(value),
        // A namespace of further tools.
        "tools" => out.items(value, self::tool),
        "format" => format(out, value),
        "container" if value.kind() == Kind::Str => out.reference(value, Thing::Container),
        "container" | "environment" => container(out, value),
        "vector_store_ids" => references(out, value, Thing::VectorStore),
        "input_image_mask" => out.members(value, |out, key, value| match key {
            "file_id" => out.reference(value, Thing::File),
            _ => Member::Unknown,
        }),
        _ => Member::Unknown,
    })
}

/// A tool is run by the caller if its kind is one of those that callers run; all others are the
/// provider's.
fn note_provider_tool(out: &mut Outbound, tool: Value<'_>) {
    let kind = tool.get("type").and_then(|kind| kind.string());
    let place = |key: &str| tool.get(key).and_then(|place| Some(place.get("type")?.is("local")));
    match kind.as_deref() {
        Some("function" | "custom" | "local_shell" | "apply_patch" | "namespace") => {}
        Some("shell") if place("environment") == Some(true) => {}
        Some("tool_search") if tool.get("execution").is_some_and(|at| at.is("client")) => {}
        Some(kind) => out.provider_tool(without_date(kind)),
        None => out.provider_tool("unknown"),
    }
}

/// The grammar of a custom tool's input.
fn format(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "type" | "syntax" => out.structural(value, Shape::Word),
        "definition" => out.text(value),
        _ => Member::Unknown,
    })
}

/// Where the provider runs code, and with which files.
fn container(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "file_ids" => references(out, value, Thing::File),
        "container_id" => out.reference(value, Thing::Container),
        _ => Member::Unknown,
    })
}

fn references(out: &mut Outbound, value: Value<'_>, thing: Thing) -> Member {
    out.items(value, |out, item| out.reference(item, thing))
}

/// A word, or an object that names one or more tools.
pub(super) fn choice(out: &mut Outbound, value: Value<'_>) -> Member {
    if value.kind() != Kind::Object {
        return out.structural(value, Shape::Word);
    }
    out.members(value, |out, key, value| match key {
        "type" | "mode" => out.structural(value, Shape::Word),
        "name" | "server_label" => out.structural(value, Shape::Name),
        "tools" => out.items(value, choice),
        _ => Member::Unknown,
    })
}
