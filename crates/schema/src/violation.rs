//! What is wrong with arguments, and the choice of what to report of it.
//!
//! A hint never holds what was sent; the pointer of a violation may, so it is not for printing.

use std::collections::HashSet;

use crate::limits::VIOLATIONS_MAX;

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where it is: an exact JSON pointer. Names in it may be the caller's own words, so it must
    /// not be printed or logged; the hint names the place in words that may.
    pub pointer: Box<str>,
    /// What kind of mistake it is.
    pub kind: Kind,
    /// What to do about it, without anything that was sent.
    pub hint: String,
}

/// The kinds of mistakes, in the order in which they are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A member that the schema does not name.
    Unknown,
    /// A member that is required and absent.
    Missing,
    /// A value of another type.
    Type,
    /// A value of the right type that is not accepted.
    Value,
}

impl std::fmt::Debug for Violation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?}: {}", self.kind, self.hint)
    }
}

impl Violation {
    pub(crate) fn new(pointer: impl Into<Box<str>>, kind: Kind, hint: String) -> Self {
        Self { pointer: pointer.into(), kind, hint }
    }
}

/// Orders violations, takes each once, and counts those beyond the limit in a last one.
pub(crate) fn choose(mut all: Vec<Violation>) -> Vec<Violation> {
    all.sort_by(|left, right| {
        (left.kind, &left.pointer, &left.hint).cmp(&(right.kind, &right.pointer, &right.hint))
    });
    all.dedup();
    // Of a member that is unknown or of another type, nothing else is worth saying.
    let mut settled = HashSet::new();
    all.retain(|it| {
        let is_first = !settled.contains(&it.pointer);
        if matches!(it.kind, Kind::Unknown | Kind::Type) {
            settled.insert(it.pointer.clone());
        }
        is_first
    });
    if all.len() > VIOLATIONS_MAX {
        let others = all.len().saturating_sub(VIOLATIONS_MAX);
        let kind = all.get(VIOLATIONS_MAX).map_or(Kind::Value, |violation| violation.kind);
        all.truncate(VIOLATIONS_MAX);
        all.push(Violation::new("", kind, format!("and {others} more")));
    }
    all
}
