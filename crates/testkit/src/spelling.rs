//! Writes JSON plainly, or in every odd way that the standard allows.
//!
//! Reads nothing. Odd spelling adds unknown members, white space, escapes of ordinary
//! characters and numbers that a re-serialising reader would change.

use std::fmt::Write as _;

use crate::Random;

/// A JSON value to write.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Text(String),
    /// Written as it stands.
    Raw(String),
    Object(Vec<(&'static str, Self)>),
    List(Vec<Self>),
}

impl Node {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn raw(text: impl Into<String>) -> Self {
        Self::Raw(text.into())
    }
}

/// Values of members that no reader knows.
const UNKNOWN: &[&str] = &[
    "1.0e0",
    "-0",
    "1E+2",
    "12345678901234567890",
    "0.10",
    "null",
    "[ ]",
    "{\"deep\":{\"er\":[1.50,\"x\"]}}",
    "\"caf\\u00e9 \\/ \\ud83d\\ude00\"",
];

/// Writes values.
#[derive(Debug)]
pub(crate) struct Speller {
    /// `None`: plainly.
    odd: Option<Random>,
    unknown: usize,
}

impl Speller {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self { odd: seed.map(Random::new), unknown: 0 }
    }

    /// The value as JSON text, on one line.
    pub(crate) fn spell(&mut self, node: &Node) -> String {
        let mut out = String::new();
        self.value(node, &mut out);
        out
    }

    /// Whether something odd that happens once in `n` happens now.
    pub(crate) fn oddly(&mut self, n: u64) -> bool {
        self.odd.as_mut().is_some_and(|random| random.one_in(n))
    }

    /// One of the items; the first when writing plainly.
    pub(crate) fn pick(&mut self, items: &[&'static str]) -> &'static str {
        match &mut self.odd {
            Some(random) => random.pick(items),
            None => items.first().copied().unwrap_or(""),
        }
    }

    fn value(&mut self, node: &Node, out: &mut String) {
        match node {
            Node::Text(text) => self.string(text, out),
            Node::Raw(raw) => out.push_str(raw),
            Node::Object(members) => self.object(members, out),
            Node::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    self.space(out);
                    self.value(item, out);
                }
                self.space(out);
                out.push(']');
            }
        }
    }

    fn object(&mut self, members: &[(&'static str, Node)], out: &mut String) {
        out.push('{');
        let mut first = true;
        for (name, value) in members {
            if self.oddly(6) {
                self.member(&mut first, out);
                self.unknown += 1;
                let value = self.pick(UNKNOWN);
                let _written = write!(out, "\"x_{}\":{value}", self.unknown);
            }
            self.member(&mut first, out);
            let _written = write!(out, "\"{name}\"");
            self.space(out);
            out.push(':');
            self.space(out);
            self.value(value, out);
        }
        self.space(out);
        out.push('}');
    }

    fn member(&mut self, first: &mut bool, out: &mut String) {
        out.push_str(if *first { "" } else { "," });
        *first = false;
        self.space(out);
    }

    fn space(&mut self, out: &mut String) {
        if self.oddly(5) {
            out.push_str(self.pick(&[" ", "  ", "\t"]));
        }
    }

    fn string(&mut self, text: &str, out: &mut String) {
        // Most senders escape little; some escape all that is not ASCII; a hostile one all.
        let rate = if self.oddly(2) { self.pick(&["2", "9"]).parse().unwrap_or(9) } else { 0 };
        out.push('"');
        for character in text.chars() {
            if rate > 0 && self.oddly(rate) {
                escape(character, out);
                continue;
            }
            match character {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '/' if self.oddly(3) => out.push_str("\\/"),
                control if control < ' ' => escape(control, out),
                other => out.push(other),
            }
        }
        out.push('"');
    }
}

/// Writes a character by its numbers in UTF-16.
fn escape(character: char, out: &mut String) {
    let mut units = [0; 2];
    for unit in character.encode_utf16(&mut units) {
        let _written = write!(out, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Node {
        let list = Node::List(vec![Node::raw("1"), Node::text("b")]);
        Node::Object(vec![("a", Node::text("x\n\"\\ é😀/")), ("l", list)])
    }

    #[test]
    fn plain_spelling_is_canonical() {
        let spelled = Speller::new(None).spell(&sample());
        assert_eq!(spelled, "{\"a\":\"x\\n\\\"\\\\ é😀/\",\"l\":[1,\"b\"]}");
    }

    #[test]
    fn odd_spelling_means_the_same_and_differs() {
        let mut spellings = std::collections::BTreeSet::new();
        for seed in 0..300 {
            let spelled = Speller::new(Some(seed)).spell(&sample());
            let read: serde_json::Value = serde_json::from_str(&spelled).unwrap();
            assert_eq!(read["a"], "x\n\"\\ é😀/", "{spelled}");
            assert_eq!(read["l"][1], "b");
            assert!(!spelled.contains('\n'));
            spellings.insert(spelled);
        }
        assert!(spellings.len() > 200);
    }
}
