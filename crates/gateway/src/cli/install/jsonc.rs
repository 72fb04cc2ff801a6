//! Reads JSON, with the comments and last commas that editors allow, and keeps where each
//! value stands.
//!
//! It changes nothing and understands no key. What it cannot read as a whole is an error.

use std::ops::Range;

/// LIMIT: how deep values stand in each other.
const DEPTH_MAX: usize = 64;
/// LIMIT: values of one file.
const VALUES_MAX: usize = 1_000_000;

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    /// Its bytes in the text.
    pub(super) span: Range<usize>,
    pub(super) what: What,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum What {
    Object(Vec<Member>),
    Array(Vec<Node>),
    Text(String),
    /// A number, `true`, `false` or `null`.
    Other,
}

/// An entry of an object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) value: Node,
}

/// Where a text is not what it should be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) line: usize,
    pub(super) why: &'static str,
}

impl Node {
    /// The entry of this name; the only one, since a second would be an error.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let found = self.members().iter().find(|member| member.name == name);
        found.map(|member| &member.value)
    }

    /// The entries, if it is an object.
    pub(super) fn members(&self) -> &[Member] {
        match &self.what {
            What::Object(members) => members,
            What::Array(_) | What::Text(_) | What::Other => &[],
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.what {
            What::Text(text) => Some(text),
            What::Object(_) | What::Array(_) | What::Other => None,
        }
    }
}

/// Reads a whole text.
pub(super) fn read(text: &str) -> Result<Node, Unreadable> {
    let mut reader = Reader { text, at: 0, values: 0 };
    // Some editors begin a file with a byte order mark.
    if text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    let node = reader.value(0)?;
    reader.space()?;
    if reader.at < text.len() {
        return Err(reader.wrong("something follows the value"));
    }
    Ok(node)
}

/// The line, from 1, of a byte.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    memchr::memchr_iter(b'\n', before).count() + 1
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    values: usize,
}

impl Reader<'_> {
    fn wrong(&self, why: &'static str) -> Unreadable {
        Unreadable { line: line_of(self.text, self.at), why }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes white space and comments.
    fn space(&mut self) -> Result<(), Unreadable> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
            let blank = rest.len() - trimmed.len();
            let comment = if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if let Some(inner) = trimmed.strip_prefix("/*") {
                inner.find("*/").ok_or_else(|| self.wrong("a comment has no end"))? + 4
            } else {
                0
            };
            self.at += blank + comment;
            if comment == 0 {
                return Ok(());
            }
        }
    }

    /// Passes this byte, if it comes next.
    fn eats(&mut self, byte: u8) -> Result<bool, Unreadable> {
        self.space()?;
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        Ok(there)
    }

    fn value(&mut self, depth: usize) -> Result<Node, Unreadable> {
        self.space()?;
        self.values += 1;
        if depth > DEPTH_MAX || self.values > VALUES_MAX {
            return Err(self.wrong("there is too much in it"));
        }
        let start = self.at;
        let what = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => What::Text(self.string()?),
            Some(_) => self.word()?,
            None => return Err(self.wrong("it ends before its value does")),
        };
        Ok(Node { span: start..self.at, what })
    }

    fn object(&mut self, depth: usize) -> Result<What, Unreadable> {
        self.at += 1;
        let mut members: Vec<Member> = Vec::new();
        while !self.eats(b'}')? {
            if self.peek() != Some(b'"') {
                return Err(self.wrong("a name in quotes is expected"));
            }
            let name = self.string()?;
            if members.iter().any(|member| member.name == name) {
                return Err(self.wrong("a name comes twice"));
            }
            if !self.eats(b':')? {
                return Err(self.wrong("`:` is expected"));
            }
            let value = self.value(depth + 1)?;
            members.push(Member { name, value });
            if !self.eats(b',')? && self.peek() != Some(b'}') {
                return Err(self.wrong("`,` or `}` is expected"));
            }
        }
        Ok(What::Object(members))
    }

    fn array(&mut self, depth: usize) -> Result<What, Unreadable> {
        self.at += 1;
        let mut items = Vec::new();
        while !self.eats(b']')? {
            items.push(self.value(depth + 1)?);
            if !self.eats(b',')? && self.peek() != Some(b']') {
                return Err(self.wrong("`,` or `]` is expected"));
            }
        }
        Ok(What::Array(items))
    }

    /// A string, decoded as JSON has it.
    fn string(&mut self) -> Result<String, Unreadable> {
        let bytes = self.rest().as_bytes();
        let mut length = 1;
        loop {
            match bytes.get(length) {
                Some(b'"') => break,
                Some(b'\\') => length += 2,
                Some(_) => length += 1,
                None => return Err(self.wrong("a text has no end")),
            }
        }
        let raw = self.rest().get(..=length).unwrap_or_default();
        let text =
            serde_json::from_str(raw).map_err(|_| self.wrong("a text is not as JSON has it"));
        self.at += length + 1;
        text
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<What, Unreadable> {
        let rest = self.rest();
        let fits = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        let length = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if serde_json::from_str::<serde_json::Value>(word).is_err() {
            return Err(self.wrong("a value is expected"));
        }
        self.at += length;
        Ok(What::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(), (usize, &str)>) {
        let read = read(text).map(drop).map_err(|error| (error.line, error.why));
        match (read, expected) {
            (Ok(()), Ok(())) => {}
            (Err((line, why)), Err((wanted, part))) => {
                assert!(line == wanted && why.contains(part), "{text:?}: line {line}: {why}");
            }
            (got, wanted) => panic!("{text:?}: {got:?}, not {wanted:?}"),
        }
    }

    #[test]
    fn reads_what_editors_write_and_nothing_else() {
        for text in [
            "{}",
            "[1, -2.5e3, true, null, \"\\u00e9\\\"\"]",
            "{\"a\": [],}\n",
            "// one\n{ /* two */ \"a\" /* three */ : 1, // four\n}// five",
            "\u{feff}{\"a\": \"/* no comment */\"}",
        ] {
            check(text, Ok(()));
        }
        for (text, line, part) in [
            ("", 1, "ends before"),
            ("{\"a\": 1} x", 1, "something follows"),
            ("{\n\"a\" 1}", 2, "`:` is expected"),
            ("{\"a\": 1 \"b\": 2}", 1, "`,` or `}`"),
            ("[1 2]", 1, "`,` or `]`"),
            ("{a: 1}", 1, "name in quotes"),
            ("{\"a\": 1,\n\"\\u0061\": 2}", 2, "comes twice"),
            ("{\"a\": \"x", 1, "no end"),
            ("{\"a\": \"x\ny\"}", 1, "not as JSON"),
            ("/* x", 1, "no end"),
            ("{\"a\": 01}", 1, "a value is expected"),
            ("{\"a\": ,}", 1, "a value is expected"),
            ("nul", 1, "a value is expected"),
        ] {
            check(text, Err((line, part)));
        }
        check(&format!("{}{}", "[".repeat(65), "]".repeat(65)), Ok(()));
        check(&format!("{}{}", "[".repeat(66), "]".repeat(66)), Err((1, "too much")));
    }
}
