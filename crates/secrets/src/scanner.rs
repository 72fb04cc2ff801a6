//! Finds the values of known secrets in text, plain or encoded.
//!
//! It guesses nothing: what is not known, or too short to be told from other text, it leaves.
//! It replaces nothing either; whoever asks puts [`Hit::replacement`] in the place.
//!
//! # What is found
//!
//! A value as it is; in base64 and base64url, alone or between other bytes, padded or not; in
//! hex, all lower or all upper; with some or all of its characters percent-encoded or escaped
//! as in JSON; backwards; and any of these with separators (white space, `-`, `_`, `.`, `,`,
//! `:`, `+`, `/`, `=`, characters that nobody sees) between its characters. Encodings of
//! encodings are not found.
//!
//! # How
//!
//! The text is read without its separators. The last eight bytes that count are looked up in a
//! filter of how the forms of all values begin, and what passes is followed in a sorted list of
//! those forms, byte by byte. So the cost of ordinary text depends little on how many values
//! there are.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use portcullis_model::Secret;

use crate::SecretName;

mod forms;
mod machine;
mod patterns;
mod reading;
mod trail;

pub use machine::{Machine, Released};

use patterns::{PREFIX_BYTES, Patterns};

/// A value in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it stands.
    pub range: Range<usize>,
    /// The secret whose value it is.
    pub name: SecretName,
}

impl Hit {
    /// What takes its place.
    #[must_use]
    pub fn replacement(&self) -> String {
        format!("[SECRET:{}]", self.name)
    }
}

/// Knows values and finds them.
pub struct Scanner {
    patterns: Patterns,
    names: Vec<SecretName>,
}

/// Whether a value is searched for: at least 12 characters, four of them distinct, and not all
/// separators. To replace shorter ones would tell whoever guesses that they guessed right.
#[must_use]
pub fn is_scanned(value: &str) -> bool {
    forms::is_scanned(value)
}

impl Scanner {
    /// Learns values; those that are not searched for are left out. A secret may have several.
    pub fn new<S: Borrow<Secret>>(values: impl IntoIterator<Item = (SecretName, S)>) -> Self {
        let mut names = Vec::new();
        let mut all = Vec::new();
        for (name, value) in values {
            let value = value.borrow();
            if !is_scanned(value.expose()) {
                continue;
            }
            let secret = names.len();
            all.extend(forms::forms(value.expose()).into_iter().map(|form| (secret, form)));
            names.push(name);
        }
        Self { patterns: Patterns::new(all), names }
    }

    /// Whether there is nothing to search for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// How much memory it takes, about.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.patterns.memory()
    }

    /// All values in a text: sorted, never overlapping. Of those that overlap, the leftmost
    /// comes first, of those the longest; what a later one has beyond it is a hit too.
    #[must_use]
    pub fn find(self: &Arc<Self>, text: &str) -> Vec<Hit> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut released = Released::default();
        let mut machine = self.stream();
        machine.push(text, &mut released);
        machine.finish(&mut released);
        released.hits
    }

    /// A machine for one text that comes in pieces.
    #[must_use]
    pub fn stream(self: &Arc<Self>) -> Machine {
        Machine::new(Arc::clone(self))
    }
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scanner(..)")
    }
}

#[cfg(test)]
mod tests;
