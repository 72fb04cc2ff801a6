//! Where identifiers of letters and digits may begin: at their first digits, or at up to two
//! short words before them.
//!
//! The stream asks the same question of the end of a text, so that it holds back what the next
//! digits could make the beginning of an identifier.

use super::Scan;
use crate::boundary::{char_before, is_dash, is_space, opens, opens_code};
use crate::prefilter::{CODE_DIGITS_MAX, CODE_LETTERS_MAX};
use crate::recognizer::{After, Next};

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
    pub(super) fn codes(&mut self, at: usize, end: usize) {
        let (detector, text) = (self.detector, self.stretch.text);
        let codes = &detector.prefilter.codes;
        let digits = end - at;
        // A longer row is no code, whatever follows it.
        if codes.is_empty() || digits > CODE_DIGITS_MAX {
            return;
        }
        let mut right = text.get(end..).unwrap_or_default().chars();
        let (next, after) = (right.next(), right.next());
        // What follows decides who is asked.
        let separated = next.is_some_and(|c| !c.is_ascii_alphanumeric());
        let goes_on = !self.stretch.finished && (next.is_none() || (separated && after.is_none()));
        let (next, after) = (Next::of(next), After::of(after));
        for lead in leads(text, at).into_iter().flatten() {
            if goes_on {
                self.hold = self.hold.min(lead.start.max(self.stretch.from));
                continue;
            }
            let recognizers = codes.of((lead.letters, digits), next, after);
            if !recognizers.is_empty() && opens_code(text, lead.start) {
                self.ask(&self.cursor(lead.start), lead.start, recognizers);
            }
        }
    }
}

/// Where an identifier may begin whose first digits begin at `at`: there, at the letters directly
/// before, at a short word before them and at one more before that. All words but one that
/// stands directly before the digits must be capitals; others are prose.
pub(super) fn leads(text: &str, at: usize) -> [Option<Lead>; 3] {
    let letters = letters_before(text, at);
    if letters > CODE_LETTERS_MAX {
        return [None; 3];
    }
    let own = Lead { start: at - letters, letters };
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
    let letters = letters_before(text, end);
    let start = end - letters;
    let fits = (1..=WORD_LETTERS_MAX).contains(&letters)
        && letters + lead.letters <= CODE_LETTERS_MAX
        && opens(text, start);
    fits.then_some(Lead { start, letters: lead.letters + letters })
}

fn is_capital(text: &str, word: Lead, next: Lead) -> bool {
    let part = text.get(word.start..next.start).unwrap_or_default();
    !part.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// How many ASCII letters stand directly before `end`, followed so far as an identifier can have
/// them. The letter of an escape is none.
fn letters_before(text: &str, end: usize) -> usize {
    let is_letter = |index| char_before(text, index).is_some_and(|c| c.is_ascii_alphabetic());
    (0..=CODE_LETTERS_MAX).take_while(|letters| is_letter(end - letters)).count()
}
