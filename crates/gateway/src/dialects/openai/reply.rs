//! A whole chat completions reply, and error bodies.
//!
//! Only what the model wrote is text; ids, fingerprints and counts are no fields.

use portcullis_model::{Role, Thing};

use crate::wire::json::{Fields, Kind, Value};

/// Locates what the model wrote.
pub(in crate::dialects) fn reply(fields: &mut Fields, root: Value<'_>) {
    fields.members(root, |fields, key, value| match key.text().as_ref() {
        "choices" => fields.items(value, |fields, _, choice| self::choice(fields, choice)),
        "error" => error_texts(fields, value),
        _ => {}
    });
}

/// Every string of an error is text: providers quote the request in it.
pub(in crate::dialects) fn error_texts(fields: &mut Fields, value: Value<'_>) {
    fields.leaves(value, &mut |fields, leaf| {
        if leaf.kind() == Kind::Str {
            fields.push(leaf, Role::Text);
        }
    });
}

fn choice(fields: &mut Fields, choice: Value<'_>) {
    fields.members(choice, |fields, key, value| match key.text().as_ref() {
        "message" | "delta" => message(fields, value),
        "text" => text(fields, value),
        "logprobs" => logprobs(fields, value),
        _ => {}
    });
}

/// Locates what a message holds that is complete.
pub(super) fn message(fields: &mut Fields, message: Value<'_>) {
    fields.members(message, |fields, key, value| match key.text().as_ref() {
        // `reasoning_content`: DeepSeek, vLLM; `reasoning`: OpenRouter, Groq.
        "content" | "refusal" | "reasoning_content" | "reasoning" => texts(fields, value),
        "tool_calls" => fields.items(value, |fields, _, call| tool_call(fields, call)),
        "function_call" => called(fields, value),
        "audio" => fields.members(value, |fields, key, value| match key.text().as_ref() {
            "id" => issued(fields, value, Thing::Item),
            "transcript" => text(fields, value),
            _ => {}
        }),
        _ => {}
    });
}

fn tool_call(fields: &mut Fields, call: Value<'_>) {
    fields.members(call, |fields, key, value| match key.text().as_ref() {
        "function" | "custom" => called(fields, value),
        _ => {}
    });
}

/// Arguments of a function are JSON text in a string; input of a custom tool is one text.
fn called(fields: &mut Fields, call: Value<'_>) {
    let tool = || -> Box<str> {
        call.get("name").and_then(|name| name.string()).unwrap_or_default().into()
    };
    fields.members(call, |fields, key, value| match key.text().as_ref() {
        "arguments" if value.kind() == Kind::Str => {
            fields.push(value, Role::Arguments { tool: tool() });
        }
        // Some servers answer with the object itself.
        "arguments" => arguments(fields, value, &tool()),
        "input" if value.kind() == Kind::Str => {
            fields.push(value, Role::Argument { tool: tool(), argument: "".into() });
        }
        _ => {}
    });
}

/// Locates each value in arguments that stand as JSON in place.
pub(in crate::dialects) fn arguments(fields: &mut Fields, value: Value<'_>, tool: &str) {
    let root = fields.path().len();
    fields.leaves(value, &mut |fields, leaf| {
        let argument = fields.path().get(root..).unwrap_or_default().into();
        fields.push(leaf, Role::Argument { tool: tool.into(), argument });
    });
}

/// A text, or parts that hold texts (Mistral: `[{"type":"text","text":…}]`).
fn texts(fields: &mut Fields, value: Value<'_>) {
    match value.kind() {
        Kind::Str => text(fields, value),
        Kind::Array => fields.items(value, |fields, _, part| {
            fields.members(part, |fields, key, value| {
                if matches!(key.text().as_ref(), "text" | "thinking" | "refusal") {
                    texts(fields, value);
                }
            });
        }),
        _ => {}
    }
}

/// One text; `null` is none.
pub(in crate::dialects) fn text(fields: &mut Fields, value: Value<'_>) {
    if value.kind() == Kind::Str {
        fields.push(value, Role::Text);
    }
}

/// Probabilities are kept whole, to be taken out where the text was concealed.
pub(in crate::dialects) fn logprobs(fields: &mut Fields, value: Value<'_>) {
    if value.kind() != Kind::Null {
        fields.push_raw(value, Role::Logprobs);
    }
}

/// An id that the provider gives out.
pub(in crate::dialects) fn issued(fields: &mut Fields, value: Value<'_>, thing: Thing) {
    if value.kind() == Kind::Str && !value.raw().is_empty() {
        fields.push(value, Role::Issued { thing });
    }
}
