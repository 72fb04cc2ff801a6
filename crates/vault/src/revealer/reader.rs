//! Reads a candidate character by character in the form in which its keys are kept: separators,
//! brackets and escapes left out.
//!
//! It compares nothing.

use super::decode::{UNSEEN, Unit, unit};

/// LIMIT: what may stand between two characters of a surrogate that does not belong there.
const NOISE_MAX: usize = 3;

/// In which form the text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Each character.
    Plain,
    /// Letters and digits without the separators between them; a `+` only in front.
    Compact,
    /// Letters and digits without what stands between pairs of them.
    Pairs,
    /// Each character, and one space for any white space between words.
    Words,
    /// What stands in `[[…]]` or `[…]`, without spaces.
    Bracket,
}

/// What comes next of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// A character, in lower case.
    Char(char),
    /// More text decides.
    More,
    /// The candidate cannot go on.
    Stop,
}

/// Whether a candidate whose key is complete may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    /// Yes, here.
    At(usize),
    /// No: something opened is not closed.
    Open,
    /// More text decides.
    More,
}

/// A place in a candidate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    text: &'a str,
    start: usize,
    at: usize,
    last: bool,
    view: View,
    /// Characters given so far.
    depth: usize,
    /// Brackets or parentheses that are open.
    open: usize,
    /// Whether the last character given was white space.
    spaced: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, start: usize, last: bool, view: View) -> Self {
        Self { text, start, at: start, last, view, depth: 0, open: 0, spaced: false }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(super) fn last(&self) -> bool {
        self.last
    }

    pub(super) fn next(&mut self) -> Next {
        let mut noise = Noise::default();
        loop {
            let (c, length) = match unit(self.text, self.at, self.last) {
                Unit::Char(c, length) => (c, length),
                Unit::More => return Next::More,
                Unit::End => return Next::Stop,
            };
            let taken = match self.view {
                View::Plain => self.plain(c),
                View::Compact => self.compact(c, &noise),
                View::Pairs => self.pairs(c),
                View::Words => self.words(c),
                View::Bracket => self.bracket(c, &noise),
            };
            match taken {
                Taken::Give => {
                    self.at += length;
                    self.depth += 1;
                    let white = self.view == View::Words && c.is_whitespace();
                    return Next::Char(if white { ' ' } else { c.to_ascii_lowercase() });
                }
                Taken::Pass if noise.count < NOISE_MAX => {
                    self.at += length;
                    noise.count += 1;
                    noise.space |= c == ' ';
                }
                Taken::Pass | Taken::Stop => return Next::Stop,
            }
        }
    }

    fn plain(&self, c: char) -> Taken {
        match c {
            UNSEEN if self.depth > 0 => Taken::Pass,
            UNSEEN => Taken::Stop,
            _ => Taken::Give,
        }
    }

    fn words(&mut self, c: char) -> Taken {
        match c {
            UNSEEN if self.depth > 0 => Taken::Pass,
            UNSEEN => Taken::Stop,
            _ if c.is_whitespace() && self.spaced => Taken::Pass,
            _ => {
                self.spaced = c.is_whitespace();
                Taken::Give
            }
        }
    }

    fn pairs(&self, c: char) -> Taken {
        match c {
            ':' | '-' | '.' | UNSEEN if self.depth > 0 => Taken::Pass,
            _ if c.is_ascii_hexdigit() => Taken::Give,
            _ => Taken::Stop,
        }
    }

    fn compact(&mut self, c: char, noise: &Noise) -> Taken {
        match c {
            '+' if self.depth == 0 => Taken::Give,
            // `1 555…` is more often an item of a list than a country code.
            _ if c.is_ascii_alphanumeric() && self.depth == 1 && noise.space && !self.signed() => {
                Taken::Stop
            }
            _ if c.is_ascii_alphanumeric() => Taken::Give,
            '(' if self.open == 0 => {
                self.open = 1;
                Taken::Pass
            }
            ')' if self.open == 1 => {
                self.open = 0;
                Taken::Pass
            }
            ' ' | '-' | '.' | '/' | UNSEEN if self.depth > 0 => Taken::Pass,
            _ => Taken::Stop,
        }
    }

    fn signed(&self) -> bool {
        let head = self.text.get(self.start..self.at).unwrap_or_default();
        !head.starts_with(|c: char| c.is_ascii_digit())
    }

    fn bracket(&mut self, c: char, noise: &Noise) -> Taken {
        match c {
            '[' if self.depth == 0 && self.open < 2 => {
                self.open += 1;
                Taken::Pass
            }
            ' ' | UNSEEN if self.open > 0 => Taken::Pass,
            '[' | ']' => Taken::Stop,
            _ if self.open == 0 => Taken::Stop,
            _ => {
                debug_assert!(noise.count <= NOISE_MAX);
                Taken::Give
            }
        }
    }

    /// Where the candidate ends if its key is complete now.
    pub(super) fn close(&self) -> Close {
        let closing = match self.view {
            View::Plain | View::Pairs | View::Words => return Close::At(self.at),
            View::Compact => ')',
            View::Bracket => ']',
        };
        // Parentheses round the whole of a number are the sentence's, not the number's.
        let wrapped = self.text.get(self.start..).is_some_and(|text| text.starts_with('('));
        if self.view == View::Compact && self.open > 0 && wrapped {
            return Close::Open;
        }
        let (mut at, mut open, mut noise) = (self.at, self.open, 0);
        while open > 0 {
            match unit(self.text, at, self.last) {
                Unit::Char(c, length) if c == closing => {
                    at += length;
                    open -= 1;
                }
                Unit::Char(' ' | UNSEEN, length) if noise < NOISE_MAX => {
                    at += length;
                    noise += 1;
                }
                Unit::Char(..) | Unit::End => return Close::Open,
                Unit::More => return Close::More,
            }
        }
        Close::At(at)
    }
}

/// What was passed over since the last character.
#[derive(Default)]
struct Noise {
    count: usize,
    space: bool,
}

/// What a view does with a character.
enum Taken {
    Give,
    Pass,
    Stop,
}
