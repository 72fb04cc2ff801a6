//! What a recognizer is: a name, what it finds, where it may begin, and one function.
//!
//! The recognizers themselves stand in `recognizers/`, one file each.

use portcullis_model::Entity;

use crate::cursor::Cursor;

/// Finds one shape of one entity.
#[derive(Debug)]
pub struct Recognizer {
    pub(crate) name: &'static str,
    pub(crate) entity: Entity,
    /// For `SECRET`: which kind, by gitleaks' rule id where one exists.
    pub(crate) rule: Option<&'static str>,
    /// Where it may begin.
    pub(crate) trigger: Trigger,
    /// Lower-case words and phrases that raise the score when they stand before the value.
    pub(crate) context: &'static [&'static str],
    /// Decides at a candidate. Pure: it sees nothing but the text around the candidate.
    pub(crate) find: fn(&Cursor<'_>) -> Option<Match>,
}

impl Recognizer {
    /// Its name in findings.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it finds.
    #[must_use]
    pub fn entity(&self) -> &Entity {
        &self.entity
    }

    /// For `SECRET`: which kind.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        self.rule
    }

    /// The words and phrases that raise the score when they stand before the value.
    #[must_use]
    pub fn context(&self) -> &'static [&'static str] {
        self.context
    }
}

/// Where a recognizer may begin. The list is closed, so that one pass serves all recognizers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Trigger {
    /// At one of these literals (ASCII, as written).
    Literals(&'static [&'static str]),
    /// At an `@`; the match begins in the run of local-part characters before it.
    At,
    /// At a number of seven digits or more, separators allowed.
    Number,
    /// At up to three digits before a dot.
    Quad,
    /// At two letters before two digits, at the start of a word.
    Letters,
    /// At the first colon after up to four hexadecimal digits.
    Colon,
}

/// What a recognizer takes for its entity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// How sure its shape and checksum make it, 0 to 1, before any context.
    pub(crate) score: f32,
}

impl Match {
    /// A match of `start..end`.
    pub(crate) fn new(start: usize, end: usize, score: f32) -> Self {
        Self { start, end, score }
    }
}
