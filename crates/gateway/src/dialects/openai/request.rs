//! The table of a chat completions request.
//!
//! Everything it does not name is text.

use portcullis_model::Thing;

use super::content::content;
use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::Shape;
use crate::wire::json::Value;

/// Locates the text of a request.
pub(in crate::dialects) fn request(out: &mut Outbound, root: Value<'_>) {
    out.members(root, |out, key, value| match key {
        "model" => out.structural(value, Shape::Model),
        "messages" => out.items(value, message),
        "tools" => out.items(value, tool),
        "functions" => out.items(value, function),
        "tool_choice" | "function_call" => choice(out, value),
        "response_format" => response_format(out, value),
        "modalities" => out.structural_list(value, Shape::Word),
        "service_tier" | "reasoning_effort" | "verbosity" | "prompt_cache_retention" => {
            out.structural(value, Shape::Word)
        }
        "stream_options" | "audio" | "reasoning" => settings(out, value),
        "prediction" => prediction(out, value),
        "web_search_options" | "search_parameters" | "plugins" => {
            // `plugins` and `search_parameters` are OpenRouter's and xAI's way of the same.
            if !value.is_nothing() {
                out.provider_tool("web_search");
            }
            out.text(value)
        }
        "stop" | "user" | "metadata" | "safety_identifier" | "prompt_cache_key" => out.text(value),
        "stream" | "store" | "parallel_tool_calls" | "logprobs" => {
            out.structural(value, Shape::Word)
        }
        "temperature"
        | "top_p"
        | "top_k"
        | "min_p"
        | "n"
        | "seed"
        | "max_tokens"
        | "max_completion_tokens"
        | "presence_penalty"
        | "frequency_penalty"
        | "repetition_penalty"
        | "top_logprobs"
        | "best_of" => out.structural(value, Shape::Number),
        _ => Member::Unknown,
    });
}

fn message(out: &mut Outbound, message: Value<'_>) -> Member {
    out.members(message, |out, key, value| match key {
        "role" => out.structural(value, Shape::Word),
        "content" => content(out, value),
        "name" | "refusal" | "reasoning_content" | "reasoning" => out.text(value),
        "tool_call_id" => out.structural(value, Shape::Id),
        "tool_calls" => out.items(value, tool_call),
        "function_call" => called(out, value),
        "audio" => out.members(value, |out, key, value| match key {
            "id" => {
                // What was said stands at the provider, unread by us.
                out.media += 1;
                out.reference(value, Thing::Item)
            }
            _ => Member::Unknown,
        }),
        _ => Member::Unknown,
    })
}

fn tool_call(out: &mut Outbound, call: Value<'_>) -> Member {
    out.members(call, |out, key, value| match key {
        "id" => out.structural(value, Shape::Id),
        "type" => out.structural(value, Shape::Word),
        "index" => out.structural(value, Shape::Number),
        "function" | "custom" => called(out, value),
        _ => Member::Unknown,
    })
}

/// A call that the model made: its arguments are JSON text in a string, and text like any other.
fn called(out: &mut Outbound, call: Value<'_>) -> Member {
    out.members(call, |out, key, value| match key {
        "name" => out.structural(value, Shape::Name),
        "arguments" | "input" => out.text(value),
        _ => Member::Unknown,
    })
}

fn tool(out: &mut Outbound, tool: Value<'_>) -> Member {
    note_provider_tool(out, tool);
    out.members(tool, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "function" | "custom" => function(out, value),
        _ => Member::Unknown,
    })
}

/// A tool is run by the caller if it says so in one of the two known ways; all others are the
/// provider's.
fn note_provider_tool(out: &mut Outbound, tool: Value<'_>) {
    let kind = tool.get("type").and_then(|kind| kind.string());
    match kind.as_deref() {
        Some("function" | "custom") => {}
        Some(kind) => out.provider_tool(crate::dialects::shape::without_date(kind)),
        None if tool.get("function").is_some() => {}
        // Gemini's compatible API: `{"google_search":{}}`.
        None => match tool.members().next() {
            Some((key, _)) => out.provider_tool(&key.text()),
            None => out.provider_tool("unknown"),
        },
    }
}

/// The definition of a function: its parameters are a JSON Schema, which is text with the words
/// that everybody knows.
fn function(out: &mut Outbound, function: Value<'_>) -> Member {
    out.members(function, |out, key, value| match key {
        "name" => out.structural(value, Shape::Name),
        "description" | "parameters" => out.text(value),
        "strict" => out.structural(value, Shape::Word),
        _ => Member::Unknown,
    })
}

/// A word, or an object that names one or more functions.
fn choice(out: &mut Outbound, value: Value<'_>) -> Member {
    if Shape::Word.fits(value) {
        return Member::Known;
    }
    out.members(value, |out, key, value| match key {
        "type" | "mode" => out.structural(value, Shape::Word),
        "name" => out.structural(value, Shape::Name),
        "function" | "custom" | "allowed_tools" => choice(out, value),
        "tools" => out.items(value, choice),
        _ => Member::Unknown,
    })
}

fn response_format(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "json_schema" => out.members(value, |out, key, value| match key {
            "name" => out.structural(value, Shape::Name),
            "strict" => out.structural(value, Shape::Word),
            "description" | "schema" => out.text(value),
            _ => Member::Unknown,
        }),
        _ => Member::Unknown,
    })
}

fn prediction(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "type" => out.structural(value, Shape::Word),
        "content" => content(out, value),
        _ => Member::Unknown,
    })
}

/// An object of words, numbers and truth values.
fn settings(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "include_usage"
        | "include_obfuscation"
        | "voice"
        | "format"
        | "effort"
        | "summary"
        | "exclude"
        | "enabled" => out.structural(value, Shape::Word),
        "max_tokens" => out.structural(value, Shape::Number),
        _ => Member::Unknown,
    })
}
