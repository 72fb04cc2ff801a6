//! Scans one source in pieces.
//!
//! What is no UTF-8 is scanned too: each byte that fits nowhere counts as one character that
//! belongs to nothing, so that offsets stay right.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use portcullis_engine::detect::{Detector, Machine, Released};

use super::place::Place;
use super::report::{Report, Spot};
use crate::cli::failure::Failure;
use crate::cli::output::Output;

/// Bytes that are read at once.
const PIECE_BYTES: usize = 128 * 1024;
/// A file with a zero byte in so many first bytes is binary, as for `git` and `grep`.
const SNIFFED_BYTES: usize = 8_000;
/// What stands for a byte that is no UTF-8: one byte, and no part of any word.
const SUBSTITUTE: char = '\u{1a}';

/// Where a text comes from.
pub(super) struct Source {
    /// Its path, as it was named; `-` for standard input.
    pub(super) name: String,
    /// Whether it is skipped if it is binary.
    skip_binary: bool,
}

impl Source {
    pub(super) fn standard_input() -> Self {
        Self { name: "-".to_owned(), skip_binary: false }
    }

    /// A file that the user named: to skip it would call it clean.
    pub(super) fn named(path: &Path) -> Self {
        Self { name: path.to_string_lossy().into_owned(), skip_binary: false }
    }

    /// A file of a directory that the user named.
    pub(super) fn found(path: &Path) -> Self {
        Self { name: path.to_string_lossy().into_owned(), skip_binary: true }
    }
}

/// How a source ended.
pub(super) enum End {
    /// All of it was scanned.
    Whole,
    /// It was skipped.
    Binary,
    /// It could not be read to its end.
    Broken(io::Error),
}

/// Scans a source and reports what is found.
pub(super) fn scan(
    source: &Source,
    mut from: impl Read,
    detector: &Arc<Detector>,
    report: &mut Report,
    output: &mut Output,
) -> Result<End, Failure> {
    let mut flow = Flow { machine: detector.stream(), place: Place::START, name: &source.name };
    let mut buffer = vec![0; PIECE_BYTES];
    let mut pending = Vec::new();
    let mut text = String::new();
    let mut first = true;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Ok(End::Broken(error)),
        };
        let piece = buffer.get(..read).unwrap_or_default();
        if first && source.skip_binary && is_binary(piece) {
            return Ok(End::Binary);
        }
        if first && is_utf_16(piece) {
            let error = io::Error::other("is UTF-16, not UTF-8: convert it first");
            return Ok(End::Broken(error));
        }
        first = false;
        text.clear();
        decode(&mut pending, piece, &mut text);
        flow.push(&text, report, output)?;
    }
    text.clear();
    text.extend(pending.iter().map(|_| SUBSTITUTE));
    flow.push(&text, report, output)?;
    flow.finish(report, output)?;
    Ok(End::Whole)
}

/// Whether a file that begins so is binary.
fn is_binary(piece: &[u8]) -> bool {
    let sniffed = piece.get(..SNIFFED_BYTES).unwrap_or(piece);
    memchr::memchr(0, sniffed).is_some()
}

/// Whether a file begins with the mark of UTF-16, in which no recognizer would find anything.
fn is_utf_16(piece: &[u8]) -> bool {
    piece.starts_with(&[0xFF, 0xFE]) || piece.starts_with(&[0xFE, 0xFF])
}

/// Appends the text of these bytes; an unfinished character at their end waits in `pending`.
fn decode(pending: &mut Vec<u8>, piece: &[u8], text: &mut String) {
    let joined;
    let mut rest = if pending.is_empty() {
        piece
    } else {
        pending.extend_from_slice(piece);
        joined = std::mem::take(pending);
        joined.as_slice()
    };
    loop {
        let error = match std::str::from_utf8(rest) {
            Ok(valid) => return text.push_str(valid),
            Err(error) => error,
        };
        let (valid, after) = rest.split_at_checked(error.valid_up_to()).unwrap_or((rest, &[]));
        text.push_str(std::str::from_utf8(valid).unwrap_or_default());
        let Some(wrong) = error.error_len() else {
            pending.extend_from_slice(after);
            return;
        };
        text.extend(std::iter::repeat_n(SUBSTITUTE, wrong));
        rest = after.get(wrong..).unwrap_or_default();
    }
}

/// A text on its way through the detector.
struct Flow<'a> {
    machine: Machine,
    /// Where the next released byte stands.
    place: Place,
    name: &'a str,
}

impl Flow<'_> {
    fn push(
        &mut self,
        text: &str,
        report: &mut Report,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let mut released = Released::default();
        self.machine.push(text, &mut released);
        self.report(&released, report, output)
    }

    fn finish(&mut self, report: &mut Report, output: &mut Output) -> Result<(), Failure> {
        let mut released = Released::default();
        self.machine.finish(&mut released);
        self.report(&released, report, output)
    }

    /// Reports what is found in a released text, and counts it.
    fn report(
        &mut self,
        released: &Released,
        report: &mut Report,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let mut at = 0;
        for finding in &released.findings {
            let before = released.text.get(at..finding.start).unwrap_or_default();
            let start = self.place.after(before);
            let within = released.text.get(finding.start..finding.end).unwrap_or_default();
            let end = start.after(within);
            report.add(&Spot { name: self.name, finding, start, end }, output)?;
            self.place = end;
            at = finding.end;
        }
        self.place = self.place.after(released.text.get(at..).unwrap_or_default());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pieces: &[&[u8]], expected: &str) {
        let (mut pending, mut text) = (Vec::new(), String::new());
        for piece in pieces {
            decode(&mut pending, piece, &mut text);
        }
        text.extend(pending.iter().map(|_| SUBSTITUTE));
        assert_eq!(text, expected);
    }

    #[test]
    fn characters_may_be_cut_anywhere_and_wrong_bytes_keep_their_number() {
        check(&[b"abc"], "abc");
        check(&[b"h\xc3", b"\xb6"], "h\u{f6}");
        check(&[b"\xf0", b"\x9f", b"\x98", b"\x80"], "\u{1f600}");
        check(&[b"a\xffb"], "a\u{1a}b");
        check(&[b"a\xc3", b"b"], "a\u{1a}b");
        check(&[b"a\xf0\x9f"], "a\u{1a}\u{1a}");
        check(&[b"\xed\xa0\x80"], "\u{1a}\u{1a}\u{1a}");
    }
}
