//! An identifier as people write it: digits and letters in known places, separators between.
//!
//! It reads what a template says and no more; what the identifier is worth, its recognizer says.

use crate::boundary::{is_dash, is_space};
use crate::cursor::Cursor;
use crate::number::{Gap, Number};
use crate::recognizer::{Match, Worth};
use crate::row;

/// LIMIT: no identifier that we know has more letters and digits.
const CHARS_MAX: usize = 20;

/// The most that half-separated numbers are worth without a word before them: few people write so.
const UNEVEN: f32 = 0.25;

/// What stands in the places of a template, without the separators.
#[derive(Debug)]
pub(crate) struct Code {
    chars: [u8; CHARS_MAX],
    count: usize,
    /// One past its last byte in the text.
    pub(crate) end: usize,
    /// No separator stands in it.
    pub(crate) joined: bool,
    /// Separators stand in some of their places and not in others.
    uneven: bool,
    /// What stands between its parts.
    separator: Separator,
    /// Its letters are capitals.
    pub(crate) capital: bool,
}

impl Code {
    /// Reads what a template says at the cursor. The places of a template are
    ///
    /// - `9` a digit, `A` a letter, `X` either of them;
    /// - a space: a space or a dash, or nothing; `-` a dash or nothing;
    /// - `.` a space, a dash, a dot or nothing; `/` one of them, a slash or nothing;
    /// - `_` a space or a dash; `=` a dash.
    pub(crate) fn read(cursor: &Cursor<'_>, template: &str) -> Option<Self> {
        // Most templates do not fit: they fail here, before anything is kept.
        let mut end = cursor.at;
        for place in template.bytes() {
            end += step(cursor, end, place)?;
        }
        let mut code = Self::at_start(cursor.at);
        for place in template.bytes() {
            code.take(cursor, place)?;
        }
        Some(code)
    }

    /// What [`Self::read`] reads, where a number was read already.
    fn of_number(number: &Number, template: &str) -> Option<Self> {
        let mut code = Self::at_start(0);
        let mut places = template.bytes().peekable();
        for group in number.groups() {
            let mut gap = (code.count > 0).then_some(group.gap);
            for digit in number.digits_in(group) {
                match (places.next_if(|place| *place != b'9'), gap.take()) {
                    (Some(place), Some(gap)) if fits(gap, place) => code.part(gap.into()),
                    (Some(place), None) if !is_required(place) => code.uneven = true,
                    (None, None) => {}
                    _ => return None,
                }
                places.next_if_eq(&b'9')?;
                *code.chars.get_mut(code.count)? = digit + b'0';
                code.count += 1;
            }
            if places.peek().is_none() {
                code.end = group.end;
                return Some(code);
            }
        }
        None
    }

    fn at_start(at: usize) -> Self {
        let chars = [0; CHARS_MAX];
        Self {
            chars,
            count: 0,
            end: at,
            joined: true,
            uneven: false,
            separator: Separator::None,
            capital: true,
        }
    }

    /// Notes a separator.
    fn part(&mut self, separator: Separator) {
        self.joined = false;
        self.separator = match self.separator {
            Separator::None => separator,
            same if same == separator => same,
            _ => Separator::Mixed,
        };
    }

    /// Whether separators stand in all of their places or in none, and all alike.
    pub(crate) fn is_even(&self) -> bool {
        self.joined || !(self.uneven || self.separator == Separator::Mixed)
    }

    /// Takes what stands in the next place.
    fn take(&mut self, cursor: &Cursor<'_>, place: u8) -> Option<()> {
        let length = step(cursor, self.end, place)?;
        if matches!(place, b'9' | b'A' | b'X') {
            let byte = cursor.byte(self.end)?;
            *self.chars.get_mut(self.count)? = byte.to_ascii_uppercase();
            self.capital &= !byte.is_ascii_lowercase();
            self.count += 1;
        } else if length == 0 {
            self.uneven = true;
        } else {
            self.part(Separator::of(cursor.char(self.end)?));
        }
        self.end += length;
        Some(())
    }

    /// Its letters and digits; the letters as capitals.
    pub(crate) fn chars(&self) -> &[u8] {
        self.chars.get(..self.count).unwrap_or_default()
    }

    /// The character at a place, as a capital.
    pub(crate) fn at(&self, index: usize) -> u8 {
        self.chars().get(index).copied().unwrap_or_default()
    }

    /// The number that the digits of a part make; 0 for each letter.
    pub(crate) fn number(&self, from: usize, to: usize) -> u32 {
        let part = self.chars().get(from..to).unwrap_or_default();
        part.iter().fold(0, |sum, byte| sum * 10 + char::from(*byte).to_digit(10).unwrap_or(0))
    }

    /// Whether all its characters are the same.
    pub(crate) fn is_monotone(&self) -> bool {
        self.chars().windows(2).all(|pair| pair.first() == pair.last())
    }
}

/// What stands between the parts of an identifier, of any width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    None,
    Space,
    Dash,
    Other,
    /// Not the same everywhere.
    Mixed,
}

impl Separator {
    fn of(c: char) -> Self {
        match c {
            c if is_space(c) => Self::Space,
            c if is_dash(c) => Self::Dash,
            _ => Self::Other,
        }
    }
}

impl From<Gap> for Separator {
    fn from(gap: Gap) -> Self {
        match gap {
            Gap::Space => Self::Space,
            Gap::Dash | Gap::Wide => Self::Dash,
            Gap::Dot | Gap::Slash | Gap::Start | Gap::Closed | Gap::Opened => Self::Other,
        }
    }
}

/// The length of what stands at `index` for a place of a template; none if it does not fit.
#[inline]
fn step(cursor: &Cursor<'_>, index: usize, place: u8) -> Option<usize> {
    let fits = match place {
        b'9' => cursor.byte(index)?.is_ascii_digit(),
        b'A' => cursor.byte(index)?.is_ascii_alphabetic(),
        b'X' => cursor.byte(index)?.is_ascii_alphanumeric(),
        separator => return separator_at(cursor, index, separator),
    };
    fits.then_some(1)
}

/// The length of the separator at `index`: 0 if there is none and none is required.
fn separator_at(cursor: &Cursor<'_>, index: usize, place: u8) -> Option<usize> {
    let known = |c: char| match place {
        b'-' | b'=' => is_dash(c),
        b' ' | b'_' => is_space(c) || is_dash(c),
        b'.' => is_space(c) || is_dash(c) || c == '.',
        _ => is_space(c) || is_dash(c) || c == '.' || c == '/',
    };
    let next = cursor.byte(index);
    if next.is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return (!is_required(place)).then_some(0);
    }
    match cursor.char(index).filter(|c| known(*c)) {
        Some(c) => Some(c.len_utf8()),
        None => (!is_required(place)).then_some(0),
    }
}

/// Whether the separator of a template cannot be left out.
fn is_required(separator: u8) -> bool {
    matches!(separator, b'_' | b'=')
}

/// Whether a gap between digits may stand in a place of a template.
fn fits(gap: Gap, place: u8) -> bool {
    match gap {
        Gap::Dash => true,
        Gap::Space => !matches!(place, b'-' | b'='),
        Gap::Dot => matches!(place, b'.' | b'/'),
        Gap::Slash => place == b'/',
        Gap::Start | Gap::Closed | Gap::Opened | Gap::Wide => false,
    }
}

/// The first of these templates that fits at the cursor and ends there, if it is worth anything.
pub(crate) fn find<W: Into<Worth>>(
    cursor: &Cursor<'_>,
    templates: &[&str],
    worth: impl Fn(&Code) -> Option<W>,
) -> Option<Match> {
    templates.iter().find_map(|template| {
        let code = match cursor.number {
            Some(number) => Code::of_number(number, template)?,
            None => Code::read(cursor, template)?,
        };
        let worth = worth(&code)?.into();
        let spaced = !code.joined && cursor.slice(cursor.at, code.end).contains(' ');
        let cut = spaced && row::is_part(cursor, cursor.at, code.end);
        let uneven = code.uneven && !code.joined;
        let worth = if uneven || cut { worth.at_most(UNEVEN) } else { worth };
        closes(cursor, code.end).then(|| Match::new(cursor.at, code.end, worth))
    })
}

/// LIMIT: letters that may be written on to an identifier without a space.
const GLUE_LETTERS_MAX: usize = 8;
/// What an identifier is worth that letters are written on to: it shows, and is no finding.
const GLUED: f32 = 0.05;

/// Where an identifier of digits begins at which letters may stand before it: `pesel44051401458`.
pub(crate) fn unglued(cursor: &Cursor<'_>) -> usize {
    cursor.run(cursor.at, GLUE_LETTERS_MAX, |byte| byte.is_ascii_alphabetic())
}

/// An identifier that may stand between letters. A digit beside it would make it another one.
pub(crate) fn glued(cursor: &Cursor<'_>, start: usize, end: usize, score: f32) -> Option<Match> {
    let letter = cursor.byte(end).is_some_and(|byte| byte.is_ascii_alphabetic());
    let score = if letter || start > cursor.at { score.min(GLUED) } else { score };
    (letter || closes(cursor, end)).then(|| Match::new(start, end, score))
}

/// Whether an identifier may end at `index`: it is no part of a longer one, nor of an address.
pub(crate) fn closes(cursor: &Cursor<'_>, index: usize) -> bool {
    let Some(next) = cursor.char(index) else { return true };
    if next == '@' || !cursor.closes_number(index) {
        return false;
    }
    let after = || cursor.byte(index + next.len_utf8());
    !(is_dash(next) && after().is_some_and(|byte| byte.is_ascii_alphanumeric()))
}
