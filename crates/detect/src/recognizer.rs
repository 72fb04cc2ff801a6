//! What a recognizer is: a name, what it finds, where it may begin, and one function.
//!
//! The recognizers themselves stand in `recognizers/`, one file each.

use portcullis_model::Entity;

use crate::boundary::{is_dash, is_space};
use crate::cursor::Cursor;
use crate::recognizers::{QUIET_MAX, is_quiet};
use crate::token::{self, Part};

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

    /// The most that a match is worth without words before it.
    pub(crate) fn alone_max(&self) -> f32 {
        match self.trigger {
            Trigger::Start => START_MAX,
            _ if is_quiet(self.name) => QUIET_MAX,
            _ => 1.0,
        }
    }

    /// Decides at a candidate.
    pub(crate) fn decide(&self, cursor: &Cursor<'_>) -> Option<Match> {
        match self.trigger {
            Trigger::Token(leads, parts) => token::find(cursor, leads, parts),
            _ => (self.find)(cursor),
        }
    }
}

/// The most that a text is worth for its form where only its key can say what it is.
pub(crate) const START_MAX: f32 = 0.25;

/// Where a recognizer may begin. The list is closed, so that one pass serves all recognizers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Trigger {
    /// At one of these literals, as written; the match begins there or later, or in the word
    /// before, over one space at most. A literal that begins with a letter begins a word.
    Literals(&'static [&'static str]),
    /// At one of these beginnings of a token, which goes on with these parts; nothing else decides.
    Token(&'static [&'static str], &'static [Part]),
    /// At an `@`; the match begins in the run of local-part characters before it.
    At,
    /// At a number of seven digits or more, separators allowed.
    Number,
    /// At a number that one of these templates of digits fits; see [`crate::code::Code::read`].
    Digits(&'static [&'static str]),
    /// At letters and digits that one of these templates fits.
    Code(&'static [&'static str]),
    /// At letters and digits of one of these shapes.
    Shape(&'static [Shape]),
    /// At up to three digits before a dot.
    Quad,
    /// At two letters before two digits, at the start of a word.
    Letters,
    /// At the first colon after up to four hexadecimal digits.
    Colon,
    /// At the start of a text that stands under a key; what it is worth alone is
    /// [`START_MAX`] at most.
    Start,
    /// At the last character of an operator that may stand between a key and its value, and at
    /// the start of a text that stands under a key; the match begins behind it.
    Assignment,
}

/// How a code begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// So many letters, which may be short words with a separator between them,
    pub(crate) letters: &'static [usize],
    /// before so many digits in a row,
    pub(crate) digits: &'static [usize],
    /// before one of these.
    pub(crate) next: &'static [Next],
}

/// What follows the first digits of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// A letter.
    Letter,
    /// A space of any width.
    Space,
    /// A dash of any width.
    Dash,
    /// A dot.
    Dot,
    /// A slash.
    Slash,
    /// A plus sign.
    Plus,
    /// An underscore.
    Underscore,
    /// Anything else, and the end of the text.
    Other,
}

impl Next {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Letter,
        Self::Space,
        Self::Dash,
        Self::Dot,
        Self::Slash,
        Self::Plus,
        Self::Underscore,
        Self::Other,
    ];

    /// Those with which a code may end.
    pub(crate) const ENDS: [Self; 6] =
        [Self::Space, Self::Dash, Self::Dot, Self::Slash, Self::Plus, Self::Other];

    /// What a character is.
    pub(crate) fn of(c: Option<char>) -> Self {
        match c {
            Some(c) if c.is_ascii_alphabetic() => Self::Letter,
            Some(c) if is_space(c) => Self::Space,
            Some(c) if is_dash(c) => Self::Dash,
            Some('.') => Self::Dot,
            Some('/') => Self::Slash,
            Some('+') => Self::Plus,
            Some('_') => Self::Underscore,
            _ => Self::Other,
        }
    }
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
    /// It counts only where a word before it or its key says so.
    pub(crate) cued: bool,
    /// The rule, where one recognizer finds what many rules name.
    pub(crate) rule: Option<&'static str>,
}

impl Match {
    /// A match of `start..end`.
    pub(crate) fn new(start: usize, end: usize, worth: impl Into<Worth>) -> Self {
        let Worth { score, cued } = worth.into();
        Self { start, end, score, cued, rule: None }
    }

    /// The same match, as one of another rule than that of its recognizer.
    pub(crate) fn of_rule(self, rule: &'static str) -> Self {
        Self { rule: Some(rule), ..self }
    }
}

/// How sure a shape and its checksum make a match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Worth {
    score: f32,
    cued: bool,
}

impl Worth {
    /// What counts only where a word before it or its key says so: its shape is that of a plain
    /// number or word, and no checksum tells it from one.
    pub(crate) const fn cued(score: f32) -> Self {
        Self { score, cued: true }
    }

    /// No more than `score`.
    pub(crate) fn at_most(self, score: f32) -> Self {
        Self { score: self.score.min(score), ..self }
    }
}

impl From<f32> for Worth {
    fn from(score: f32) -> Self {
        Self { score, cued: false }
    }
}
