//! Reads one character of a text as a model may have written it: escaped, encoded or in a
//! look-alike.
//!
//! It undoes one layer, and only for printable ASCII: what decodes to anything else stands for
//! itself.

/// What stands for a character that is not seen (zero width).
pub(super) const UNSEEN: char = '\u{200b}';

/// One character, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// The character and how many bytes spell it.
    Char(char, usize),
    /// More text decides.
    More,
    /// The text is over.
    End,
}

/// Reads the character at `at`; `last` says that no text follows.
pub(super) fn unit(text: &str, at: usize, last: bool) -> Unit {
    let Some(&byte) = text.as_bytes().get(at) else {
        return if last { Unit::End } else { Unit::More };
    };
    let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
    let decoded = match byte {
        b'\\' => escaped(rest),
        b'%' => hex(rest, 2, 0),
        b'&' => reference(rest),
        0..0x80 => Decoded::Itself,
        _ => return wide(text, at),
    };
    match decoded {
        Decoded::As(c, length) => Unit::Char(c, 1 + length),
        Decoded::Open if !last => Unit::More,
        Decoded::Open | Decoded::Itself => Unit::Char(char::from(byte), 1),
    }
}

/// What follows an escaping character.
enum Decoded {
    /// A character, with the length of what follows.
    As(char, usize),
    /// No escape: the escaping character stands for itself.
    Itself,
    /// An escape may become complete.
    Open,
}

/// After `\`: Markdown escapes punctuation, JSON and many languages write `\u0040`.
fn escaped(rest: &[u8]) -> Decoded {
    match rest.first() {
        None => Decoded::Open,
        Some(b'u') => hex(rest.get(1..).unwrap_or_default(), 4, 1),
        Some(&byte) if byte.is_ascii_punctuation() => Decoded::As(char::from(byte), 1),
        Some(_) => Decoded::Itself,
    }
}

/// Exactly `digits` hexadecimal digits, after `before` bytes.
fn hex(rest: &[u8], digits: usize, before: usize) -> Decoded {
    let mut value = 0u32;
    for offset in 0..digits {
        let Some(&byte) = rest.get(offset) else { return Decoded::Open };
        let Some(digit) = char::from(byte).to_digit(16) else { return Decoded::Itself };
        value = value * 16 + digit;
    }
    printable(value, before + digits)
}

fn printable(value: u32, length: usize) -> Decoded {
    match char::from_u32(value) {
        Some(c) if c.is_ascii_graphic() => Decoded::As(c, length),
        _ => Decoded::Itself,
    }
}

/// LIMIT: the longest character reference that is read, after its `&`.
const REFERENCE_BYTES_MAX: usize = 8;

/// The named references for what surrogates are made of.
const NAMES: [(&[u8], char); 8] = [
    (b"commat", '@'),
    (b"lbrack", '['),
    (b"rbrack", ']'),
    (b"lsqb", '['),
    (b"rsqb", ']'),
    (b"plus", '+'),
    (b"period", '.'),
    (b"colon", ':'),
];

/// After `&`: an HTML character reference with its `;`.
fn reference(rest: &[u8]) -> Decoded {
    let window = rest.get(..REFERENCE_BYTES_MAX).unwrap_or(rest);
    let end = window.iter().position(|&byte| byte == b';');
    let body = window.get(..end.unwrap_or(window.len())).unwrap_or_default();
    let plausible = match body.strip_prefix(b"#") {
        Some([b'x' | b'X', digits @ ..]) => digits.iter().all(u8::is_ascii_hexdigit),
        Some(digits) => digits.iter().all(u8::is_ascii_digit),
        None => NAMES.iter().any(|(name, _)| name.starts_with(body)),
    };
    match end {
        _ if !plausible => Decoded::Itself,
        None if rest.len() < REFERENCE_BYTES_MAX => Decoded::Open,
        None => Decoded::Itself,
        Some(end) => named(body).map_or(Decoded::Itself, |value| printable(value, end + 1)),
    }
}

/// The character that a reference names or numbers.
pub(super) fn named(body: &[u8]) -> Option<u32> {
    let Some(number) = body.strip_prefix(b"#") else {
        return NAMES.iter().find(|(name, _)| *name == body).map(|&(_, c)| u32::from(c));
    };
    let number = std::str::from_utf8(number).ok()?;
    match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    }
}

/// Folds the look-alikes that models write: full-width forms, dashes, spaces.
fn wide(text: &str, at: usize) -> Unit {
    let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return Unit::End };
    let folded = match c {
        '\u{ff01}'..='\u{ff5e}' => narrow(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => UNSEEN,
        _ => c,
    };
    Unit::Char(folded, c.len_utf8())
}

/// A full-width form as what it is a form of.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c),
        _ => c,
    }
}
