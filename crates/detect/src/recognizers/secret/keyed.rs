//! Credentials that only their key tells: a vendor's word near an assignment, then a value of a
//! known length and class.
//!
//! The rules are data and stand in `keyed/`. A value with a beginning of its own is no matter of
//! this table: it is found wherever it stands.

pub(super) mod tables;

use super::token::Class;

/// One kind of credential that is known by the word before it.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognizers) struct KeyedRule {
    /// gitleaks' rule id where one exists.
    pub(in crate::recognizers) id: &'static str,
    /// One of these stands in the key, or on the same line not farther than [`REACH_BYTES`]
    /// before the operator. Lower-case ASCII letters and digits only: case, `_`, `-`, `.` and
    /// spaces of the text do not count, so `newrelic` is found in `NEW_RELIC_KEY` and `new-relic`.
    pub(in crate::recognizers) keywords: &'static [&'static str],
    /// One of these stands there too; empty if nothing else is asked. Written like `keywords`.
    pub(in crate::recognizers) also: &'static [&'static str],
    /// What the value is made of, all of it, from its first to its last character.
    pub(in crate::recognizers) parts: &'static [Part],
}

/// A part of a value.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognizers) enum Part {
    /// These characters, as written.
    Text(&'static str),
    /// The first of these that stands there, as written.
    Either(&'static [&'static str]),
    /// At least and at most so many characters of a class. It takes as many as it can get, so
    /// what follows a run of open length must begin with a character of another class.
    Run(Class, usize, usize),
}

/// Exactly so many characters of a class.
pub(in crate::recognizers) const fn run(class: Class, length: usize) -> Part {
    Part::Run(class, length, length)
}

/// A UUID in its usual form (RFC 9562, section 4).
pub(in crate::recognizers) const UUID: &[Part] = &[
    run(Class::Hex, 8),
    Part::Text("-"),
    run(Class::Hex, 4),
    Part::Text("-"),
    run(Class::Hex, 4),
    Part::Text("-"),
    run(Class::Hex, 4),
    Part::Text("-"),
    run(Class::Hex, 12),
];

/// LIMIT: how far before the operator a vendor's word may end.
pub(super) const REACH_BYTES: usize = 20;
