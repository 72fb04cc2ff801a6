//! Cuts a stream of bytes into server-sent events, each with the exact bytes it came in.
//!
//! What stands in an event is the dialects' business; only the lines are known here.
//! See the HTML standard, section 9.2.6, "interpreting an event stream".

use std::ops::Range;

use portcullis_model::{Code, Refusal};

/// How long one event may be.
// LIMIT: an event carries one delta, or at most one whole answer.
pub const EVENT_BYTES_MAX: usize = 1024 * 1024;

/// Cuts bytes that come in pieces of any size into events.
#[derive(Debug, Default)]
pub struct Splitter {
    buffer: Vec<u8>,
    /// Where the present line starts.
    line: usize,
    /// Up to where no line ends.
    searched: usize,
}

impl Splitter {
    /// A splitter at the start of a stream.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes and appends the events that they complete, blank line included.
    ///
    /// # Errors
    /// `upstream_failed` where an event is too long or no UTF-8.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<String>) -> Result<(), Refusal> {
        self.buffer.extend_from_slice(bytes);
        let mut start = 0;
        while let Some((from, end)) = self.line_end() {
            let blank = from == self.line;
            (self.line, self.searched) = (end, end);
            if blank {
                out.push(event(self.buffer.get(start..end).unwrap_or_default())?);
                start = end;
            }
        }
        self.buffer.drain(..start);
        self.line -= start;
        self.searched -= start;
        if self.buffer.len() > EVENT_BYTES_MAX {
            return Err(too_long());
        }
        Ok(())
    }

    /// Takes the end of the stream; gives the last event where no blank line ended it.
    ///
    /// # Errors
    /// `upstream_failed` where the event is no UTF-8.
    pub fn finish(&mut self, out: &mut Vec<String>) -> Result<(), Refusal> {
        if !self.buffer.is_empty() {
            out.push(event(&self.buffer)?);
        }
        *self = Self::default();
        Ok(())
    }

    /// Where the present line's text and its terminator end. A carriage return at the end of
    /// what came so far waits: a line feed may belong to it.
    fn line_end(&mut self) -> Option<(usize, usize)> {
        let rest = self.buffer.get(self.searched..)?;
        let Some(found) = memchr::memchr2(b'\n', b'\r', rest) else {
            self.searched = self.buffer.len();
            return None;
        };
        let at = self.searched + found;
        self.searched = at;
        match (self.buffer.get(at), self.buffer.get(at + 1)) {
            (Some(b'\r'), None) => None,
            (Some(b'\r'), Some(b'\n')) => Some((at, at + 2)),
            _ => Some((at, at + 1)),
        }
    }
}

fn event(bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() > EVENT_BYTES_MAX {
        return Err(too_long());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(failed("an event of the stream is not UTF-8")),
    }
}

fn too_long() -> Refusal {
    failed("an event of the stream is too long")
}

fn failed(reason: &'static str) -> Refusal {
    Refusal::new(Code::UpstreamFailed, "the provider's stream could not be read", reason)
}

/// The lines of an event that carry its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// None: a comment, or only other fields.
    None,
    /// One line: where its value stands in the event.
    Line(Range<usize>),
    /// Several lines.
    Lines(Vec<Range<usize>>),
}

/// Finds the data of an event.
#[must_use]
pub fn data(event: &str) -> Data {
    let mut found = Data::None;
    for line in lines(event) {
        let Some(value) = value(event, &line, "data") else { continue };
        found = match found {
            Data::None => Data::Line(value),
            Data::Line(first) => Data::Lines(vec![first, value]),
            Data::Lines(mut all) => {
                all.push(value);
                Data::Lines(all)
            }
        };
    }
    found
}

/// A copy of the event in which all but these values and the line ends is blank, so that what
/// is found in it stands at the same place in the event. A line end inside a JSON string stays
/// one, and so an error.
#[must_use]
pub fn blanked(event: &str, values: &[Range<usize>]) -> String {
    let mut copy = String::with_capacity(event.len());
    let mut at = 0;
    for value in values {
        let between = event.get(at..value.start).unwrap_or_default();
        copy.extend(
            between.bytes().map(|byte| if byte == b'\n' || byte == b'\r' { '\n' } else { ' ' }),
        );
        copy.push_str(event.get(value.clone()).unwrap_or_default());
        at = value.end;
    }
    copy
}

/// The lines of an event without their ends.
fn lines(event: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = event.as_bytes();
    // A byte order mark may start the stream.
    let mut at = if event.starts_with('\u{feff}') { 3 } else { 0 };
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = at..at + length;
        at = line.end + 1;
        if bytes.get(line.end) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        Some(line)
    })
}

/// Where the value of a line stands, if the line is this field.
fn value(event: &str, line: &Range<usize>, field: &str) -> Option<Range<usize>> {
    let rest = event.get(line.clone())?.strip_prefix(field)?;
    let start = line.start + field.len();
    if rest.is_empty() {
        return Some(start..start);
    }
    let skipped = rest.strip_prefix(':')?.strip_prefix(' ').map_or(1, |_| 2);
    Some(start + skipped..line.end)
}

#[cfg(test)]
mod tests;
