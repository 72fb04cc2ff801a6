//! The table of a responses request.
//!
//! Everything it does not name is text.

use portcullis_model::Thing;

use super::input::{input, instructions, variables};
use super::tools::{choice, tool};
use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::Shape;
use crate::wire::json::{Kind, Value};

/// Locates the text of a request.
pub(in crate::dialects) fn request(out: &mut Outbound, root: Value<'_>) {
    out.members(root, |out, key, value| match key {
        "model" => out.structural(value, Shape::Model),
        "input" => input(out, value),
        "instructions" => instructions(out, value),
        "tools" => out.items(value, tool),
        "tool_choice" => choice(out, value),
        "text" => text(out, value),
        "include" => out.structural_list(value, Shape::Name),
        "previous_response_id" => out.reference(value, Thing::Response),
        "conversation" => conversation(out, value),
        "prompt" => prompt(out, value),
        "reasoning" | "stream_options" => settings(out, value),
        "context_management" => out.items(value, settings),
        "prompt_cache_options" => settings(out, value),
        "metadata" | "user" | "safety_identifier" | "prompt_cache_key" => out.text(value),
        "stream"
        | "store"
        | "background"
        | "parallel_tool_calls"
        | "truncation"
        | "service_tier"
        | "prompt_cache_retention" => out.structural(value, Shape::Word),
        "max_output_tokens" | "max_tool_calls" | "temperature" | "top_p" | "top_logprobs" => {
            out.structural(value, Shape::Number)
        }
        _ => Member::Unknown,
    });
}

/// The form of the answer.
fn text(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "verbosity" => out.structural(value, Shape::Word),
        "format" => out.members(value, |out, key, value| match key {
            "type" | "strict" => out.structural(value, Shape::Word),
            "name" => out.structural(value, Shape::Name),
            "description" | "schema" => out.text(value),
            _ => Member::Unknown,
        }),
        _ => Member::Unknown,
    })
}

/// A conversation that the provider keeps, by its id.
fn conversation(out: &mut Outbound, value: Value<'_>) -> Member {
    if value.kind() != Kind::Object {
        return out.reference(value, Thing::Conversation);
    }
    out.members(value, |out, key, value| match key {
        "id" => out.reference(value, Thing::Conversation),
        _ => Member::Unknown,
    })
}

/// A prompt that the operator keeps at the provider; what is filled into it is the caller's.
fn prompt(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "id" => out.structural(value, Shape::Id),
        "variables" => variables(out, value),
        "version" => out.text(value),
        _ => Member::Unknown,
    })
}

/// An object of words, numbers and truth values.
fn settings(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "type"
        | "effort"
        | "summary"
        | "generate_summary"
        | "context"
        | "mode"
        | "include_obfuscation"
        | "ttl"
        | "prewarm" => out.structural(value, Shape::Word),
        "compact_threshold" => out.structural(value, Shape::Number),
        "comparison_response_id" => out.reference(value, Thing::Response),
        _ => Member::Unknown,
    })
}
