//! Keys that are a known beginning and then characters of one class: what their rules share.
//!
//! Only the length and the class differ from rule to rule; whether a value is an example of the
//! vendor's documentation is asked of all alike.

use std::ops::RangeInclusive;

use crate::cursor::Cursor;
use crate::recognizer::Match;

pub(super) const SCORE: f32 = 0.99;
/// LIMIT: so often a character is repeated in no key that a machine has made.
const REPEATED_MAX: usize = 6;
/// Least entropy in bits a character: placeholders and words stay below it.
const ENTROPY_MIN: f32 = 2.5;

/// Which characters a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::recognizers) enum Class {
    /// Letters and digits.
    Alphanumeric,
    /// Capital letters and digits.
    Capital,
    /// Hexadecimal digits.
    Hex,
    /// Letters, digits, `_`.
    Word,
    /// Letters, digits, `-`.
    Dashed,
    /// base64url: letters, digits, `-`, `_`.
    Url,
    /// base64 with parts of a path.
    Path,
    /// Digits.
    Digit,
    /// Small letters and digits.
    Small,
    /// base64 with its padding: letters, digits, `+`, `/`, `=`.
    Base64,
    /// base64url with its padding: letters, digits, `-`, `_`, `=`.
    UrlPadded,
    /// base64url with its padding and dots: letters, digits, `-`, `_`, `=`, `.`.
    UrlDotted,
}

impl Class {
    pub(super) fn has(self, byte: u8) -> bool {
        match self {
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Capital => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Word => byte.is_ascii_alphanumeric() || byte == b'_',
            Self::Dashed => byte.is_ascii_alphanumeric() || byte == b'-',
            Self::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::Path => byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+'),
            Self::Digit => byte.is_ascii_digit(),
            Self::Small => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
            Self::UrlPadded => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='),
            Self::UrlDotted => {
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=' | b'.')
            }
        }
    }
}

/// A key: `lead` bytes from the cursor on, then characters of `class`, as many as `lengths` says.
pub(super) fn after(
    cursor: &Cursor<'_>,
    lead: usize,
    class: Class,
    lengths: RangeInclusive<usize>,
) -> Option<Match> {
    let start = cursor.at + lead;
    let mut end = start;
    while end - start <= *lengths.end() && cursor.byte(end).is_some_and(|byte| class.has(byte)) {
        end += 1;
    }
    let fits = lengths.contains(&(end - start)) && cursor.opens(cursor.at) && cursor.closes(end);
    (fits && is_plausible(cursor.slice(start, end))).then(|| Match::new(cursor.at, end, SCORE))
}

/// Whether `body` could be a real key: no placeholder, no example.
pub(super) fn is_plausible(body: &str) -> bool {
    let example = body.as_bytes().windows(7).any(|part| part.eq_ignore_ascii_case(b"example"));
    !example && !repeats(body) && is_varied(body)
}

/// Whether `body` is no word, no row of dots and no other filling.
pub(super) fn is_varied(body: &str) -> bool {
    entropy(body) >= ENTROPY_MIN
}

/// Whether one character stands too often in a row.
fn repeats(body: &str) -> bool {
    let bytes = body.as_bytes();
    bytes.windows(REPEATED_MAX).any(|part| part.iter().all(|byte| part.first() == Some(byte)))
}

/// Shannon entropy of the characters, in bits.
pub(super) fn entropy(body: &str) -> f32 {
    let mut counts = [0_u16; 256];
    for byte in body.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count = count.saturating_add(1);
        }
    }
    let length = u16::try_from(body.len()).map_or(f32::from(u16::MAX), f32::from);
    let shares = counts.iter().filter(|count| **count > 0).map(|count| f32::from(*count) / length);
    -shares.map(|share| share * share.log2()).sum::<f32>()
}
