//! Values that were split over neighbouring pieces: items of a list, members of an object.
//!
//! Only where the keys name a kind of value: any four numbers could be a card.

use portcullis_model::{Entity, Finding};

use super::Piece;
use super::keys::parent;
use crate::detector::{Detector, Hint};

/// LIMIT: parts of one value.
const PARTS_MAX: usize = 8;
/// LIMIT: bytes of one part.
const PART_BYTES_MAX: usize = 24;
/// LIMIT: lists and objects are looked at up to so many members.
const MEMBERS_MAX: usize = 256;
/// LIMIT: bytes in a list.
const BYTES_MAX: usize = 4096;
/// Fewer bytes hold no value.
const BYTES_MIN: usize = 8;

/// Findings over several pieces, as findings of all of each piece.
pub(super) fn split_values(detector: &Detector, pieces: &[Piece<'_>]) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = pieces.get(at) {
        let (above, _) = parent(first.pointer);
        let rest = pieces.get(at..).unwrap_or_default();
        let count = rest.iter().take_while(|piece| parent(piece.pointer).0 == above).count();
        if count > 1 {
            let group =
                Group { detector, above, first: at, pieces: rest.get(..count).unwrap_or_default() };
            group.bytes(&mut found);
            group.parts(&mut found);
        }
        at += count.max(1);
    }
    found
}

/// Neighbouring pieces under one parent.
struct Group<'a> {
    detector: &'a Detector,
    above: &'a str,
    /// The index of the first one.
    first: usize,
    pieces: &'a [Piece<'a>],
}

impl Group<'_> {
    /// Reads a list of numbers as bytes of ASCII.
    fn bytes(&self, found: &mut Vec<(usize, Finding)>) {
        let byte = |piece: &Piece<'_>| {
            let byte = piece.text.parse().ok().filter(|_| piece.text.len() <= 3);
            byte.filter(|byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        };
        let bytes =
            self.pieces.iter().take(BYTES_MAX).map_while(|piece| byte(piece).map(char::from));
        let text: String = bytes.collect();
        if text.len() < BYTES_MIN {
            return;
        }
        for finding in self.detector.find(&text, &Hint { key: Some(self.above) }) {
            self.cover(finding.start..finding.end, &finding, found);
        }
    }

    /// Puts neighbours together that are short enough to be parts.
    fn parts(&self, found: &mut Vec<(usize, Finding)>) {
        let mut at = 0;
        while at < self.pieces.len().min(MEMBERS_MAX) {
            let rest = self.pieces.get(at..).unwrap_or_default();
            let fit = rest.iter().take(PARTS_MAX).take_while(|piece| is_part(piece.text)).count();
            let value = (2..=fit).rev().find_map(|count| {
                let parts = rest.get(..count)?;
                self.value(parts).map(|finding| (count, finding))
            });
            match value {
                Some((count, finding)) => {
                    self.cover(at..at + count, &finding, found);
                    at += count;
                }
                None => at += 1,
            }
        }
    }

    /// The value that these parts are together, if their keys name its kind.
    fn value(&self, parts: &[Piece<'_>]) -> Option<Finding> {
        let digits = parts.iter().all(|part| is_number(part.text));
        if !digits && parts.len() != 2 {
            return None;
        }
        let keys: Vec<_> = parts.iter().map(|part| parent(part.pointer).1).collect();
        let key = format!("{} {}", parent(self.above).1, keys.join(" "));
        if digits && self.detector.cues.name_any(&key) {
            return ["-", " "].iter().find_map(|between| self.number(parts, between, &key));
        }
        let [local, domain] = parts else { return None };
        let small = key.to_ascii_lowercase();
        if !small.contains("mail") || digits {
            return None;
        }
        self.whole(&format!("{}@{}", local.text, domain.text), None)
            .filter(|finding| finding.entity == Entity::EMAIL_ADDRESS)
    }

    /// The number that these parts are, if their keys name its kind.
    fn number(&self, parts: &[Piece<'_>], between: &str, key: &str) -> Option<Finding> {
        let texts: Vec<_> = parts.iter().map(|part| part.text).collect();
        let finding = self.whole(&texts.join(between), Some(key))?;
        let mut known = self.detector.recognizers.iter();
        let recognizer = known.position(|known| known.name == finding.recognizer)?;
        self.detector.cues.name(key, recognizer).then_some(finding)
    }

    /// The finding that is all of a text.
    fn whole(&self, text: &str, key: Option<&str>) -> Option<Finding> {
        let mut found = self.detector.find(text, &Hint { key }).into_iter();
        found.find(|finding| finding.start == 0 && finding.end == text.len())
    }

    /// Makes a finding of all of each of these pieces.
    fn cover(
        &self,
        range: std::ops::Range<usize>,
        finding: &Finding,
        found: &mut Vec<(usize, Finding)>,
    ) {
        for index in range {
            let Some(piece) = self.pieces.get(index) else { return };
            let part = Finding { start: 0, end: piece.text.len(), ..finding.clone() };
            found.push((self.first + index, part));
        }
    }
}

fn is_part(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+');
    (1..=PART_BYTES_MAX).contains(&text.len()) && text.bytes().all(fits)
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (1..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}
