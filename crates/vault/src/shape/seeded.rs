//! The part of a surrogate that is random and checks itself: sixteen base32 characters, of
//! which thirteen (65 bits) are the seed and three (15 bits) a keyed check of the seed.
//!
//! Base32 is RFC 4648's alphabet in lower case. The check is computed in `identity`.

use super::Draw;

const ALPHABET: [u8; 32] = *b"abcdefghijklmnopqrstuvwxyz234567";
/// How many characters the seed has: 5 bits each, so at least 2^64 seeds.
const SEED_CHARS: usize = 13;
/// How many characters the check has.
pub(crate) const CHECK_CHARS: usize = 3;
/// How many characters both have.
pub(super) const CHARS: usize = SEED_CHARS + CHECK_CHARS;

/// The seed of a draw.
pub(super) fn seed(draw: &Draw) -> String {
    draw.0.iter().take(SEED_CHARS).map(|byte| letter(*byte)).collect()
}

/// One character for the low five bits.
pub(crate) fn letter(byte: u8) -> char {
    ALPHABET.get(usize::from(byte & 31)).map_or('a', |letter| char::from(*letter))
}

/// Reads seed and check, in any case, at the start of `text`.
pub(super) fn read(text: &str) -> Option<String> {
    let code = text.get(..CHARS)?;
    is_code(code).then(|| code.to_ascii_lowercase())
}

/// Whether all of a text is base32, in any case.
pub(super) fn is_code(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte.to_ascii_lowercase(), b'a'..=b'z' | b'2'..=b'7'))
}
