//! Values that were split over neighbouring pieces: items of a list, members of an object.
//!
//! Only where the keys name a kind of value: any four numbers could be a card.

use portcullis_model::{Entity, Finding};

use super::Piece;
use super::keys::parent;
use crate::context::key_end;
use crate::detector::{Detector, Hint};

/// LIMIT: parts of one value.
const PARTS_MAX: usize = 9;
/// LIMIT: bytes of one part.
const PART_BYTES_MAX: usize = 64;
/// LIMIT: lists and objects are looked at up to so many members.
const MEMBERS_MAX: usize = 256;
/// LIMIT: bytes in a list.
const BYTES_MAX: usize = 4096;
/// Fewer bytes hold no value.
const BYTES_MIN: usize = 8;
/// Fewer characters or digits are no value either.
const CHARACTERS_MIN: usize = 7;
/// An identifier with letters has at least so many digits.
const DIGITS_MIN: usize = 4;

/// What is in the keys of a date of birth.
const BIRTHS: &[&str] = &["birth", "dob", "born", "geburt", "naiss", "nacim", "nascit"];

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
            let read = match group.bytes(&mut found) {
                0 => group.characters(&mut found),
                read => read,
            };
            group.parts(read, &mut found);
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
    /// Reads a list of numbers as bytes of ASCII; says how many it read anything in.
    fn bytes(&self, found: &mut Vec<(usize, Finding)>) -> usize {
        let byte = |piece: &Piece<'_>| {
            let byte = piece.text.parse().ok().filter(|_| piece.text.len() <= 3);
            byte.filter(|byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        };
        let bytes =
            self.pieces.iter().take(BYTES_MAX).map_while(|piece| byte(piece).map(char::from));
        let text: String = bytes.collect();
        if text.len() < BYTES_MIN {
            return 0;
        }
        let findings = self.detector.find(&text, &Hint { key: Some(self.above) });
        for finding in &findings {
            self.cover(finding.start..finding.end, finding, found);
        }
        if findings.is_empty() { 0 } else { text.len() }
    }

    /// Reads a list of single characters, if its key names what they are together; says how many
    /// it read anything in.
    fn characters(&self, found: &mut Vec<(usize, Finding)>) -> usize {
        let single = |piece: &Piece<'_>| match piece.text.as_bytes() {
            [byte] if byte.is_ascii() => Some(char::from(*byte)),
            _ => None,
        };
        let text: String = self.pieces.iter().take(MEMBERS_MAX).map_while(single).collect();
        let key = parent(self.above).1;
        if text.len() < CHARACTERS_MIN {
            return 0;
        }
        let mut end = 0;
        for finding in self.detector.find(&text, &Hint { key: Some(key) }) {
            if self.is_named(&finding, key) {
                self.cover(finding.start..finding.end, &finding, found);
                end = finding.end;
            }
        }
        end
    }

    /// Puts neighbours from `from` on together that are short enough to be parts.
    fn parts(&self, from: usize, found: &mut Vec<(usize, Finding)>) {
        let mut above = None;
        let mut at = from;
        while at < self.pieces.len().min(MEMBERS_MAX) {
            let rest = self.pieces.get(at..).unwrap_or_default();
            let fit = rest.iter().take(PARTS_MAX).take_while(|piece| is_part(piece.text)).count();
            let near = rest.get(..fit).filter(|near| near.len() > 1).unwrap_or_default();
            // Most keys name nothing, and most texts are no part of anything.
            let told = near.first().is_some_and(|first| begins_iban(first.text))
                || near.iter().any(|piece| self.may_name(parent(piece.pointer).1))
                || !near.is_empty()
                    && *above.get_or_insert_with(|| self.may_name(parent(self.above).1));
            let most = if told { fit } else { 0 };
            let value = (2..=most).rev().find_map(|count| {
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

    /// Whether a key could be one of those that name the kind of a value.
    fn may_name(&self, key: &str) -> bool {
        let key = key_end(key);
        let index = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        let says = || !self.detector.cues.says_nothing(key);
        let small = || key.to_ascii_lowercase();
        let known = |small: String| {
            small.contains("mail") || BIRTHS.iter().any(|word| small.contains(word))
        };
        !index && (says() || known(small()))
    }

    /// The value that these parts are together, if their keys name its kind.
    fn value(&self, parts: &[Piece<'_>]) -> Option<Finding> {
        let keys: Vec<_> = parts.iter().map(|part| key_end(parent(part.pointer).1)).collect();
        let key = format!("{} {}", key_end(parent(self.above).1), keys.join(" "));
        let texts: Vec<_> = parts.iter().map(|part| part.text).collect();
        if texts.iter().all(|text| is_number(text)) {
            let number = || ["-", " "].iter().find_map(|sign| self.code(&texts, sign, &key));
            let named = self.detector.cues.name_any(&key);
            return named.then(number).flatten().or_else(|| self.date(parts, &key));
        }
        if key.to_ascii_lowercase().contains("mail") {
            return self.address(&texts);
        }
        let digits = texts.iter().flat_map(|text| text.bytes()).filter(u8::is_ascii_digit).count();
        let told = begins_iban(texts.first()?) || self.detector.cues.name_any(&key);
        let code = || ["", " "].iter().find_map(|sign| self.code(&texts, sign, &key));
        (told && digits >= DIGITS_MIN).then(code).flatten()
    }

    /// The identifier that these texts are, if their keys name its kind. The check digits of an
    /// IBAN are enough.
    fn code(&self, texts: &[&str], between: &str, key: &str) -> Option<Finding> {
        let finding = self.whole(&texts.join(between), Some(key))?;
        let sure = finding.entity == Entity::IBAN_CODE || self.is_named(&finding, key);
        sure.then_some(finding)
    }

    /// The mail address that these texts are, with or without its sign.
    fn address(&self, texts: &[&str]) -> Option<Finding> {
        let text = match texts {
            [local, domain] if !local.contains('@') && !domain.contains('@') => texts.join("@"),
            _ => texts.concat(),
        };
        self.whole(&text, None).filter(|finding| finding.entity == Entity::EMAIL_ADDRESS)
    }

    /// The date of birth that year, month and day are, whatever their order.
    fn date(&self, parts: &[Piece<'_>], key: &str) -> Option<Finding> {
        let small = key.to_ascii_lowercase();
        let [_, _, _] = parts else { return None };
        if !BIRTHS.iter().any(|word| small.contains(word)) {
            return None;
        }
        let part = |names: &[&str]| {
            let mut parts = parts.iter();
            let is_called = |part: &&Piece<'_>| {
                let key = parent(part.pointer).1.to_ascii_lowercase();
                names.iter().any(|name| key == *name || name.len() > 2 && key.ends_with(name))
            };
            parts.find(is_called).map(|part| part.text)
        };
        let (year, month, day) = (
            part(&["year", "yyyy", "y"])?,
            part(&["month", "mm", "m"])?,
            part(&["day", "dd", "d"])?,
        );
        self.whole(&format!("{year}-{month:0>2}-{day:0>2}"), Some("date of birth"))
    }

    /// Whether a key names what was found.
    fn is_named(&self, finding: &Finding, key: &str) -> bool {
        let mail = || key.to_ascii_lowercase().contains("mail");
        let mut known = self.detector.recognizers.iter();
        let recognizer = known.position(|known| known.name == finding.recognizer);
        recognizer.is_some_and(|recognizer| self.detector.cues.name(key, recognizer))
            || finding.entity == Entity::EMAIL_ADDRESS && mail()
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
    let fits =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'@');
    (1..=PART_BYTES_MAX).contains(&text.len()) && text.bytes().all(fits)
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (1..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Two letters and two digits.
fn begins_iban(text: &str) -> bool {
    let [a, b, c, d, ..] = text.as_bytes() else { return false };
    a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit()
}
