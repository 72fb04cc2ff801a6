//! Definitions of tools: what a server says that it offers.
//!
//! All of it is the server's word. It is located here and judged elsewhere.

use std::sync::Arc;

use portcullis_model::{Listed, Tool, ToolHints};

use super::content;
use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::Shape;
use crate::wire::json::{Kind, Value};

/// Locates the text of one definition. A name that looks like one stays, so that it can be
/// called by it.
pub(super) fn texts(out: &mut Outbound, tool: Value<'_>) -> Member {
    out.members(tool, |out, key, value| match key {
        "name" => out.structural(value, Shape::Name),
        _ => content::member(out, "", key, value),
    })
}

/// The definitions in the result of `tools/list`, in order. What has no name cannot be called,
/// and is none.
pub(super) fn listed(result: Value<'_>) -> Vec<Listed> {
    let Some(tools) = result.get("tools") else { return Vec::new() };
    let listed = tools.items().filter_map(|item| {
        let name = item.get("name")?.string()?.into();
        let schema = |key| item.get(key).filter(|schema| schema.kind() == Kind::Object);
        let tool = Tool {
            name,
            input: schema("inputSchema").map_or("{}", |schema| schema.raw()).into(),
            output: schema("outputSchema").map(|schema| schema.raw().into()),
            hints: item.get("annotations").map(hints).unwrap_or_default(),
        };
        Some(Listed { tool: Arc::new(tool), place: item.whole() })
    });
    listed.collect()
}

/// The cursor of the page after this one, as JSON.
pub(super) fn next(result: Value<'_>) -> Option<Box<str>> {
    let cursor = result.get("nextCursor").filter(|cursor| cursor.kind() == Kind::Str)?;
    Some(format!("\"{}\"", cursor.raw()).into())
}

fn hints(annotations: Value<'_>) -> ToolHints {
    let hint = |key| match annotations.get(key).map(|value| value.kind()) {
        Some(Kind::True) => Some(true),
        Some(Kind::False) => Some(false),
        _ => None,
    };
    ToolHints {
        read_only: hint("readOnlyHint"),
        destructive: hint("destructiveHint"),
        idempotent: hint("idempotentHint"),
        open_world: hint("openWorldHint"),
    }
}
