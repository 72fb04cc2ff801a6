//! Undoes the escapes of URLs, markup and source text, one level of them.
//!
//! It reads from the left and looks ahead no further than one escape is long, so that a text may
//! be cut between any two escapes. What is no escape stays.

mod markup;
mod source;

use memchr::memchr3;

use super::fold::fold_char;
use super::map::Map;

/// LIMIT: bytes of one escape, and of one that could become longer.
const ESCAPE_BYTES_MAX: usize = 12;

/// What stands at a place that looks like an escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// So many bytes stand for a character.
    Char(usize, char),
    /// They are what they are.
    Plain,
    /// More text decides.
    Starved,
}

/// `text` with its escapes undone, up to what may become one when more of it comes; none if it
/// has none and does not end in the beginning of one.
pub(super) fn undo(text: &str, finished: bool) -> Option<(String, Map)> {
    let bytes = text.as_bytes();
    let (mut out, mut map) = (String::new(), Map::default());
    let (mut kept, mut at, mut end) = (0, 0, text.len());
    while let Some(offset) = memchr3(b'%', b'&', b'\\', bytes.get(at..)?) {
        let found = at + offset;
        match read(bytes.get(found..).unwrap_or_default(), finished) {
            Read::Plain => at = found + 1,
            Read::Starved => {
                end = found;
                break;
            }
            Read::Char(length, c) => {
                out.push_str(text.get(kept..found).unwrap_or_default());
                let above = out.len();
                fold_char(c, &mut out);
                map.mark((found, length), (above, out.len() - above));
                (kept, at) = (found + length, found + length);
            }
        }
    }
    if map.is_empty() && end == text.len() {
        return None;
    }
    out.push_str(text.get(kept..end).unwrap_or_default());
    Some((out, map))
}

fn read(bytes: &[u8], finished: bool) -> Read {
    let read = match bytes.first() {
        Some(b'%') => percent(bytes),
        Some(b'&') => markup::reference(bytes),
        _ => source::escape(bytes),
    };
    match read {
        Read::Starved if finished => unclosed(bytes),
        read => read,
    }
}

/// What an escape at the very end of a text is. Readers forgive a missing semicolon there too.
fn unclosed(bytes: &[u8]) -> Read {
    let closed: Vec<u8> = bytes.iter().copied().chain([b';']).collect();
    match markup::reference(&closed) {
        Read::Char(length, c) if bytes.starts_with(b"&#") => Read::Char(length - 1, c),
        _ => Read::Plain,
    }
}

/// RFC 3986 2.1, and `%u0040` as old scripts write it. Bytes beyond ASCII are those of UTF-8.
fn percent(bytes: &[u8]) -> Read {
    if let Some(b'u' | b'U') = bytes.get(1) {
        return unit(bytes, 2, 4);
    }
    let (first, more) = match hex(bytes, 1, 2) {
        Ok(byte @ ..0x80) => return char_of(byte, 3),
        Ok(byte @ 0xc2..=0xdf) => (byte, 1),
        Ok(byte @ 0xe0..=0xef) => (byte, 2),
        Ok(byte @ 0xf0..=0xf4) => (byte, 3),
        Ok(_) | Err(Some(())) => return Read::Plain,
        Err(None) => return Read::Starved,
    };
    let mut code = first & (0x3f >> more);
    for index in 1..=more {
        match bytes.get(3 * index) {
            Some(b'%') => {}
            Some(_) => return Read::Plain,
            None => return Read::Starved,
        }
        match hex(bytes, 3 * index + 1, 2) {
            Ok(byte @ 0x80..=0xbf) => code = code << 6 | byte & 0x3f,
            Ok(_) | Err(Some(())) => return Read::Plain,
            Err(None) => return Read::Starved,
        }
    }
    char_of(code, 3 * (more + 1))
}

/// The number that `count` hexadecimal digits at `from` make. `Err(None)` if the text ends before.
fn hex(bytes: &[u8], from: usize, count: usize) -> Result<u32, Option<()>> {
    let mut value = 0;
    for index in from..from + count {
        let digit = bytes.get(index).ok_or(None)?;
        value = value << 4 | char::from(*digit).to_digit(16).ok_or(Some(()))?;
    }
    Ok(value)
}

/// A code point of `count` hexadecimal digits at `from`, which ends the escape; a pair of
/// surrogates in two such escapes is one character (RFC 8259, 7).
fn unit(bytes: &[u8], from: usize, count: usize) -> Read {
    let code = match hex(bytes, from, count) {
        Ok(code) => code,
        Err(Some(())) => return Read::Plain,
        Err(None) => return Read::Starved,
    };
    let end = from + count;
    if !(0xd800..0xdc00).contains(&code) {
        return char_of(code, end);
    }
    let (lead, rest) = (bytes.get(..from), bytes.get(end..).unwrap_or_default());
    let lead = lead.unwrap_or_default();
    let common = lead.iter().zip(rest).take_while(|(a, b)| a == b).count();
    match (common < from.min(rest.len()), hex(rest, from, count)) {
        (true, _) | (_, Err(Some(()))) => Read::Plain,
        (_, Err(None)) => Read::Starved,
        (_, Ok(low @ 0xdc00..=0xdfff)) => {
            char_of(0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff), 2 * end)
        }
        (_, Ok(_)) => Read::Plain,
    }
}

fn char_of(code: u32, length: usize) -> Read {
    char::from_u32(code).map_or(Read::Plain, |c| Read::Char(length, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let undone = undo(text, true);
        assert_eq!(undone.map_or(text.to_owned(), |(undone, _)| undone), expected, "{text}");
    }

    #[test]
    fn urls() {
        check("ada%40example.com", "ada@example.com");
        check("%61%64%61%40x", "ada@x");
        check("caf%C3%A9 100% %4g %zz %C3x %", "café 100% %4g %zz %C3x %");
        check("%u0040 %E2%80%8B|%F0%9D%9F%92", "@ |4");
        check("%2540", "%40");
    }

    #[test]
    fn markup() {
        check("ada&#64;x &#x40; &commat; &amp;#64;", "ada@x @ @ &#64;");
        check("a & b && c&d &unknown; &#; &#x;", "a & b && c&d &unknown; &#; &#x;");
        check("4111&nbsp;1111&hyphen;1&#00064;", "4111 1111-1@");
        check("&#52&#49&#x40", "41@");
    }

    #[test]
    fn source_text() {
        check(r"ada\u0040x \u{40} \x40 \U00000040 \100", "ada@x @ @ @ @");
        check(r"\ud835\udfd2 \ud835 \ud835\u0040", r"4 \ud835 \ud835@");
        check(r#"{\"a\": \"b\\n\"}"#, r#"{"a": "b\n"}"#);
        check(r"a\nb\tc\_d C:\dir\q", "a\nb\tc_d C:\\dir\\q");
    }

    #[test]
    fn what_may_become_an_escape_is_left_for_later() {
        for (text, expected) in [
            ("a%", "a"),
            ("a%4", "a"),
            ("a%4g", "a%4g"),
            ("a&", "a"),
            ("a&#6", "a"),
            ("a&am", "a"),
            ("a& ", "a& "),
            ("a\\", "a"),
            ("a\\u00", "a"),
            ("a\\ud835", "a"),
            ("a\\ud835\\udf", "a"),
            ("a%E2%80", "a"),
            ("a&verylongunknown", "a&verylongunknown"),
        ] {
            let undone = undo(text, false);
            assert_eq!(undone.map_or(text.to_owned(), |(undone, _)| undone), expected, "{text}");
        }
    }
}
