//! Which conditions of a pattern on its surroundings hold at a place: edges of lines and words.
//!
//! They look at one character before a place and one after it, never further.

use regex_automata::nfa::thompson::NFA;
use regex_automata::util::look::Look;

use crate::boundary;
use crate::scan::Stretch;

/// The conditions that a pattern names, in a fixed order; which of them hold is a set of bits.
#[derive(Debug)]
pub(super) struct Looks(Vec<Look>);

/// LIMIT: different conditions in one pattern: each doubles what has to be compiled.
const LOOKS_MAX: usize = 4;

impl Looks {
    /// Those of an automaton; `None` if there are too many.
    pub(super) fn of(nfa: &NFA) -> Option<Self> {
        let looks: Vec<Look> = nfa.look_set_any().iter().collect();
        (looks.len() <= LOOKS_MAX).then_some(Self(looks))
    }

    /// How many sets there are.
    pub(super) fn sets(&self) -> usize {
        1 << self.0.len()
    }

    /// Whether a condition is in a set.
    pub(super) fn holds(&self, look: Look, set: usize) -> bool {
        self.0.iter().position(|known| *known == look).is_some_and(|bit| set >> bit & 1 == 1)
    }

    /// The set that holds at a place; the end of the text counts as its end.
    pub(super) fn at(&self, stretch: Stretch<'_>, place: usize) -> usize {
        let around = Around::of(stretch.text, place);
        let numbered = self.0.iter().enumerate();
        numbered.fold(0, |set, (bit, look)| set | usize::from(around.fits(*look)) << bit)
    }
}

/// The characters beside a place.
struct Around {
    before: Option<char>,
    after: Option<char>,
}

impl Around {
    fn of(text: &str, place: usize) -> Self {
        let (left, right) = text.split_at_checked(place).unwrap_or((text, ""));
        Self { before: left.chars().next_back(), after: right.chars().next() }
    }

    fn fits(&self, look: Look) -> bool {
        let (before, after) = (self.before, self.after);
        match look {
            Look::Start => before.is_none(),
            Look::End => after.is_none(),
            Look::StartLF => before.is_none_or(|c| c == '\n'),
            Look::EndLF => after.is_none_or(|c| c == '\n'),
            Look::StartCRLF => {
                before.is_none_or(|c| c == '\n' || (c == '\r' && after != Some('\n')))
            }
            Look::EndCRLF => after.is_none_or(|c| c == '\r' || (c == '\n' && before != Some('\r'))),
            Look::WordUnicode => self.words(|left, right| left != right),
            Look::WordUnicodeNegate => !self.words(|left, right| left != right),
            Look::WordStartUnicode => self.words(|left, right| !left && right),
            Look::WordEndUnicode => self.words(|left, right| left && !right),
            Look::WordStartHalfUnicode => self.words(|left, _| !left),
            Look::WordEndHalfUnicode => self.words(|_, right| !right),
            Look::WordAscii => self.ascii(|left, right| left != right),
            Look::WordAsciiNegate => self.ascii(|left, right| left == right),
            Look::WordStartAscii => self.ascii(|left, right| !left && right),
            Look::WordEndAscii => self.ascii(|left, right| left && !right),
            Look::WordStartHalfAscii => self.ascii(|left, _| !left),
            Look::WordEndHalfAscii => self.ascii(|_, right| !right),
        }
    }

    /// An edge of words is where Unicode sees one, and also where recognizers do: beside a script
    /// that joins its words.
    fn words(&self, edge: fn(bool, bool) -> bool) -> bool {
        let unicode = |c: char| c.is_alphanumeric() || c == '_';
        edge(self.before.is_some_and(unicode), self.after.is_some_and(unicode))
            || edge(
                self.before.is_some_and(boundary::is_word),
                self.after.is_some_and(boundary::is_word),
            )
    }

    fn ascii(&self, edge: fn(bool, bool) -> bool) -> bool {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        edge(self.before.is_some_and(word), self.after.is_some_and(word))
    }
}
