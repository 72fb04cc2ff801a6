//! Tools in a messages request: who runs them, and what of them is text.
//!
//! Whether a tool may be used is the policy's business.

use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::{Shape, without_date};
use crate::wire::json::Value;

/// Locates the text of a tool's definition.
pub(super) fn tool(out: &mut Outbound, tool: Value<'_>) -> Member {
    note_provider_tool(out, tool);
    out.members(tool, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "name" => out.structural(value, Shape::Name),
        "description" | "input_schema" => out.text(value),
        "cache_control" => cache_control(out, value),
        "strict" | "defer_loading" | "eager_input_streaming" => out.structural(value, Shape::Word),
        "max_uses" | "max_content_tokens" | "max_characters" | "display_width_px"
        | "display_height_px" | "display_number" => out.structural(value, Shape::Number),
        _ => Member::Unknown,
    })
}

/// A tool is run by the caller if it brings its own schema or is one of those that Anthropic
/// defines and the caller runs; all others are the provider's.
fn note_provider_tool(out: &mut Outbound, tool: Value<'_>) {
    let kind = tool.get("type").and_then(|kind| kind.string());
    match kind.as_deref() {
        Some("custom") => {}
        Some(kind) => {
            let name = without_date(kind);
            let dated = name.len() < kind.len();
            if !(dated && matches!(name, "bash" | "text_editor" | "computer" | "memory")) {
                out.provider_tool(name);
            }
        }
        None if tool.get("input_schema").is_some() => {}
        None => out.provider_tool("unknown"),
    }
}

/// Notes remote MCP servers, which the provider would call itself.
pub(super) fn note_servers(out: &mut Outbound, servers: Value<'_>) {
    if !servers.is_nothing() {
        out.provider_tool("mcp");
    }
}

/// How tools are chosen: words and the name of a tool.
pub(super) fn choice(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "type" | "disable_parallel_tool_use" => out.structural(value, Shape::Word),
        "name" => out.structural(value, Shape::Name),
        _ => Member::Unknown,
    })
}

/// What is to be cached, and for how long (`5m`).
pub(super) fn cache_control(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "type" | "ttl" => out.structural(value, Shape::Word),
        _ => Member::Unknown,
    })
}
