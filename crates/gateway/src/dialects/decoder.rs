//! Cuts a provider's stream into events and says which channel each delta continues.
//!
//! It holds nothing back and changes nothing: all bytes that came in go out in the events.

use portcullis_model::{Code, Document, Event, Mark, Operation, Refusal};

use super::{Dialect, anthropic, openai, responses};
use crate::wire::json::{Fields, JsonError, Problem, Tape};
use crate::wire::sse::{Data, Splitter, blanked, data};

/// What is found in one event.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) fields: Fields,
    pub(super) marks: Vec<Mark>,
    pub(super) unknown: bool,
    /// What the data says that the event is.
    pub(super) named: Option<String>,
}

/// Decodes one stream.
#[derive(Debug)]
pub struct Decoder {
    dialect: Dialect,
    splitter: Splitter,
    cut: Vec<String>,
    tape: Tape,
    chunks: openai::Chunks,
    /// Whether an event came already: only the first may start with a byte order mark.
    begun: bool,
}

impl Decoder {
    /// A decoder at the start of a stream.
    #[must_use]
    pub fn new(operation: Operation) -> Self {
        Self {
            dialect: Dialect::of(operation),
            splitter: Splitter::new(),
            cut: Vec::new(),
            tape: Tape::default(),
            chunks: openai::Chunks::default(),
            begun: false,
        }
    }

    /// Takes bytes, cut anywhere, and appends the events that they complete.
    ///
    /// # Errors
    /// `upstream_failed` where the stream is no UTF-8, holds data that starts as JSON and is
    /// none, or is over a limit.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<Event>) -> Result<(), Refusal> {
        let cut = self.splitter.push(bytes, &mut self.cut);
        self.decode(out)?;
        cut
    }

    /// Takes the end of the stream; an event that no blank line ended counts.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn finish(&mut self, out: &mut Vec<Event>) -> Result<(), Refusal> {
        let cut = self.splitter.finish(&mut self.cut);
        self.decode(out)?;
        cut
    }

    fn decode(&mut self, out: &mut Vec<Event>) -> Result<(), Refusal> {
        for raw in std::mem::take(&mut self.cut) {
            out.push(self.event(raw)?);
        }
        Ok(())
    }

    fn event(&mut self, raw: String) -> Result<Event, Refusal> {
        if self.begun && raw.starts_with('\u{feff}') {
            // Clients take such a line for a field that they do not know, and skip it.
            return Err(of_stream(JsonError { problem: Problem::ByteOrderMark, at: 0 }));
        }
        self.begun = true;
        let found = match data(&raw) {
            Data::None => Found::default(),
            Data::Line(place) => {
                self.data(raw.get(place.clone()).unwrap_or_default(), place.start)?
            }
            Data::Lines(places) => self.data(&blanked(&raw, &places), 0)?,
        };
        let found = if self.is_misnamed(&raw, &found) {
            Found { unknown: true, ..Found::default() }
        } else {
            found
        };
        let Found { fields, marks, unknown, .. } = found;
        let fields = fields.finish().map_err(JsonError::of_reply)?;
        Ok(Event { document: Document { raw, fields, ..Document::default() }, marks, unknown })
    }

    /// Whether a client of this dialect goes by another name than the data does. Anthropic's look
    /// at the event's line and skip what they do not know; what we took for text would then end
    /// a URL for us and not for them.
    fn is_misnamed(&self, raw: &str, found: &Found) -> bool {
        let mut lines = raw.split(['\r', '\n']).filter_map(|line| line.strip_prefix("event:"));
        match (self.dialect, lines.next_back()) {
            (Dialect::Anthropic | Dialect::Responses, Some(name)) => {
                found.named.as_deref().is_some_and(|named| named != name.trim())
            }
            (Dialect::Anthropic | Dialect::Responses, None) | (Dialect::OpenAi, _) => false,
        }
    }

    /// Reads the data of an event, which starts at byte `base` of it.
    fn data(&mut self, data: &str, base: usize) -> Result<Found, Refusal> {
        let mut found = Found { fields: Fields::based(base), ..Found::default() };
        let said = data.trim();
        if said == "[DONE]" {
            found.marks.push(Mark::CloseAll);
        } else if said.starts_with('{') {
            let root = self.tape.read(data).map_err(of_stream)?;
            match self.dialect {
                Dialect::OpenAi => self.chunks.read(root, &mut found)?,
                Dialect::Responses => responses::event(root, &mut found),
                Dialect::Anthropic => anthropic::event(root, &mut found),
            }
        } else {
            found.unknown = !said.is_empty();
        }
        Ok(found)
    }
}

fn of_stream(error: JsonError) -> Refusal {
    Refusal::new(
        Code::UpstreamFailed,
        "the provider's stream could not be read",
        format!("event of the stream: {error}"),
    )
}

#[cfg(test)]
mod tests;
