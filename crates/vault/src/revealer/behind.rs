//! Reads one character of a text backwards, as `decode` reads it forwards: escaped, encoded or
//! full-width. What hides no character is the last one itself.
//!
//! It undoes the escapes that detection undoes, as far as they end where a surrogate begins, and
//! looks back a few bytes only, so that a stream keeps enough.

use super::decode;

/// LIMIT: the longest escape that ends at a place: `%252522`, `\U0001f600`, `&#x10ffff;`.
const ESCAPE_BYTES_MAX: usize = 12;

/// What an escape stands for that is no character.
const NO_CHARACTER: char = char::REPLACEMENT_CHARACTER;

/// The character that ends at `end`, and where its spelling begins.
pub(super) fn unit_before(text: &str, end: usize) -> Option<(char, usize)> {
    let left = text.get(..end)?;
    let c = left.chars().next_back()?;
    if c == 'm' && is_coloured(left) {
        return Some(('\u{1b}', end - 1));
    }
    let escaped = if c.is_ascii() { escape_before(text.as_bytes(), end) } else { None };
    Some(escaped.unwrap_or((decode::narrow(c), end - c.len_utf8())))
}

/// Says cheaply that a text ends in no escape and no colour.
pub(super) fn may_end_escape(before: &[u8]) -> bool {
    let near = before.iter().rev().take(ESCAPE_BYTES_MAX);
    before.last() == Some(&b'm') || near.into_iter().any(|byte| b"\\%&".contains(byte))
}

/// The character of the shortest escape that ends at `end`, and where that begins.
fn escape_before(bytes: &[u8], end: usize) -> Option<(char, usize)> {
    let next = bytes.get(end).copied();
    (2..=ESCAPE_BYTES_MAX.min(end)).find_map(|length| {
        let start = end - length;
        let body = bytes.get(start + 1..end)?;
        let c = match bytes.get(start)? {
            b'\\' => source(body)?,
            b'%' => return percent(bytes, start, body),
            b'&' => reference(body, next)?,
            _ => return None,
        };
        Some((c, start))
    })
}

/// After `\`: JSON, C and its family, Markdown.
fn source(body: &[u8]) -> Option<char> {
    match body {
        [b'n' | b'r' | b't' | b'f' | b'v' | b'b'] => Some('\n'),
        [mark] if mark.is_ascii_punctuation() => Some(char::from(*mark)),
        [b'u', b'{', digits @ .., b'}'] => number(digits, 16),
        [b'x', digits @ ..] if digits.len() == 2 => number(digits, 16),
        [b'u', digits @ ..] if digits.len() == 4 => number(digits, 16),
        [b'U', digits @ ..] if digits.len() == 8 => number(digits, 16),
        [b'0' | b'1', _, _] => number(body, 8),
        _ => None,
    }
}

/// After the `%` at `start`: a byte, itself perhaps behind a `%` that is encoded, or `%u0040`.
fn percent(bytes: &[u8], start: usize, body: &[u8]) -> Option<(char, usize)> {
    if let [b'u' | b'U', digits @ ..] = body
        && digits.len() == 4
    {
        return Some((number(digits, 16)?, start));
    }
    let mut byte = body;
    while let [b'2', b'5', rest @ ..] = byte
        && !rest.is_empty()
    {
        byte = rest;
    }
    let c = number(byte, 16).filter(|_| byte.len() == 2)?;
    if c.is_ascii() { Some((c, start)) } else { Some(beyond_ascii(bytes, start)) }
}

/// The character of which the `%` at `last` begins the last byte.
fn beyond_ascii(bytes: &[u8], last: usize) -> (char, usize) {
    let mut found = (NO_CHARACTER, last);
    let mut start = last;
    let mut utf8 = Vec::with_capacity(4);
    for _ in 0..4 {
        let body = bytes.get(start + 1..start + 3).unwrap_or_default();
        let byte = number(body, 16).and_then(|c| u8::try_from(u32::from(c)).ok());
        let (Some(b'%'), Some(byte)) = (bytes.get(start), byte) else { break };
        utf8.insert(0, byte);
        if let Some(c) = std::str::from_utf8(&utf8).ok().and_then(|text| text.chars().next()) {
            found = (c, start);
            break;
        }
        let Some(before) = start.checked_sub(3) else { break };
        start = before;
    }
    found
}

/// After `&`: a reference to a character of HTML. Readers forgive a missing semicolon behind a
/// number, unless what follows is a digit too.
fn reference(body: &[u8], next: Option<u8>) -> Option<char> {
    let closed = body.strip_suffix(b";");
    let name = closed.unwrap_or(body);
    let digit = |byte: u8| match name {
        [b'#', b'x' | b'X', ..] => byte.is_ascii_hexdigit(),
        _ => byte.is_ascii_digit(),
    };
    if closed.is_none() && (!name.starts_with(b"#") || next.is_some_and(digit)) {
        return None;
    }
    decode::named(name).map(|value| char::from_u32(value).unwrap_or(NO_CHARACTER))
}

fn number(digits: &[u8], radix: u32) -> Option<char> {
    let value = digits.iter().try_fold(0u32, |value, digit| {
        let digit = char::from(*digit).to_digit(radix)?;
        value.checked_mul(radix)?.checked_add(digit)
    });
    let value = value.filter(|_| !digits.is_empty())?;
    Some(char::from_u32(value).unwrap_or(NO_CHARACTER))
}

/// LIMIT: a sequence that colours a terminal; longer ones are not looked back over.
const COLOUR_CHARS_MAX: usize = 16;

/// Whether a text ends in such a sequence (ECMA-48, section 8.3.117).
fn is_coloured(before: &str) -> bool {
    let mut chars = before.chars().rev().take(COLOUR_CHARS_MAX);
    chars.next() == Some('m')
        && chars.find(|c| !c.is_ascii_digit() && *c != ';') == Some('[')
        && chars.next() == Some('\u{1b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, next: &str, expected: char, length: usize) {
        let said = format!("{text}{next}");
        let found = unit_before(&said, text.len());
        assert_eq!(found, Some((expected, text.len() - length)), "{text}");
    }

    #[test]
    fn an_escape_is_the_character_that_it_stands_for() {
        for (text, expected, length) in [
            ("a%22", '"', 3),
            ("a%2522", '"', 5),
            ("a%252522", '"', 7),
            ("a%25", '%', 3),
            ("a%E7%94%B5", '电', 9),
            ("a%C3%A9", 'é', 6),
            ("a%B5", NO_CHARACTER, 3),
            ("a%u0022", '"', 6),
            ("a\\n", '\n', 2),
            ("a\\\\n", '\n', 2),
            ("a\\\"", '"', 2),
            ("a\\-", '-', 2),
            ("a\\u0022", '"', 6),
            ("a\\ude00", NO_CHARACTER, 6),
            ("a\\u{22}", '"', 6),
            ("a\\x22", '"', 4),
            ("a\\042", '"', 4),
            ("a\\U00000022", '"', 10),
            ("a&#34;", '"', 5),
            ("a&#x31;", '1', 6),
            ("a&#34", '"', 4),
            ("a&plus;", '+', 6),
            ("a\x1b[1;31m", '\u{1b}', 1),
            ("２", '2', 3),
        ] {
            check(text, "tkn", expected, length);
        }
    }

    #[test]
    fn what_is_no_escape_is_itself() {
        for text in ["%2g", "%225", "\\q", "\\x2", "\\542", "&#34", "&quot", "[1m", "xn", "A", "我"]
        {
            let c = text.chars().next_back().unwrap();
            check(text, "000", c, c.len_utf8());
        }
        check("&quot;", "", ';', 1);
        assert_eq!(unit_before("a", 0), None);
    }
}
