//! One chunk of a streamed chat completion: which channel each delta continues.
//!
//! It remembers which tool calls are open, and nothing of what they say.

use std::collections::BTreeSet;

use portcullis_model::{Channel, Code, Mark, Matter, Refusal, Role, Thing};

use super::reply::{error_texts, issued, logprobs, message};
use crate::dialects::decoder::Found;
use crate::wire::json::{Fields, Kind, Value};

/// How many tool calls may be open at once.
// LIMIT: bounds what a hostile stream makes us remember; models make some ten at once.
const CALLS_MAX: usize = 1024;
/// Parts from here on are calls of custom tools.
const CUSTOM: u32 = 1 << 30;
/// The part of the one call in the form from before there were several.
const FUNCTION_CALL: u32 = u32::MAX;

/// The member of a delta that continues a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dialects) enum DeltaKind {
    /// A text under this key.
    Plain(&'static str),
    /// Reasoning as a part of the content.
    ThinkingPart,
    /// The transcript of spoken text.
    Transcript,
    /// The arguments of the tool call with this index.
    ToolCall(u32),
    /// The input of the custom tool call with this index.
    CustomCall(u32),
    /// The arguments of the one function call.
    FunctionCall,
}

/// The member that a channel came from, to write to it again.
pub(in crate::dialects) fn delta_kind(channel: Channel) -> DeltaKind {
    match (channel.matter, channel.part) {
        (Matter::Text, 0) => DeltaKind::Plain("content"),
        (Matter::Text, _) => DeltaKind::Transcript,
        (Matter::Reasoning, 0) => DeltaKind::Plain("reasoning_content"),
        (Matter::Reasoning, 1) => DeltaKind::Plain("reasoning"),
        (Matter::Reasoning, _) => DeltaKind::ThinkingPart,
        (Matter::Refusal, _) => DeltaKind::Plain("refusal"),
        (Matter::Arguments, FUNCTION_CALL) => DeltaKind::FunctionCall,
        (Matter::Arguments, part) if part >= CUSTOM => DeltaKind::CustomCall(part - CUSTOM),
        (Matter::Arguments, part) => DeltaKind::ToolCall(part),
    }
}

/// The tool calls that are open.
#[derive(Debug, Default)]
pub(in crate::dialects) struct Chunks {
    calls: Vec<OpenCall>,
    /// Calls that ended with their choice.
    ended: BTreeSet<Channel>,
}

#[derive(Debug)]
struct OpenCall {
    channel: Channel,
    id: Box<str>,
}

impl Chunks {
    /// Reads one chunk.
    ///
    /// # Errors
    /// `upstream_failed` where more calls are open than any model makes.
    pub(in crate::dialects) fn read(
        &mut self,
        root: Value<'_>,
        found: &mut Found,
    ) -> Result<(), Refusal> {
        let known = root.get("object").is_some_and(|object| object.is("chat.completion.chunk"));
        let mut result = Ok(());
        let mut seen = known;
        let Found { fields, marks, .. } = found;
        fields.members(root, |fields, key, value| match key.text().as_ref() {
            "choices" if value.kind() == Kind::Array => {
                seen = true;
                fields.items(value, |fields, position, choice| {
                    let read = self.choice(fields, marks, position, choice);
                    if result.is_ok() {
                        result = read;
                    }
                });
            }
            "error" if value.kind() != Kind::Null => {
                seen = true;
                error_texts(fields, value);
                marks.push(Mark::CloseAll);
            }
            _ => {}
        });
        found.unknown = !seen && root.all().any(|value| value.kind() == Kind::Str);
        result
    }

    fn choice(
        &mut self,
        fields: &mut Fields,
        marks: &mut Vec<Mark>,
        position: usize,
        choice: Value<'_>,
    ) -> Result<(), Refusal> {
        let index = number(choice, "index")?;
        let index = index.or_else(|| u32::try_from(position).ok()).unwrap_or_default();
        let mut result = Ok(());
        let mut finished = false;
        fields.members(choice, |fields, key, value| match key.text().as_ref() {
            "delta" => result = self.delta(fields, marks, index, value),
            "message" => message(fields, value),
            "logprobs" => logprobs(fields, value),
            "finish_reason" => finished = value.string().is_some_and(|why| !why.is_empty()),
            _ => {}
        });
        if finished {
            let of_choice = |call: &mut OpenCall| call.channel.index == index;
            self.ended.extend(self.calls.extract_if(.., of_choice).map(|call| call.channel));
            marks.push(Mark::CloseIndex { index });
        }
        result
    }

    fn delta(
        &mut self,
        fields: &mut Fields,
        marks: &mut Vec<Mark>,
        index: u32,
        delta: Value<'_>,
    ) -> Result<(), Refusal> {
        let mut result = Ok(());
        fields.members(delta, |fields, key, value| {
            let (part, matter) = match key.text().as_ref() {
                "content" => (0, Matter::Text),
                "refusal" => (0, Matter::Refusal),
                "reasoning_content" => (0, Matter::Reasoning),
                "reasoning" => (1, Matter::Reasoning),
                "audio" => {
                    let channel = Channel { index, part: 1, matter: Matter::Text };
                    return fields.members(value, |fields, key, value| match key.text().as_ref() {
                        "id" => issued(fields, value, Thing::Item),
                        "transcript" => flow(fields, marks, channel, value),
                        _ => {}
                    });
                }
                "tool_calls" => {
                    return fields.items(value, |fields, _, call| {
                        let read = self.tool_call(fields, marks, index, call);
                        if result.is_ok() {
                            result = read;
                        }
                    });
                }
                "function_call" => {
                    let channel = Channel { index, part: FUNCTION_CALL, matter: Matter::Arguments };
                    let opened = self.open(marks, channel, "", value);
                    if result.is_ok() {
                        result = opened;
                    }
                    return arguments(fields, marks, channel, value);
                }
                _ => return,
            };
            flow_or_parts(fields, marks, Channel { index, part, matter }, value);
        });
        result
    }

    fn tool_call(
        &mut self,
        fields: &mut Fields,
        marks: &mut Vec<Mark>,
        index: u32,
        call: Value<'_>,
    ) -> Result<(), Refusal> {
        let id = call.get("id").and_then(|id| id.string()).unwrap_or_default();
        let custom = call.get("custom");
        let base = if custom.is_some() { CUSTOM } else { 0 };
        let part = match number(call, "index")? {
            Some(part) => base + part.min(CUSTOM - 1),
            None => self.part_without_index(index, base, &id),
        };
        let channel = Channel { index, part, matter: Matter::Arguments };
        let Some(named) = custom.or_else(|| call.get("function")) else { return Ok(()) };
        self.open(marks, channel, &id, named)?;
        fields.members(call, |fields, key, value| {
            if matches!(key.text().as_ref(), "function" | "custom") {
                arguments(fields, marks, channel, value);
            }
        });
        Ok(())
    }

    /// Gemini's compatible API leaves the index out: a new id is a new call.
    fn part_without_index(&self, index: u32, base: u32, id: &str) -> u32 {
        let of_choice = |call: &&OpenCall| call.channel.index == index;
        match self.calls.iter().rfind(of_choice) {
            Some(last) if id.is_empty() || *last.id == *id => last.channel.part,
            Some(last) => last.channel.part.saturating_add(1),
            None => {
                let ended = self.ended.iter().rfind(|channel| channel.index == index);
                ended.map_or(base, |last| last.part.saturating_add(u32::from(!id.is_empty())))
            }
        }
    }

    /// Opens the channel of a call at its first delta, and anew where another call takes over
    /// its index. Some servers repeat id and name in every chunk.
    fn open(
        &mut self,
        marks: &mut Vec<Mark>,
        channel: Channel,
        id: &str,
        named: Value<'_>,
    ) -> Result<(), Refusal> {
        if self.ended.contains(&channel) {
            // A client that joins chunks would add to a call whose arguments were delivered.
            return Err(unreadable("a tool call goes on after its choice had ended"));
        }
        let full = self.calls.len() + self.ended.len() >= CALLS_MAX;
        let name = named.get("name").and_then(|name| name.string());
        let tool: Box<str> = name.unwrap_or_default().into();
        match self.calls.iter_mut().find(|call| call.channel == channel) {
            Some(open) if id.is_empty() || open.id.is_empty() || *open.id == *id => {
                if open.id.is_empty() {
                    open.id = id.into();
                }
                // Another name for the same call is the engine's to judge.
                if !tool.is_empty() {
                    marks.push(Mark::Open { channel, tool });
                }
                return Ok(());
            }
            Some(open) => {
                open.id = id.into();
                marks.push(Mark::Close { channel });
            }
            None if full => {
                return Err(unreadable("the stream holds too many tool calls"));
            }
            None => self.calls.push(OpenCall { channel, id: id.into() }),
        }
        marks.push(Mark::Open { channel, tool });
        Ok(())
    }
}

/// The number under this key, if it is there. One that is written in a way of its own (`0.0`) is
/// read by some clients, so it may not count as absent.
fn number(object: Value<'_>, key: &str) -> Result<Option<u32>, Refusal> {
    let written = object.get(key).filter(|value| value.kind() != Kind::Null);
    let Some(value) = written else { return Ok(None) };
    value.index().map(Some).ok_or_else(|| unreadable("an index that is no small whole number"))
}

fn unreadable(reason: &'static str) -> Refusal {
    Refusal::new(Code::UpstreamFailed, "the provider's stream could not be read", reason)
}

/// The members of a called tool that flow.
fn arguments(fields: &mut Fields, marks: &mut Vec<Mark>, channel: Channel, call: Value<'_>) {
    fields.members(call, |fields, key, value| {
        if matches!(key.text().as_ref(), "arguments" | "input") {
            flow(fields, marks, channel, value);
        }
    });
}

/// Keeps a delta that says something.
fn flow(fields: &mut Fields, marks: &mut Vec<Mark>, channel: Channel, value: Value<'_>) {
    if value.kind() == Kind::Str && !value.raw().is_empty() {
        let field = fields.push(value, Role::Text);
        marks.push(Mark::Delta { channel, field });
    }
}

/// A delta that is a text, or parts that hold texts (Mistral).
fn flow_or_parts(fields: &mut Fields, marks: &mut Vec<Mark>, channel: Channel, value: Value<'_>) {
    if value.kind() != Kind::Array {
        return flow(fields, marks, channel, value);
    }
    fields.items(value, |fields, _, part| {
        fields.members(part, |fields, key, value| match key.text().as_ref() {
            "text" => flow(fields, marks, channel, value),
            "thinking" => {
                let channel = Channel { matter: Matter::Reasoning, part: 2, ..channel };
                flow_or_parts(fields, marks, channel, value);
            }
            _ => {}
        });
    });
}
