//! One event of a streamed response: which channel each text continues or repeats.
//!
//! The events name their items themselves, so nothing is remembered.

use portcullis_model::{Mark, Role};

use super::channel::Part;
use super::echo::{is_structural, strings};
use super::item::{Item, probabilities};
use super::reply::response;
use crate::dialects::decoder::Found;
use crate::dialects::openai::error_texts;
use crate::wire::json::{Fields, Kind, Value};

/// Whether a text of an event is more of a channel, or all of it again.
#[derive(Clone, Copy)]
enum Step {
    More,
    Whole,
}

/// Reads one event.
pub(in crate::dialects) fn event(root: Value<'_>, found: &mut Found) {
    let kind = root.get("type").and_then(|kind| kind.string()).unwrap_or_default();
    found.named = Some(kind.clone().into_owned());
    let Found { fields, marks, unknown, .. } = found;
    let (Ok(index), Ok(content), Ok(summary), Ok(command)) = (
        number(root, "output_index"),
        number(root, "content_index"),
        number(root, "summary_index"),
        number(root, "command_index"),
    ) else {
        // Some clients read `0.0` or `"0"`: which item it is would be a guess.
        *unknown = true;
        return;
    };
    let mut item = Item { fields, marks, index };
    if let Some((text, part, step)) = text_event(&kind, content, summary, command) {
        return texts(&mut item, root, text, part, step);
    }
    match kind.as_ref() {
        "response.created" | "response.in_progress" | "response.queued" => {
            member(&mut item, root, "response", |item, value| {
                response(item.fields, item.marks, value);
            });
        }
        "response.completed" | "response.incomplete" | "response.failed" => {
            member(&mut item, root, "response", |item, value| {
                response(item.fields, item.marks, value);
            });
            item.marks.push(Mark::CloseAll);
        }
        "response.output_item.added" => {
            // Another item may take over a place.
            item.marks.push(Mark::CloseIndex { index });
            member(&mut item, root, "item", Item::begin);
        }
        "response.output_item.done" => {
            member(&mut item, root, "item", Item::read);
            item.marks.push(Mark::CloseIndex { index });
        }
        "response.content_part.added" => part(&mut item, root, content, Step::More),
        "response.content_part.done" => part(&mut item, root, content, Step::Whole),
        "response.reasoning_summary_part.added" => {
            member(&mut item, root, "part", |item, value| {
                texts(item, value, "text", Part::Summary(summary), Step::More);
            });
        }
        "response.reasoning_summary_part.done" => {
            member(&mut item, root, "part", |item, value| {
                texts(item, value, "text", Part::Summary(summary), Step::Whole);
            });
        }
        "response.output_text.annotation.added" => {
            member(&mut item, root, "annotation", |item, value| strings(item.fields, value));
        }
        // Sound and pictures.
        "response.audio.delta" | "response.image_generation_call.partial_image" => {}
        "error" => {
            error(item.fields, root);
            item.marks.push(Mark::CloseAll);
        }
        _ => *unknown = holds_text(root),
    }
}

/// The events that carry one text: its member, what it is part of, and how.
fn text_event(
    kind: &str,
    content: u32,
    summary: u32,
    command: u32,
) -> Option<(&'static str, Part, Step)> {
    Some(match kind.strip_prefix("response.")? {
        "output_text.delta" => ("delta", Part::Text(content), Step::More),
        "output_text.done" => ("text", Part::Text(content), Step::Whole),
        "refusal.delta" => ("delta", Part::Refusal(content), Step::More),
        "refusal.done" => ("refusal", Part::Refusal(content), Step::Whole),
        "reasoning_summary_text.delta" => ("delta", Part::Summary(summary), Step::More),
        "reasoning_summary_text.done" => ("text", Part::Summary(summary), Step::Whole),
        "reasoning_text.delta" => ("delta", Part::Reasoning(content), Step::More),
        "reasoning_text.done" => ("text", Part::Reasoning(content), Step::Whole),
        "function_call_arguments.delta" => ("delta", Part::Arguments, Step::More),
        "function_call_arguments.done" => ("arguments", Part::Arguments, Step::Whole),
        "custom_tool_call_input.delta" => ("delta", Part::Custom, Step::More),
        "custom_tool_call_input.done" => ("input", Part::Custom, Step::Whole),
        "mcp_call_arguments.delta" => ("delta", Part::Remote, Step::More),
        "mcp_call_arguments.done" => ("arguments", Part::Remote, Step::Whole),
        "code_interpreter_call_code.delta" => ("delta", Part::Code, Step::More),
        "code_interpreter_call_code.done" => ("code", Part::Code, Step::Whole),
        "audio.transcript.delta" => ("delta", Part::Transcript, Step::More),
        "shell_call_command.added" => ("command", Part::Shell(command), Step::More),
        "shell_call_command.delta" => ("delta", Part::Shell(command), Step::More),
        "shell_call_command.done" => ("command", Part::Shell(command), Step::Whole),
        _ => return None,
    })
}

/// The text under `text`, and whatever else there is.
fn texts(item: &mut Item<'_>, object: Value<'_>, text: &str, part: Part, step: Step) {
    // The name of the tool, where the event says it once more.
    let name = || object.get("name").and_then(|name| name.string());
    for (key, value) in object.members() {
        let key = key.text();
        let outside = item.fields.enter(&key);
        match (key.as_ref(), step) {
            (key, Step::More) if key == text => item.flow(value, part),
            (key, Step::Whole) if key == text => {
                let role = match name() {
                    Some(name) if part == Part::Arguments => Role::Arguments { tool: name.into() },
                    Some(_) | None => Role::Text,
                };
                item.whole(value, part, role);
            }
            ("logprobs", _) => probabilities(item.fields, value),
            (key, _) if value.kind() == Kind::Str && is_structural(key) => {}
            _ => strings(item.fields, value),
        }
        item.fields.leave(outside);
    }
}

/// A part of a message that begins or ends.
fn part(item: &mut Item<'_>, root: Value<'_>, number: u32, step: Step) {
    member(item, root, "part", |item, value| {
        let kind = value.get("type").and_then(|kind| kind.string()).unwrap_or_default();
        match kind.as_ref() {
            "refusal" => texts(item, value, "refusal", Part::Refusal(number), step),
            "reasoning_text" => texts(item, value, "text", Part::Reasoning(number), step),
            "summary_text" => texts(item, value, "text", Part::Summary(number), step),
            _ => texts(item, value, "text", Part::Text(number), step),
        }
    });
}

/// All that an error says.
fn error(fields: &mut Fields, root: Value<'_>) {
    fields.members(root, |fields, key, value| {
        if key.text() != "type" {
            error_texts(fields, value);
        }
    });
}

/// Visits one member of an object, if it is there.
fn member<'i, 't>(
    item: &mut Item<'i>,
    object: Value<'t>,
    key: &str,
    visit: impl FnOnce(&mut Item<'i>, Value<'t>),
) {
    if let Some(value) = object.get(key) {
        let outside = item.fields.enter(key);
        visit(item, value);
        item.fields.leave(outside);
    }
}

/// The number under this key, 0 if there is none.
fn number(root: Value<'_>, key: &str) -> Result<u32, ()> {
    match root.get(key).filter(|value| value.kind() != Kind::Null) {
        None => Ok(0),
        Some(value) => value.index().ok_or(()),
    }
}

/// Whether anything is a string that is no word or id of the provider's own.
fn holds_text(root: Value<'_>) -> bool {
    let mut fields = Fields::default();
    strings(&mut fields, root);
    !fields.is_empty()
}
