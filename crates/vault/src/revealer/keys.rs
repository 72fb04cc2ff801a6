//! The known surrogates by the form in which they are compared, sorted, so that reading a
//! candidate narrows a range of them character by character.
//!
//! No automaton: a request has a handful of surrogates, and a table is built in microseconds.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::shape::{is_code, is_name, is_named_date};

use super::behind;
use super::edges::{self, Edge, Kind};
use super::numeric::Addresses;
use super::reader::{Close, Next, Reader, View};
use super::{Found, Known};

/// One spelling under which a surrogate is found.
struct Key {
    /// Its bytes in the arena of its table.
    place: Range<usize>,
    /// 0 for the surrogate's own form, 1 for a form that a model may make of it.
    rank: u8,
    kind: Kind,
    /// Which [`Known`].
    index: usize,
}

/// The keys that one view of the text is compared with, sorted.
#[derive(Default)]
struct Table {
    arena: Vec<u8>,
    keys: Vec<Key>,
}

/// All known surrogates, by view.
pub(super) struct Keys {
    plain: Table,
    compact: Table,
    pairs: Table,
    words: Table,
    bracket: Table,
    addresses: Addresses,
    /// For each byte what may begin there.
    starts: [u8; 256],
    /// For each byte what it may be the second byte of.
    follows: [u8; 256],
}

const PLAIN: u8 = 1;
const COMPACT: u8 = 2;
const BRACKET: u8 = 4;
const ADDRESS: u8 = 8;
/// The byte may open or close a place in which nothing is revealed.
const PLACE: u8 = 16;
const PAIRS: u8 = 32;
const WORDS: u8 = 64;

/// LIMIT: fewer digits than this are no number of the surrogate table.
const NUMBER_DIGITS_MIN: usize = 8;

impl Keys {
    pub(super) fn new(known: &[Known]) -> Self {
        let mut keys = Self {
            plain: Table::default(),
            compact: Table::default(),
            pairs: Table::default(),
            words: Table::default(),
            bracket: Table::default(),
            addresses: Addresses::default(),
            starts: [0; 256],
            follows: [0; 256],
        };
        for (index, known) in known.iter().enumerate() {
            keys.add(&known.surrogate, index);
        }
        keys.plain.sort();
        keys.compact.sort();
        keys.pairs.sort();
        keys.words.sort();
        keys.bracket.sort();
        keys.addresses.sort();
        keys.mark_starts();
        keys
    }

    pub(super) fn is_empty(&self) -> bool {
        self.plain.keys.is_empty()
            && self.compact.keys.is_empty()
            && self.pairs.keys.is_empty()
            && self.words.keys.is_empty()
            && self.bracket.keys.is_empty()
            && self.addresses.is_empty()
    }

    /// The next position at which anything may begin.
    pub(super) fn skip(&self, bytes: &[u8], from: usize) -> usize {
        let rest = bytes.get(from..).unwrap_or_default();
        from + rest.iter().position(|&byte| self.starts(byte) != 0).unwrap_or(rest.len())
    }

    /// Says cheaply that no surrogate begins with `byte` at `at`.
    pub(super) fn may_start(&self, bytes: &[u8], at: usize, byte: u8) -> bool {
        let marks = self.starts(byte) & !PLACE;
        if marks == 0 || !byte.is_ascii_alphanumeric() {
            return marks != 0;
        }
        let next = bytes.get(at + 1).copied();
        if next.is_some_and(|next| next < 0x80 && self.follows(next) & marks == 0) {
            return false;
        }
        let before = bytes.get(..at).unwrap_or_default();
        let word = before.iter().rev().take(2).take_while(|b| b.is_ascii_alphanumeric());
        // The middle of a word, save after what `edges` looks at: an escape, a colour, a cue.
        let cue = byte.is_ascii_digit() && before.last().is_some_and(u8::is_ascii_alphabetic);
        word.count() < 2 || cue || behind::may_end_escape(before)
    }

    /// Finds the longest known surrogate that begins at `start`.
    pub(super) fn find(&self, known: &[Known], text: &str, start: usize, last: bool) -> Found {
        let byte = text.as_bytes().get(start).copied().unwrap_or_default();
        if byte.is_ascii_alphanumeric() && edges::is_inside_word(text, start) {
            return Found::Nothing;
        }
        let marks = self.starts(byte);
        let mut best: Option<(usize, usize)> = None;
        let views = [
            (BRACKET, View::Bracket, &self.bracket),
            (COMPACT, View::Compact, &self.compact),
            (PAIRS, View::Pairs, &self.pairs),
            (WORDS, View::Words, &self.words),
            (PLAIN, View::Plain, &self.plain),
        ];
        for (mark, view, table) in views {
            if marks & mark != 0 {
                match table.find(known, Reader::new(text, start, last, view)) {
                    Found::More => return Found::More,
                    Found::Known { end, index } if best.is_none_or(|(far, _)| end > far) => {
                        best = Some((end, index));
                    }
                    Found::Known { .. } | Found::Nothing => {}
                }
            }
        }
        if marks & ADDRESS != 0 {
            match self.addresses.find(known, text, start, last) {
                Found::Nothing => {}
                found => return found,
            }
        }
        best.map_or(Found::Nothing, |(end, index)| Found::Known { end, index })
    }

    fn starts(&self, byte: u8) -> u8 {
        self.starts.get(usize::from(byte)).copied().unwrap_or_default()
    }

    fn follows(&self, byte: u8) -> u8 {
        self.follows.get(usize::from(byte)).copied().unwrap_or_default()
    }

    fn add(&mut self, surrogate: &str, index: usize) {
        if surrogate.is_empty() {
            return;
        }
        let kind = form(surrogate);
        match kind {
            Kind::Bracket => {
                self.bracket.add(surrogate, View::Bracket, kind, index);
                let bare = surrogate.trim_matches(['[', ']']);
                self.plain.push(bare.bytes(), 1, Kind::Other, index);
            }
            Kind::Number => self.add_number(surrogate, index),
            Kind::Account => self.compact.add(surrogate, View::Compact, kind, index),
            Kind::Hardware => self.pairs.add(surrogate, View::Pairs, kind, index),
            Kind::Name => self.words.add(surrogate, View::Words, kind, index),
            Kind::Address6 => self.addresses.add(surrogate, index),
            Kind::Mail | Kind::Date | Kind::Code | Kind::Address4 | Kind::Other => {
                self.plain.add(surrogate, View::Plain, kind, index);
            }
        }
    }

    /// A telephone number in North America is written with and without its country code.
    fn add_number(&mut self, surrogate: &str, index: usize) {
        let plus = surrogate.trim_start_matches(['(', ' ']).starts_with('+');
        let digits: Vec<u8> = surrogate.bytes().filter(u8::is_ascii_digit).collect();
        let with = |head: &'static [u8], tail: &'_ [u8]| [head, tail].concat();
        let own = u8::from(plus);
        // No country code is left out behind a `+`; before other numbers it is a sign of its own.
        if plus || (digits.len() == 11 && digits.starts_with(b"1")) {
            self.compact.push(with(b"+", &digits).into_iter(), 1 - own, Kind::Number, index);
        }
        self.compact.push(digits.iter().copied(), own, Kind::Number, index);
        let national = match digits.split_first() {
            Some((b'1', national)) if national.len() == 10 => Some(national),
            _ if digits.len() == 10 && !plus => None,
            _ => return,
        };
        match national {
            Some(national) => {
                self.compact.push(national.iter().copied(), 1, Kind::Number, index);
            }
            None => {
                self.compact.push(with(b"+1", &digits).into_iter(), 1, Kind::Number, index);
                self.compact.push(with(b"1", &digits).into_iter(), 1, Kind::Number, index);
            }
        }
    }

    fn mark_starts(&mut self) {
        // A bracket form is entered by its brackets, not by its first letter.
        let tables = [
            (PLAIN, &self.plain, &b"\\%&\xef"[..], &b"\\%&"[..], true),
            (COMPACT, &self.compact, b"\\%&\xef(", b"\\%& -./()", true),
            (PAIRS, &self.pairs, b"", b"\\", true),
            (WORDS, &self.words, b"\\%&\xef", b"\\%&", true),
            (BRACKET, &self.bracket, b"\\%&\xef[", b"", false),
        ];
        for (mark, table, entries, seconds, direct) in tables {
            if table.keys.is_empty() {
                continue;
            }
            entries.iter().for_each(|&byte| set(&mut self.starts, byte, mark));
            seconds.iter().for_each(|&byte| set(&mut self.follows, byte, mark));
            for key in table.keys.iter().filter(|_| direct) {
                let Some(first) = table.byte(key, 0) else { continue };
                set(&mut self.starts, first, mark);
                match table.byte(key, 1) {
                    Some(second) => set(&mut self.follows, second, mark),
                    None => (0..=255).for_each(|byte| set(&mut self.follows, byte, mark)),
                }
            }
        }
        for byte in self.addresses.first_bytes() {
            set(&mut self.starts, byte, ADDRESS);
            b"0123456789abcdef:".iter().for_each(|&next| set(&mut self.follows, next, ADDRESS));
        }
        for &byte in super::context::OPENING {
            set(&mut self.starts, byte, PLACE);
        }
    }
}

/// Marks a byte in both cases.
fn set(marks: &mut [u8; 256], byte: u8, mark: u8) {
    for spelled in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
        if let Some(slot) = marks.get_mut(usize::from(spelled)) {
            *slot |= mark;
        }
    }
}

impl Table {
    /// Adds a surrogate in its own form, as its view reads it.
    fn add(&mut self, surrogate: &str, view: View, kind: Kind, index: usize) {
        let mut reader = Reader::new(surrogate, 0, true, view);
        let mut key = String::with_capacity(surrogate.len());
        while let Next::Char(c) = reader.next() {
            key.push(c);
        }
        self.push(key.bytes(), 0, kind, index);
    }

    fn push(&mut self, key: impl Iterator<Item = u8>, rank: u8, kind: Kind, index: usize) {
        let from = self.arena.len();
        self.arena.extend(key.map(|byte| byte.to_ascii_lowercase()));
        let place = from..self.arena.len();
        if !place.is_empty() {
            self.keys.push(Key { place, rank, kind, index });
        }
    }

    fn sort(&mut self) {
        let arena = &self.arena;
        self.keys.sort_unstable_by(|left, right| {
            let text = |key: &Key| arena.get(key.place.clone());
            (text(left), left.rank, left.index).cmp(&(text(right), right.rank, right.index))
        });
    }

    /// The byte of `key` at `depth`; `None` sorts first, as a shorter key does.
    fn byte(&self, key: &Key, depth: usize) -> Option<u8> {
        if depth < key.place.len() {
            self.arena.get(key.place.start + depth).copied()
        } else {
            None
        }
    }

    fn narrow(&self, range: &Range<usize>, depth: usize, byte: u8) -> Range<usize> {
        let keys = self.keys.get(range.clone()).unwrap_or_default();
        let from = keys.partition_point(|key| self.byte(key, depth) < Some(byte));
        let to = keys.partition_point(|key| self.byte(key, depth) <= Some(byte));
        range.start + from..range.start + to
    }

    fn find(&self, known: &[Known], mut reader: Reader<'_>) -> Found {
        let mut range = 0..self.keys.len();
        let mut depth = 0;
        let mut best = Found::Nothing;
        loop {
            let live = self.keys.get(range.clone()).unwrap_or_default();
            let complete = live.partition_point(|key| key.place.len() == depth);
            if let Some(candidates) = live.get(..complete).filter(|keys| !keys.is_empty()) {
                match close(known, candidates, &reader) {
                    Found::More => return Found::More,
                    Found::Nothing => {}
                    found @ Found::Known { .. } => best = found,
                }
            }
            if complete == live.len() {
                return best;
            }
            let c = match reader.next() {
                Next::Char(c) => c,
                Next::More => return Found::More,
                Next::Stop => return best,
            };
            for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
                range = self.narrow(&range, depth, byte);
                depth += 1;
            }
            if range.is_empty() {
                return best;
            }
        }
    }
}

/// Ends a match of all of `keys`, which are equal, where the reader stands.
fn close(known: &[Known], keys: &[Key], reader: &Reader<'_>) -> Found {
    let Some(first) = keys.first() else { return Found::Nothing };
    let end = match reader.close() {
        Close::At(end) => end,
        Close::Open => return Found::Nothing,
        Close::More => return Found::More,
    };
    let text = reader.text();
    match edges::both(text, reader.start()..end, first.kind, reader.last()) {
        Edge::Bound => return Found::Nothing,
        Edge::More => return Found::More,
        Edge::Free => {}
    }
    let spelled = text.get(reader.start()..end).unwrap_or_default();
    let own = keys.iter().find(|key| known.get(key.index).is_some_and(|k| k.surrogate == spelled));
    Found::Known { end, index: own.unwrap_or(first).index }
}

/// Tells what a surrogate is from its form alone.
pub(crate) fn form(surrogate: &str) -> Kind {
    let digits = surrogate.bytes().filter(u8::is_ascii_digit).count();
    let separators = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '/' | '(' | ')');
    let wide = |c: char| {
        let space = matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}');
        space || matches!(c, '+' | '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    if surrogate.starts_with("[[") && surrogate.ends_with("]]") && surrogate.contains(':') {
        Kind::Bracket
    } else if surrogate.parse::<Ipv4Addr>().is_ok() {
        Kind::Address4
    } else if surrogate.parse::<Ipv6Addr>().is_ok() {
        Kind::Address6
    } else if is_hardware(surrogate) {
        Kind::Hardware
    } else if surrogate.contains('@') {
        Kind::Mail
    } else if digits >= NUMBER_DIGITS_MIN && surrogate.chars().all(|c| separators(c) || wide(c)) {
        Kind::Number
    } else if is_name(surrogate) {
        Kind::Name
    } else if is_code(surrogate) {
        Kind::Code
    } else if is_named_date(surrogate) {
        Kind::Date
    } else if is_account(surrogate) {
        Kind::Account
    } else {
        Kind::Other
    }
}

/// Twelve digits in base 16, letters among them, in pairs or fours.
fn is_hardware(surrogate: &str) -> bool {
    let digits = surrogate.bytes().filter(u8::is_ascii_hexdigit).count();
    let letters = surrogate.bytes().any(|byte| byte.is_ascii_alphabetic());
    let plain = |c: char| c.is_ascii_hexdigit() || matches!(c, ':' | '-' | '.');
    digits == 12 && letters && surrogate.chars().all(plain)
}

/// Country code, two check digits, and groups of letters and digits.
fn is_account(surrogate: &str) -> bool {
    let solid: Vec<u8> = surrogate.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let head = matches!(solid.as_slice(), [a, b, c, d, ..]
        if a.is_ascii_alphabetic() && b.is_ascii_alphabetic()
            && c.is_ascii_digit() && d.is_ascii_digit());
    head && (15..=34).contains(&solid.len())
        && surrogate.chars().all(|c| {
            c.is_ascii_alphanumeric()
                || matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{2009}' | '\u{202f}')
        })
}
