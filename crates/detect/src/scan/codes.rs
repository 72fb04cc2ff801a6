//! Where identifiers of letters and digits may begin: at their first digits, or at up to two
//! short words before them.
//!
//! The stream asks the same question of the end of a text, so that it holds back what the next
//! digits could make the beginning of an identifier.

use super::Scan;
use crate::boundary::{byte_before, is_dash, is_space, opens, opens_code};
use crate::prefilter::{CODE_DIGITS_MAX, CODE_LETTERS_MAX, Walk};
use crate::recognizer::Next;

/// LIMIT: letters of a word that stands before the digits of an identifier with a separator.
const WORD_LETTERS_MAX: usize = 4;

/// A place where an identifier may begin, and how many letters stand from there to its digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lead {
    pub(super) start: usize,
    letters: usize,
}

impl Scan<'_> {
    /// Visits the places where an identifier may begin whose first digits stand at `at..end`.
    /// Notes the recognizers of numbers whose templates fit at `at`.
    pub(super) fn codes(&mut self, at: usize, end: usize) {
        self.digits.clear();
        // A longer row is no code, whatever follows it.
        if end - at > CODE_DIGITS_MAX {
            return;
        }
        for lead in leads(self.stretch.text, at).into_iter().flatten() {
            self.shapes(lead, end - at, end);
            self.templates(lead);
        }
    }

    /// Asks the recognizers of shapes with so many digits behind the letters of a lead.
    fn shapes(&mut self, lead: Lead, digits: usize, end: usize) {
        let (detector, text) = (self.detector, self.stretch.text);
        let codes = &detector.prefilter.codes;
        if codes.is_empty() {
            return;
        }
        let next = text.get(end..).and_then(|right| right.chars().next());
        if next.is_none() && !self.stretch.finished {
            self.starve(lead.start);
            return;
        }
        let recognizers = codes.of((lead.letters, digits), Next::of(next));
        if !recognizers.is_empty() && opens_code(text, lead.start) {
            self.ask(&self.cursor(lead.start), lead.start, recognizers);
        }
    }

    /// Asks the recognizers of codes whose templates fit at a lead.
    fn templates(&mut self, lead: Lead) {
        let (detector, text) = (self.detector, self.stretch.text);
        let prefilter = &detector.prefilter;
        if lead.letters > 0 && !opens_code(text, lead.start) {
            return;
        }
        let mut fitting = std::mem::take(&mut self.fitting);
        let walk = prefilter.templates.walk(text, lead.start, |recognizer| {
            let digits = prefilter.is_digits.get(recognizer) == Some(&true);
            let list = if digits { &mut self.digits } else { &mut fitting };
            if !list.contains(&recognizer) {
                list.push(recognizer);
            }
        });
        if walk == Walk::Starved && !self.stretch.finished {
            self.starve(lead.start);
        } else if !fitting.is_empty() && opens_code(text, lead.start) {
            fitting.sort_unstable();
            self.ask(&self.cursor(lead.start), lead.start, &fitting);
        }
        fitting.clear();
        self.fitting = fitting;
    }
}

/// Where an identifier may begin whose first digits begin at `at`: there, at the letters directly
/// before, at a short word before them and at one more before that. All words but one that
/// stands directly before the digits must be capitals; others are prose.
pub(super) fn leads(text: &str, at: usize) -> [Option<Lead>; 3] {
    let letters = letters_before(text, at);
    let own = Lead { start: at - letters, letters };
    if letters > CODE_LETTERS_MAX || continues(text, own.start) {
        return [None; 3];
    }
    let word = word_before(text, own).filter(|word| letters == 0 || is_capital(text, *word, own));
    let other = word
        .filter(|word| is_capital(text, *word, own))
        .and_then(|word| word_before(text, word).filter(|other| is_capital(text, *other, word)));
    [Some(own), word, other]
}

/// The short word before a place, over one separator.
fn word_before(text: &str, lead: Lead) -> Option<Lead> {
    let separator = text.get(..lead.start)?.chars().next_back()?;
    if !is_space(separator) && !is_dash(separator) {
        return None;
    }
    let end = lead.start - separator.len_utf8();
    let (start, letters) = word_at_end(text, end);
    let fits = (1..=WORD_LETTERS_MAX).contains(&letters)
        && letters + lead.letters <= CODE_LETTERS_MAX
        && opens(text, start);
    fits.then_some(Lead { start, letters: lead.letters + letters })
}

/// Where the word begins that ends at `end`, and its letters. One of them may be an umlaut:
/// German vehicles are registered in `MÜ` and `LÖ`.
fn word_at_end(text: &str, end: usize) -> (usize, usize) {
    let letters = letters_before(text, end);
    let start = end - letters;
    let before = text.get(..start).and_then(|left| left.chars().next_back());
    let Some(umlaut) = before.filter(|c| matches!(c, 'Ä' | 'Ö' | 'Ü')) else {
        return (start, letters);
    };
    let start = start - umlaut.len_utf8();
    let first = letters_before(text, start);
    (start - first, letters + 1 + first)
}

fn is_capital(text: &str, word: Lead, next: Lead) -> bool {
    let part = text.get(word.start..next.start).unwrap_or_default();
    !part.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// How many ASCII letters stand directly before `end`, followed so far as an identifier can have
/// them.
fn letters_before(text: &str, end: usize) -> usize {
    let left = text.as_bytes().get(..end).unwrap_or_default();
    let letters = left.iter().rev().take(CODE_LETTERS_MAX + 1);
    letters.take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// Whether the letters from `start` on continue a word.
fn continues(text: &str, start: usize) -> bool {
    byte_before(text, start).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
