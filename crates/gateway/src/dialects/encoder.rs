//! Writes the pieces of a stream as the dialect's events.
//!
//! What came as an event goes out as that event; only released text gets an event of its own.

use portcullis_model::{CallId, Channel, Document, Edited, Matter, Operation, Piece, Refusal};

mod responses;

use responses::Shared;

use super::openai::{DeltaKind, delta_kind};
use super::{Dialect, refusal_body};
use crate::wire::json::{Kind, Tape, quote_into};
use crate::wire::splice;
use crate::wire::sse::{Data, blanked, data};

/// Encodes one stream.
#[derive(Debug)]
pub struct Encoder {
    dialect: Dialect,
    /// What every chunk of this stream starts with; found in the first that has choices.
    envelope: Option<String>,
    /// What an event that broke off needs before the next may follow.
    missing_end: &'static [u8],
    /// What the events of a streamed response share.
    shared: Shared,
}

impl Encoder {
    /// An encoder at the start of a stream.
    #[must_use]
    pub fn new(operation: Operation) -> Self {
        let (dialect, shared) = (Dialect::of(operation), Shared::default());
        Self { dialect, envelope: None, missing_end: b"", shared }
    }

    /// Appends the bytes of one piece.
    pub fn piece(&mut self, piece: &Piece, out: &mut Vec<u8>) {
        out.extend_from_slice(std::mem::take(&mut self.missing_end));
        match piece {
            Piece::Event(edited) => self.event(edited, out),
            Piece::Text { channel, text } => {
                let event = match self.dialect {
                    Dialect::OpenAi => self.openai_delta(*channel, text),
                    Dialect::Responses => self.shared.delta(*channel, text),
                    Dialect::Anthropic => anthropic_delta(*channel, text),
                };
                out.extend_from_slice(event.as_bytes());
            }
        }
    }

    /// Appends the event that ends a stream which may not go on.
    pub fn refusal(&mut self, refusal: &Refusal, call: &CallId, out: &mut Vec<u8>) {
        out.extend_from_slice(std::mem::take(&mut self.missing_end));
        if self.dialect == Dialect::Responses {
            return out.extend_from_slice(self.shared.error(refusal, call).as_bytes());
        }
        if self.dialect == Dialect::Anthropic {
            out.extend_from_slice(b"event: error\n");
        }
        out.extend_from_slice(b"data: ");
        out.extend_from_slice(refusal_body(self.dialect, refusal, Some(call)).as_bytes());
        out.extend_from_slice(b"\n\n");
    }

    fn event(&mut self, edited: &Edited, out: &mut Vec<u8>) {
        if self.dialect == Dialect::OpenAi && self.envelope.is_none() {
            self.envelope = envelope(&edited.document);
        }
        if self.dialect == Dialect::Responses {
            self.shared.note(&edited.document.raw);
        }
        if edited.edits.is_empty() {
            out.extend_from_slice(edited.document.raw.as_bytes());
        } else {
            out.extend_from_slice(splice(edited).as_bytes());
        }
        self.missing_end = missing_end(&edited.document.raw);
    }

    fn openai_delta(&self, channel: Channel, text: &str) -> String {
        let mut event = String::with_capacity(256 + text.len());
        event.push_str("data: {");
        event.push_str(self.envelope.as_deref().unwrap_or(ENVELOPE));
        event.push_str(",\"choices\":[{\"index\":");
        event.push_str(&channel.index.to_string());
        event.push_str(",\"delta\":{");
        let end = match delta_kind(channel) {
            DeltaKind::Plain(key) => {
                quote_into(&mut event, key);
                event.push(':');
                ""
            }
            DeltaKind::ThinkingPart => {
                event.push_str("\"content\":[{\"type\":\"thinking\",\"thinking\":");
                event.push_str("[{\"type\":\"text\",\"text\":");
                "}]}]"
            }
            DeltaKind::Transcript => {
                event.push_str("\"audio\":{\"transcript\":");
                "}"
            }
            DeltaKind::ToolCall(index) => {
                event.push_str("\"tool_calls\":[{\"index\":");
                event.push_str(&index.to_string());
                event.push_str(",\"function\":{\"arguments\":");
                "}}]"
            }
            DeltaKind::CustomCall(index) => {
                event.push_str("\"tool_calls\":[{\"index\":");
                event.push_str(&index.to_string());
                event.push_str(",\"custom\":{\"input\":");
                "}}]"
            }
            DeltaKind::FunctionCall => {
                event.push_str("\"function_call\":{\"arguments\":");
                "}"
            }
        };
        quote_into(&mut event, text);
        event.push_str(end);
        event.push_str("},\"finish_reason\":null}]}\n\n");
        event
    }
}

/// What is missing at the end of an event: the blank line, or the end of its last line too.
fn missing_end(event: &str) -> &'static [u8] {
    let ends = ["\r\n", "\n", "\r"];
    match ends.iter().find_map(|end| event.strip_suffix(end)) {
        None => b"\n\n",
        Some(rest) if rest.is_empty() || rest.ends_with(['\n', '\r']) => b"",
        // A line feed alone would only complete the carriage return.
        Some(_) if event.ends_with('\r') => b"\n\n",
        Some(_) => b"\n",
    }
}

/// The envelope where no chunk was seen yet.
const ENVELOPE: &str = "\"id\":\"chatcmpl-portcullis\",\"object\":\"chat.completion.chunk\",\
    \"created\":0,\"model\":\"\"";

/// The members that are the same in all chunks, as this chunk spells them.
fn envelope(document: &Document) -> Option<String> {
    let copy;
    let json = match data(&document.raw) {
        Data::None => return None,
        Data::Line(place) => document.raw.get(place)?,
        Data::Lines(places) => {
            copy = blanked(&document.raw, &places);
            copy.as_str()
        }
    };
    let mut tape = Tape::default();
    let root = tape.read(json).ok()?;
    // Azure's first chunk has no choices, and nothing of use in its envelope either.
    root.get("choices")?.items().next()?;
    let mut found = String::new();
    for (key, value) in root.members() {
        let shared = matches!(
            key.text().as_ref(),
            "id" | "object" | "created" | "model" | "system_fingerprint" | "service_tier"
        );
        if shared && !matches!(value.kind(), Kind::Object | Kind::Array) {
            if !found.is_empty() {
                found.push(',');
            }
            quote_into(&mut found, &key.text());
            found.push(':');
            found.push_str(json.get(value.whole())?);
        }
    }
    (!found.is_empty()).then_some(found)
}

fn anthropic_delta(channel: Channel, text: &str) -> String {
    let (kind, key) = match channel.matter {
        Matter::Text | Matter::Refusal => ("text_delta", "text"),
        Matter::Reasoning => ("thinking_delta", "thinking"),
        Matter::Arguments => ("input_json_delta", "partial_json"),
    };
    let mut event = String::with_capacity(160 + text.len());
    event
        .push_str("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
    event.push_str(&channel.index.to_string());
    event.push_str(",\"delta\":{\"type\":");
    quote_into(&mut event, kind);
    event.push(',');
    quote_into(&mut event, key);
    event.push(':');
    quote_into(&mut event, text);
    event.push_str("}}\n\n");
    event
}

#[cfg(test)]
mod tests;
