//! Values in base64 and hex: a run that says something in plain text is searched as that text.
//!
//! What is found in it covers the whole run. A run is looked at in blocks of bounded length, and
//! only if its first bytes read as text, so that images and random keys cost nothing.

pub(crate) mod decode;

use self::decode::{Kind, is_class};
use crate::context;
use crate::detector::{Detector, Hint};
use crate::scan::Stretch;
use crate::search;
use crate::settle::Scored;

/// LIMIT: characters of a run that are searched together; a multiple of what four characters of
/// base64 and two of hex need.
const BLOCK_BYTES_MAX: usize = 8 * 1024;
/// Characters before and behind a block that are read with it, so that a value which lies across
/// its edge is found; a multiple of the same. A stream keeps so much of what it released.
const OVERLAP_BYTES: usize = 256;
/// Shorter runs hide nothing: the shortest values that identify somebody have nine bytes.
const RUN_BYTES_MIN: usize = 12;
/// Hexadecimal digits are asked for more: short numbers are made of them.
const HEX_BYTES_MIN: usize = 16;
/// LIMIT: so deep may encodings be nested in one another.
const DEEP_MAX: usize = 3;
/// A line of an encoded text that goes on in the next one has at least so many characters
/// (RFC 2045 6.8: up to 76, RFC 7468: 64).
const LINE_BYTES_MIN: usize = 60;

/// How far a text was searched for encoded runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The last run that was taken for encoded text: its start and end.
    pub(crate) block: (usize, usize),
    /// Nothing before this place has to be looked at.
    pub(crate) at: usize,
    /// A run goes on here that was longer than a block.
    pub(crate) within: Option<Kind>,
}

/// A search for encoded runs.
pub(crate) struct Search<'a> {
    pub(crate) detector: &'a Detector,
    pub(crate) hint: &'a Hint<'a>,
    /// How many encodings the text was taken out of.
    pub(crate) deep: usize,
}

/// The plain text of a run of base64.
pub(crate) fn base64_text(run: &str) -> String {
    decode::text(run.as_bytes(), Kind::Base64)
}

/// A part of an encoded run, and what is read with it.
#[derive(Clone, Copy)]
struct Block {
    from: usize,
    start: usize,
    end: usize,
    to: usize,
}

/// What stands at a place.
enum Spot {
    /// A run may be encoded text.
    Run(usize),
    /// More text decides what begins here.
    Starved(usize),
    /// Nothing any more.
    End,
}

/// What a run turned out to be.
enum Verdict {
    /// Encoded text that ends here; whether its run goes on behind.
    Text(Kind, usize, bool),
    Other,
    Starved,
}

impl Search<'_> {
    /// Adds what is found in encoded runs to `matches`; the place from which on is undecided.
    pub(crate) fn run(
        &self,
        stretch: Stretch<'_>,
        progress: &mut Progress,
        matches: &mut Vec<Scored>,
    ) -> usize {
        let text = stretch.text;
        if self.deep >= DEEP_MAX {
            return text.len();
        }
        loop {
            let begin = match (progress.within, spot(stretch, progress.at)) {
                (Some(_), _) => progress.at,
                (None, Spot::Run(begin)) => begin,
                (None, Spot::Starved(at)) => {
                    progress.at = at;
                    return at;
                }
                (None, Spot::End) => {
                    progress.at = text.len();
                    return text.len();
                }
            };
            match verdict(stretch, begin, progress.within) {
                Verdict::Starved => {
                    progress.at = begin;
                    return begin;
                }
                // A run may begin anew behind a slash or dash in it.
                Verdict::Other => {
                    let rest = text.as_bytes().get(begin..).unwrap_or_default();
                    let lead = if matches!(rest, [b'0', b'x' | b'X', ..]) { 2 } else { 1 };
                    *progress = Progress { at: begin + lead, within: None, ..*progress };
                }
                Verdict::Text(kind, end, more) => {
                    let bytes = text.as_bytes();
                    let from =
                        if progress.within.is_some() { back(bytes, begin, kind) } else { begin };
                    let ahead = bytes.get(end..).filter(|_| more).unwrap_or_default();
                    let to = end + length(ahead, kind, OVERLAP_BYTES);
                    matches.extend(self.inside(text, Block { from, start: begin, end, to }, kind));
                    let within = more.then_some(kind);
                    *progress = Progress { block: (begin, end), at: end, within };
                }
            }
        }
    }

    /// The surest value in a block of an encoded run, as a match of all of the block.
    fn inside(&self, text: &str, block: Block, kind: Kind) -> Option<Scored> {
        let Block { from, start, end, to } = block;
        let plain = decode::text(text.get(from..to)?.as_bytes(), kind);
        let own_from = decode::text(text.get(from..start)?.as_bytes(), kind).len();
        let own_to = plain.len() - decode::text(text.get(end..to)?.as_bytes(), kind).len();
        // Words before the run speak of what is in it.
        let before = context::near(text, start);
        let known = before.chars().any(char::is_alphabetic);
        let key = if known { Some(before) } else { self.hint.key };
        let hint = Hint { key };
        let search = Search { detector: self.detector, hint: &hint, deep: self.deep + 1 };
        let found = search::whole(&plain, &search);
        let touches = |found: &Scored| own_from < found.end && found.start < own_to;
        let best = found.into_iter().filter(touches).max_by(|a, b| {
            a.score.total_cmp(&b.score).then((a.end - a.start).cmp(&(b.end - b.start)))
        })?;
        Some(Scored { origin: start, start, end, ..best })
    }
}

/// The next run from `at` on.
fn spot(stretch: Stretch<'_>, mut at: usize) -> Spot {
    let bytes = stretch.text.as_bytes();
    loop {
        let Some(first) = bytes.get(at..at + RUN_BYTES_MIN) else {
            return last_spot(stretch, at);
        };
        if let Some(other) = first.iter().rposition(|byte| !is_class(*byte)) {
            at += other + 1;
        } else if begins(bytes, at) {
            return Spot::Run(at);
        } else {
            at = next_begin(bytes, at);
        }
    }
}

/// What stands in the last bytes of a text, which are too few for a run.
fn last_spot(stretch: Stretch<'_>, at: usize) -> Spot {
    let bytes = stretch.text.as_bytes();
    if stretch.finished {
        return Spot::End;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let other = rest.iter().rposition(|byte| !is_class(*byte));
    let mut begin = other.map_or(at, |other| at + other + 1);
    if !begins(bytes, begin) {
        begin = next_begin(bytes, begin);
    }
    if begin < bytes.len() { Spot::Starved(begin) } else { Spot::End }
}

/// Whether a run may begin at `at`: not within a word, but behind the mark of a literal of bytes,
/// `0x` or `\\x`.
fn begins(bytes: &[u8], at: usize) -> bool {
    match bytes.get(..at).unwrap_or_default() {
        [.., b'0' | b'\\', b'x' | b'X'] => true,
        [.., before] => !before.is_ascii_alphanumeric(),
        [] => true,
    }
}

/// The place behind the word that goes on at `at`.
fn next_begin(bytes: &[u8], at: usize) -> usize {
    let word = bytes.get(at..).unwrap_or_default().iter();
    let length = word.take_while(|byte| byte.is_ascii_alphanumeric()).count();
    (at + length + 1).min(bytes.len())
}

/// What the run at `begin` is; `within` says that it goes on from an earlier block.
fn verdict(stretch: Stretch<'_>, begin: usize, within: Option<Kind>) -> Verdict {
    let bytes = stretch.text.as_bytes().get(begin..).unwrap_or_default();
    let kind = match within {
        Some(kind) => kind,
        None => {
            let first = bytes.iter().take(HEX_BYTES_MIN);
            let first = first.take_while(|byte| is_class(**byte)).count();
            if first < HEX_BYTES_MIN && first == bytes.len() && !stretch.finished {
                return Verdict::Starved;
            }
            match decode::kind(bytes.get(..first).unwrap_or_default()) {
                Some(kind) => kind,
                None => return Verdict::Other,
            }
        }
    };
    let length = length(bytes, kind, BLOCK_BYTES_MAX + OVERLAP_BYTES);
    if length >= BLOCK_BYTES_MAX {
        let reaches = length < BLOCK_BYTES_MAX + OVERLAP_BYTES && length == bytes.len();
        if reaches && !stretch.finished {
            return Verdict::Starved;
        }
        return Verdict::Text(kind, begin + BLOCK_BYTES_MAX, true);
    }
    // A line break or padding may follow.
    let rest = bytes.get(length..).unwrap_or_default();
    if !stretch.finished && rest.iter().all(|byte| matches!(byte, b'\r' | b'\n' | b'=')) {
        return Verdict::Starved;
    }
    let padding = rest.iter().take(2).take_while(|byte| **byte == b'=').count();
    Verdict::Text(kind, begin + length + padding, false)
}

/// The place so many characters of a run before `begin` that are read with what begins there.
fn back(bytes: &[u8], begin: usize, kind: Kind) -> usize {
    let (mut at, mut count) = (begin, 0);
    while count < OVERLAP_BYTES {
        match at.checked_sub(1).and_then(|before| bytes.get(before)) {
            Some(byte) if kind.has(*byte) => count += 1,
            Some(b'\r' | b'\n') => {}
            _ => break,
        }
        at -= 1;
    }
    // Of a part of a group nothing can be read.
    let missing = count % 4;
    at + missing
}

/// How long the run at the front is, over line breaks, up to `most`.
fn length(bytes: &[u8], kind: Kind, most: usize) -> usize {
    let (mut length, mut line) = (0, 0);
    while length < most {
        match bytes.get(length) {
            Some(byte) if kind.has(*byte) => {
                line += 1;
                length += 1;
            }
            Some(b'\r' | b'\n') if line >= LINE_BYTES_MIN => {
                let rest = bytes.get(length..).unwrap_or_default();
                let breaks = rest.iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n'));
                let breaks = breaks.count();
                if !rest.get(breaks).is_some_and(|byte| kind.has(*byte)) {
                    return length;
                }
                length += breaks;
                line = 0;
            }
            _ => return length,
        }
    }
    length
}
