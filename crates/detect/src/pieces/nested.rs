//! The pieces of a document of JSON (RFC 8259) that is the text of a piece.
//!
//! It is for values that were split over them: what stands in one of them is found in the text.
//! What is no JSON has no pieces, and no string with escapes is one.

use super::Piece;
use crate::context::key_end;

/// LIMIT: bytes of a text that is read.
const TEXT_BYTES_MAX: usize = 64 * 1024;
/// LIMIT: pieces of a text.
const PIECES_MAX: usize = 1024;
/// LIMIT: lists and objects within one another.
const DEEP_MAX: usize = 16;

/// A string or number in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Nested {
    pub(super) pointer: String,
    /// Its first byte, and one past the last, without quotes.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Nested {
    pub(super) fn piece<'a>(&'a self, text: &'a str) -> Piece<'a> {
        let text = text.get(self.start..self.end).unwrap_or_default();
        Piece { pointer: &self.pointer, text, is_key: false }
    }
}

/// The strings and numbers in a text, if it looks like a document.
pub(super) fn pieces(text: &str) -> Vec<Nested> {
    let mut reader = Reader { text, at: 0, pieces: Vec::new() };
    if text.len() <= TEXT_BYTES_MAX && matches!(reader.next(), Some(b'{' | b'[')) {
        // A text that is cut has the pieces up to there.
        let _whole = reader.value("", 0);
    }
    reader.pieces
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    pieces: Vec<Nested>,
}

impl Reader<'_> {
    /// The next byte that is no white space; it stays.
    fn next(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at += blank;
        rest.get(blank).copied()
    }

    /// Reads a value at this pointer; none if that is impossible.
    fn value(&mut self, pointer: &str, deep: usize) -> Option<()> {
        if deep > DEEP_MAX || self.pieces.len() >= PIECES_MAX {
            return None;
        }
        match self.next()? {
            b'{' => self.members(pointer, deep, b'}'),
            b'[' => self.members(pointer, deep, b']'),
            b'"' => {
                let (start, end) = self.string()?;
                self.add(pointer, start, end);
                Some(())
            }
            _ => {
                let start = self.at;
                let rest = self.text.as_bytes().get(start..)?;
                let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']') || *byte <= b' ';
                let length = rest.iter().position(ends).unwrap_or(rest.len());
                self.at += length;
                let digit = rest.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-');
                if digit {
                    self.add(pointer, start, start + length);
                }
                (length > 0).then_some(())
            }
        }
    }

    /// Reads the members of an object or a list.
    fn members(&mut self, pointer: &str, deep: usize, closing: u8) -> Option<()> {
        self.at += 1;
        for index in 0.. {
            match self.next()? {
                byte if byte == closing => {
                    self.at += 1;
                    return Some(());
                }
                b',' if index > 0 => self.at += 1,
                _ if index > 0 => return None,
                _ => {}
            }
            let name = if closing == b'}' { self.name()? } else { index.to_string() };
            self.value(&format!("{pointer}/{name}"), deep + 1)?;
        }
        None
    }

    /// Reads the name of a member and the colon behind it.
    fn name(&mut self) -> Option<String> {
        self.next().filter(|byte| *byte == b'"')?;
        let (start, end) = self.string()?;
        self.next().filter(|byte| *byte == b':')?;
        self.at += 1;
        self.text.get(start..end).map(|name| key_end(name).replace('/', "~1"))
    }

    /// Reads a string; where its text begins and ends.
    fn string(&mut self) -> Option<(usize, usize)> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut end = start;
        loop {
            match bytes.get(end)? {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        self.at = end + 1;
        Some((start, end))
    }

    fn add(&mut self, pointer: &str, start: usize, end: usize) {
        if self.text.get(start..end).is_some_and(|text| !text.contains('\\')) {
            self.pieces.push(Nested { pointer: pointer.to_owned(), start, end });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let nested = pieces(text);
        let read: Vec<_> =
            nested.iter().map(|it| (it.pointer.as_str(), it.piece(text).text)).collect();
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn strings_and_numbers_are_pieces() {
        check(
            r#"{"a": ["x", 12, null], "b/c": {"d": -1.5}}"#,
            &[("/a/0", "x"), ("/a/1", "12"), ("/b~1c/d", "-1.5")],
        );
        check(r#" [ "a\"b", "c" ] "#, &[("/1", "c")]);
        check("[]", &[]);
    }

    #[test]
    fn what_is_no_document_has_none() {
        check("see [1, 2]", &[]);
        check("{a: 1}", &[]);
        check(r#"{"a": "b"#, &[]);
        check(r#"["a" "b"]"#, &[("/0", "a")]);
        check(&"[".repeat(100), &[]);
        let deep = format!("{}1", "[".repeat(DEEP_MAX));
        check(&deep, &[(&"/0".repeat(DEEP_MAX), "1")]);
        check(&format!("[{deep}"), &[]);
    }
}
