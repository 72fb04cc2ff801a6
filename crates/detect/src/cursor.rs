//! What a recognizer sees: the text around a candidate, and no more of it than has arrived.
//!
//! A cursor notes when a recognizer looked past the end of what has arrived. Such a decision is
//! void until more text comes, which is what makes streams exact.

use std::cell::Cell;

use crate::boundary;
use crate::number::Number;

/// A place in a text where a recognizer decides.
#[derive(Debug)]
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    /// Where the trigger stands.
    pub(crate) at: usize,
    /// The number that begins here, for recognizers of numbers.
    pub(crate) number: Option<&'t Number>,
    /// The key that the whole text stands under, for recognizers of what a key tells.
    pub(crate) key: Option<&'t str>,
    /// Nothing follows `text`.
    finished: bool,
    starved: Cell<bool>,
}

impl<'t> Cursor<'t> {
    /// A cursor at `at`; `finished` says that nothing follows `text`.
    pub(crate) fn new(text: &'t str, at: usize, finished: bool) -> Self {
        Self { text, at, number: None, key: None, finished, starved: Cell::new(false) }
    }

    /// The same place, with the number that begins there.
    pub(crate) fn with_number(self, number: &'t Number) -> Self {
        Self { number: Some(number), ..self }
    }

    /// The same place, in a text that stands under a key.
    pub(crate) fn with_key(self, key: &'t str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// Whether the recognizer looked past the end of what has arrived.
    pub(crate) fn starved(&self) -> bool {
        self.starved.get()
    }

    /// The byte at `index`.
    pub(crate) fn byte(&self, index: usize) -> Option<u8> {
        let byte = self.text.as_bytes().get(index).copied();
        if byte.is_none() && !self.finished {
            self.starved.set(true);
        }
        byte
    }

    /// The character at `index`.
    pub(crate) fn char(&self, index: usize) -> Option<char> {
        let byte = self.byte(index)?;
        if byte.is_ascii() {
            return Some(char::from(byte));
        }
        self.text.get(index..).and_then(|right| right.chars().next())
    }

    /// Where the run of bytes of a class ends that begins at `index`; it is followed for
    /// `limit` bytes at most.
    pub(crate) fn run(&self, index: usize, limit: usize, class: fn(u8) -> bool) -> usize {
        let stop = index.saturating_add(limit);
        let mut end = index;
        while end < stop && self.byte(end).is_some_and(class) {
            end += 1;
        }
        end
    }

    /// Whether `literal` stands at `index`.
    pub(crate) fn literal(&self, index: usize, literal: &str) -> bool {
        literal.bytes().enumerate().all(|(offset, byte)| self.byte(index + offset) == Some(byte))
    }

    /// The text of `start..end`.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether a value may begin at `index`.
    pub(crate) fn opens(&self, index: usize) -> bool {
        boundary::opens(self.text, index)
    }

    /// Whether a value may end at `index`.
    pub(crate) fn closes(&self, index: usize) -> bool {
        !self.char(index).is_some_and(boundary::is_word)
    }

    /// Whether a number may end at `index`: no word, no further group and no decimals follow.
    pub(crate) fn closes_number(&self, index: usize) -> bool {
        let Some(next) = self.char(index) else { return true };
        if boundary::is_word(next) {
            return false;
        }
        let joined = boundary::is_dash(next) || next == '.';
        !(joined && self.byte(index + next.len_utf8()).is_some_and(|byte| byte.is_ascii_digit()))
    }
}
