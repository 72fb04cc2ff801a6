//! Escapes behind a backslash: JSON, C and its family, Markdown.

use super::{Read, char_of, unit};

/// LIMIT: digits between braces in `\u{10ffff}`.
const BRACED_DIGITS_MAX: usize = 6;

/// The escape that begins with the backslash at the front.
pub(super) fn escape(bytes: &[u8]) -> Read {
    let Some(letter) = bytes.get(1) else { return Read::Starved };
    match letter {
        b'n' => Read::Char(2, '\n'),
        b'r' => Read::Char(2, '\r'),
        b't' => Read::Char(2, '\t'),
        b'f' => Read::Char(2, '\u{c}'),
        b'b' => Read::Char(2, '\u{8}'),
        b'v' => Read::Char(2, '\u{b}'),
        b'u' => match bytes.get(2) {
            Some(b'{') => braced(bytes),
            _ => unit(bytes, 2, 4),
        },
        b'U' => unit(bytes, 2, 8),
        b'x' => unit(bytes, 2, 2),
        b'0'..=b'7' => octal(bytes),
        letter if letter.is_ascii_punctuation() => Read::Char(2, char::from(*letter)),
        _ => Read::Plain,
    }
}

/// `\u{40}`, as JavaScript and Rust write it.
fn braced(bytes: &[u8]) -> Read {
    let mut code = 0;
    for (count, digit) in bytes.iter().skip(3).take(BRACED_DIGITS_MAX + 1).enumerate() {
        match char::from(*digit).to_digit(16) {
            Some(digit) if count < BRACED_DIGITS_MAX => code = code << 4 | digit,
            None if *digit == b'}' && count > 0 => return char_of(code, count + 4),
            _ => return Read::Plain,
        }
    }
    Read::Starved
}

/// Three digits of a byte of ASCII; fewer are references of regular expressions.
fn octal(bytes: &[u8]) -> Read {
    let mut code = 0;
    for index in 1..=3 {
        match bytes.get(index).map(|byte| char::from(*byte).to_digit(8)) {
            Some(Some(digit)) => code = code << 3 | digit,
            Some(None) => return Read::Plain,
            None => return Read::Starved,
        }
    }
    if code < 0x80 { char_of(code, 4) } else { Read::Plain }
}
