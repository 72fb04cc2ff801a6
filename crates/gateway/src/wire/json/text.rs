//! The text inside JSON strings: its escapes, read and written.
//!
//! It reads only what the scanner accepted; from anything else it makes no error and no panic.

use std::borrow::Cow;

/// One step over the inside of a JSON string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Characters that stand for themselves.
    Plain(&'a str),
    /// One escape, or the two escapes of one character outside the basic plane.
    Escape {
        /// How many bytes it takes.
        raw: usize,
        /// What it stands for.
        character: char,
    },
}

/// Steps over the inside of a JSON string, escape by escape.
#[derive(Debug, Clone)]
pub struct Steps<'a> {
    rest: &'a str,
}

impl<'a> Steps<'a> {
    /// Starts at the first byte after the opening quote.
    #[must_use]
    pub fn new(inside: &'a str) -> Self {
        Self { rest: inside }
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let plain = memchr::memchr(b'\\', self.rest.as_bytes()).unwrap_or(self.rest.len());
        if plain > 0 {
            let (step, rest) = self.rest.split_at(plain);
            self.rest = rest;
            return Some(Step::Plain(step));
        }
        let Some((raw, character)) = escape(self.rest.as_bytes()) else {
            let step = self.rest;
            self.rest = "";
            return Some(Step::Plain(step));
        };
        self.rest = self.rest.get(raw..).unwrap_or_default();
        Some(Step::Escape { raw, character })
    }
}

/// Reads the escape at the start of `bytes`: its length and what it stands for.
pub(super) fn escape(bytes: &[u8]) -> Option<(usize, char)> {
    let character = match bytes.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(bytes),
        _ => return None,
    };
    Some((2, character))
}

/// Reads `\uXXXX`, or the two of a character outside the basic plane.
fn unicode_escape(bytes: &[u8]) -> Option<(usize, char)> {
    let high = hex4(bytes.get(2..6)?)?;
    if let Some(character) = char::from_u32(high) {
        return Some((6, character));
    }
    let second = bytes.get(6..12)?;
    let low = hex4(second.strip_prefix(b"\\u")?)?;
    if !(0xD800..0xDC00).contains(&high) || !(0xDC00..0xE000).contains(&low) {
        return None;
    }
    char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)).map(|c| (12, c))
}

/// Reads four hexadecimal digits.
pub(super) fn hex4(digits: &[u8]) -> Option<u32> {
    let mut value = 0;
    for digit in digits {
        value = value * 16 + char::from(*digit).to_digit(16)?;
    }
    (digits.len() == 4).then_some(value)
}

/// The text that the inside of a JSON string stands for.
#[must_use]
pub fn decode(inside: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return Cow::Borrowed(inside);
    }
    let mut text = String::with_capacity(inside.len());
    for step in Steps::new(inside) {
        match step {
            Step::Plain(plain) => text.push_str(plain),
            Step::Escape { character, .. } => text.push(character),
        }
    }
    Cow::Owned(text)
}

/// Appends `text` with the escapes that JSON demands and no others.
pub fn escape_into(out: &mut String, text: &str) {
    const HEX: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => {
                out.push_str("\\u00");
                let code = control as usize;
                out.extend(HEX.get(code >> 4));
                out.extend(HEX.get(code & 15));
            }
            other => out.push(other),
        }
    }
}

/// Appends `text` as a JSON string, quotes included.
pub fn quote_into(out: &mut String, text: &str) {
    out.push('"');
    escape_into(out, text);
    out.push('"');
}

/// Whether `text` is one JSON number and nothing else.
#[must_use]
pub fn is_number(text: &str) -> bool {
    number_end(text.as_bytes()) == Some(text.len())
}

/// Where the JSON number at the start of `bytes` ends; `None` where none is well formed.
pub(super) fn number_end(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| -> usize {
        from + bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count()
    };
    let whole = usize::from(bytes.first() == Some(&b'-'));
    let mut at = digits(whole);
    if at == whole || (at > whole + 1 && bytes.get(whole) == Some(&b'0')) {
        return None;
    }
    if bytes.get(at) == Some(&b'.') {
        let end = digits(at + 1);
        if end == at + 1 {
            return None;
        }
        at = end;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let start = at + 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let end = digits(start);
        if end == start {
            return None;
        }
        at = end;
    }
    Some(at)
}
