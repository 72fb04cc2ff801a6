//! Runs of digits with separators between them, as numbers are written.
//!
//! It knows no number's meaning.

use zeroize::Zeroizing;

/// What may stand between two digits, one at a time: hyphens, spaces and points as people,
/// word processors and locales write them.
pub(super) fn is_separator(character: char) -> bool {
    matches!(
        character,
        '-' | ' ' | '.' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2010}'..='\u{2015}' | '\u{2212}'
    )
}

/// A text of ASCII digits with at most one separator between any two.
pub(super) struct Run {
    pub(super) digits: Zeroizing<String>,
    /// The lengths of the groups that separators make; 0 after the last.
    groups: [u8; GROUPS_MAX],
}

/// LIMIT: nineteen digits of a card, each a group of its own.
const GROUPS_MAX: usize = 19;

/// LIMIT: no number we know has more digits.
const DIGITS_MAX: usize = 19;

impl Run {
    /// Reads a whole text as one run.
    pub(super) fn whole(text: &str) -> Option<Self> {
        let mut prefix = Prefix::default();
        let mut rest = text;
        loop {
            rest = prefix.step(rest)?;
            if rest.is_empty() {
                return Some(prefix.run());
            }
        }
    }
}

/// The beginning of a run, one digit longer with each step.
pub(super) struct Prefix {
    digits: Zeroizing<String>,
    groups: [u8; GROUPS_MAX],
    group: usize,
}

impl Default for Prefix {
    fn default() -> Self {
        let digits = Zeroizing::new(String::with_capacity(DIGITS_MAX));
        Self { digits, groups: [0; GROUPS_MAX], group: 0 }
    }
}

impl Prefix {
    /// Takes the next digit, and the separator before it; returns what follows.
    pub(super) fn step<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if self.digits.len() == DIGITS_MAX {
            return None;
        }
        let mut characters = text.chars();
        let mut next = characters.next()?;
        if is_separator(next) && !self.digits.is_empty() {
            self.group += 1;
            next = characters.next()?;
        }
        if !next.is_ascii_digit() {
            return None;
        }
        self.digits.push(next);
        *self.groups.get_mut(self.group)? += 1;
        Some(characters.as_str())
    }

    pub(super) fn digits(&self) -> &str {
        &self.digits
    }

    /// The run so far.
    fn run(&self) -> Run {
        Run { digits: self.digits.clone(), groups: self.groups }
    }
}

/// Reads exactly `count` digits, with separators, at the start of `text`; also returns their
/// length there.
pub(super) fn take(text: &str, count: usize) -> Option<(Run, usize)> {
    let mut prefix = Prefix::default();
    let mut rest = text;
    for _ in 0..count {
        rest = prefix.step(rest)?;
    }
    Some((prefix.run(), text.len() - rest.len()))
}

/// Whether the groups of a run are these.
pub(super) fn grouped(run: &Run, groups: &[u8]) -> bool {
    run.groups.iter().take_while(|group| **group > 0).eq(groups)
}

/// Writes `digits` in the place of the digits of `like`.
pub(super) fn mirror(like: &str, digits: &str) -> String {
    let mut next = digits.chars();
    let mut out = String::with_capacity(like.len());
    for character in like.chars() {
        if character.is_ascii_digit() {
            out.extend(next.next());
        } else {
            out.push(character);
        }
    }
    out.extend(next);
    out
}

/// The ASCII digits of a text.
pub(super) fn only(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.chars().filter(char::is_ascii_digit).collect())
}

/// The sum of the Luhn formula (ISO/IEC 7812-1) modulo 10; 0 is valid.
pub(super) fn luhn(digits: &str) -> u32 {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            let twice = digit * 2;
            match (place % 2, twice > 9) {
                (0, _) => digit,
                (_, false) => twice,
                (_, true) => twice - 9,
            }
        })
        .sum();
    sum % 10
}
