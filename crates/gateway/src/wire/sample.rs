//! Random JSON for tests, written in every spelling that the grammar allows.
//!
//! One seed gives one document, so that a failure names its case.

use std::fmt::Write as _;

use serde_json::{Map, Number, Value};

/// Reproducible randomness.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    /// A text with much in it that JSON has to escape.
    pub(crate) fn text(&mut self) -> String {
        const CHARACTERS: &str = "abc xyz@.-019\"\\/\n\t\u{1}\u{8}\u{c}\rüß€😀\u{2028}{}[],:";
        let characters: Vec<char> = CHARACTERS.chars().collect();
        (0..self.below(14)).map(|_| characters[self.below(characters.len())]).collect()
    }

    /// A value nested at most `depth` deep.
    pub(crate) fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 9 }) {
            0 => Value::Null,
            1 => Value::Bool(self.below(2) == 0),
            2 => Value::Number(Number::from(self.below(1 << 40))),
            3 => Value::Number(Number::from_f64(self.below(9999) as f64 / 8.0).unwrap()),
            4 | 5 => Value::String(self.text()),
            6 => Value::Array((0..self.below(5)).map(|_| self.value(depth - 1)).collect()),
            _ => {
                let members = (0..self.below(5))
                    .map(|n| (format!("{}{n}", self.text()), self.value(depth - 1)));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    /// Writes a value with random blanks and random escapes.
    pub(crate) fn spell(&mut self, value: &Value) -> String {
        let mut out = String::new();
        self.write(&mut out, value);
        out
    }

    fn write(&mut self, out: &mut String, value: &Value) {
        self.blank(out);
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
            Value::String(text) => self.string(out, text),
            Value::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    self.write(out, item);
                }
                self.blank(out);
                out.push(']');
            }
            Value::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    self.blank(out);
                    self.string(out, key);
                    self.blank(out);
                    out.push(':');
                    self.write(out, value);
                }
                self.blank(out);
                out.push('}');
            }
        }
        self.blank(out);
    }

    fn blank(&mut self, out: &mut String) {
        if self.below(4) == 0 {
            out.push_str(["", " ", "\n", "\r\n\t"][self.below(4)]);
        }
    }

    fn string(&mut self, out: &mut String, text: &str) {
        out.push('"');
        for character in text.chars() {
            let must = character < ' ' || character == '"' || character == '\\';
            match character {
                '\n' if self.below(2) == 0 => out.push_str("\\n"),
                '"' if self.below(2) == 0 => out.push_str("\\\""),
                '\\' if self.below(2) == 0 => out.push_str("\\\\"),
                '/' if self.below(2) == 0 => out.push_str("\\/"),
                other if must || self.below(5) == 0 => {
                    for unit in other.encode_utf16(&mut [0; 2]) {
                        let lower = self.below(2) == 0;
                        let _ = if lower {
                            write!(out, "\\u{unit:04x}")
                        } else {
                            write!(out, "\\u{unit:04X}")
                        };
                    }
                }
                other => out.push(other),
            }
        }
        out.push('"');
    }
}
