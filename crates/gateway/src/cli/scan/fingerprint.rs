//! What tells one finding of a file from another although lines move, and says nothing of its
//! value.
//!
//! It is a digest of the kind of finding and of the words around it. No value enters it, found
//! or not: what was found is cut out, and so is every word with a digit or an `@` in it. See
//! ADR 31.

use std::collections::HashMap;
use std::fmt::Write as _;

use portcullis_model::Finding;

use super::lines::Line;
use crate::assemble::hash::sha256;

/// LIMIT: bytes of the line that count, on each side of a finding.
const AROUND_BYTES: usize = 128;
/// Bytes of the digest that are kept.
const BYTES: usize = 16;
/// What stands for a value.
const CUT: char = '\0';

/// The digest of a finding's kind and of the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Fingerprint([u8; BYTES]);

impl Fingerprint {
    /// That of a finding of a line, by its index.
    pub(super) fn of(line: &Line<'_>, index: usize) -> Option<Self> {
        let finding = line.findings.get(index)?;
        let (before, after) = line.findings.split_at_checked(index)?;
        let (start, end) = (finding.start - line.start, finding.end - line.start);
        let from = line.text.floor_char_boundary(start.saturating_sub(AROUND_BYTES));
        let to = line.text.ceil_char_boundary((end + AROUND_BYTES).min(line.text.len()));
        let mut text = String::with_capacity(2 * AROUND_BYTES);
        for part in [finding.entity.name(), finding.rule.as_deref().unwrap_or_default()] {
            text.push_str(part);
            text.push('\n');
        }
        words(&without(line, before, (from, start)), &mut text);
        text.push('\n');
        words(&without(line, after.get(1..)?, (end, to)), &mut text);
        let digest = sha256(text.as_bytes());
        digest.first_chunk().copied().map(Self)
    }

    /// As it is written.
    pub(super) fn text(&self) -> String {
        self.0.iter().fold(String::with_capacity(2 * BYTES), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Reads one.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut bytes = [0; BYTES];
        if text.len() != 2 * BYTES
            || text.bytes().any(|byte| !matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// A part of a line without what was found in it.
fn without(line: &Line<'_>, findings: &[Finding], part: (usize, usize)) -> String {
    let (mut at, to) = part;
    let mut text = String::with_capacity(AROUND_BYTES);
    for finding in findings {
        let (start, end) = (finding.start - line.start, finding.end - line.start);
        if end <= at {
            continue;
        }
        if start >= to {
            break;
        }
        text.push_str(line.text.get(at..start.max(at)).unwrap_or_default());
        text.push(CUT);
        at = end.min(to);
    }
    text.push_str(line.text.get(at..to).unwrap_or_default());
    text
}

/// The words of a text, each but once separated, and a mark for those that could be values.
fn words(text: &str, out: &mut String) {
    for word in text.split_whitespace() {
        if word.contains(|c: char| c.is_numeric() || c == '@') {
            out.push('0');
        } else {
            out.push_str(word);
        }
        out.push(' ');
    }
}

/// Numbers the findings of one file that have the same fingerprint.
#[derive(Debug, Default)]
pub(super) struct Occurrences(HashMap<Fingerprint, usize>);

impl Occurrences {
    /// Which one this is, from 1.
    pub(super) fn next(&mut self, fingerprint: Fingerprint) -> usize {
        let count = self.0.entry(fingerprint).or_default();
        *count += 1;
        *count
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use portcullis_model::Entity;

    use super::*;

    /// The fingerprint of the first value between `«` and `»`; all are found.
    fn of(marked: &str) -> Fingerprint {
        let (mut text, mut findings, mut start) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '«' => start = text.len(),
                '»' => findings.push(Finding {
                    entity: Entity::US_SSN,
                    rule: None,
                    start,
                    end: text.len(),
                    score: 1.0,
                    recognizer: Cow::Borrowed("a"),
                }),
                c => text.push(c),
            }
        }
        Fingerprint::of(&Line { start: 0, text: &text, findings: &findings }, 0).unwrap()
    }

    #[test]
    fn no_value_enters() {
        let one = of("the ssn is «536-90-4399», thanks");
        assert_eq!(one, of("the ssn is «219-09-9999», thanks"));
        assert_eq!(one, of("   the ssn\tis «1»,  thanks\n"));
        assert_ne!(one, of("an ssn is «536-90-4399», thanks"));
        // Neither what was found beside it nor what may be a value and was not found.
        let two = of("«536-90-4399» and «219-09-9999»");
        assert_eq!(two, of("«536-90-4399» and «1»"));
        let three = of("pin 4711 «536-90-4399» ada@example.com");
        assert_eq!(three, of("pin 4712 «536-90-4399» bob@example.com"));
    }

    #[test]
    fn what_is_far_away_does_not_count() {
        let far = "x ".repeat(AROUND_BYTES);
        assert_eq!(of(&format!("one {far}«1»")), of(&format!("two {far}«1»")));
        assert_eq!(of(&format!("«1»{far}one")), of(&format!("«1»{far}two")));
        assert_eq!(of(&format!("é{}«1»", "é".repeat(200))), of(&format!("{}«1»", "é".repeat(200))));
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        let one = of("«1»");
        assert_eq!(Fingerprint::read(&one.text()), Some(one));
        for wrong in
            ["", "00", "zz", &"0".repeat(31), &"0".repeat(33), &"G".repeat(32), &"é".repeat(16)]
        {
            assert_eq!(Fingerprint::read(wrong), None, "{wrong}");
        }
    }
}
