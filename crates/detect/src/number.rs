//! A number as people write it: groups of digits with separators between them.
//!
//! It is read once at each candidate, for all recognizers of numbers. It does not say what the
//! number is.

use crate::boundary::{is_dash, is_space};
use crate::cursor::Cursor;

/// LIMIT: no format that we know has more groups; a longer row of groups is a table.
pub(crate) const GROUPS_MAX: usize = 8;
/// LIMIT: no format that we know has more digits.
pub(crate) const DIGITS_MAX: usize = 24;
/// LIMIT: shorter numbers identify nobody.
pub(crate) const DIGITS_MIN: usize = 7;

/// What stands before a group of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Gap {
    /// The number begins here.
    #[default]
    Start,
    /// One space.
    Space,
    /// One dash.
    Dash,
    /// One dot.
    Dot,
    /// One slash.
    Slash,
    /// `) `, `)-` or `)`: the group before was in parentheses.
    Closed,
    /// ` (`, `-(` or `(`: this group is in parentheses.
    Opened,
    /// A dash between spaces.
    Wide,
}

/// Digits without a separator between them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Group {
    /// First byte in the text.
    pub(crate) start: usize,
    /// One past its last byte in the text.
    pub(crate) end: usize,
    /// Index of its first digit among the digits of the number.
    first: usize,
    /// What stands before it.
    pub(crate) gap: Gap,
}

impl Group {
    /// How many digits it has.
    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Groups of digits with separators between them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Number {
    groups: [Group; GROUPS_MAX],
    count: usize,
    digits: [u8; DIGITS_MAX],
    total: usize,
}

impl Number {
    /// Reads the number that begins at `at`. It ends before the first group that does not fit.
    pub(crate) fn read(cursor: &Cursor<'_>, at: usize) -> Self {
        let mut number = Self::default();
        let (mut start, mut gap) = (at, Gap::Start);
        while number.push(cursor, start, gap) {
            let Some((next, next_gap)) = separator(cursor, number.end()) else { break };
            (start, gap) = (next, next_gap);
        }
        number
    }

    /// Adds the group at `start`; says whether another one may follow.
    fn push(&mut self, cursor: &Cursor<'_>, start: usize, gap: Gap) -> bool {
        let room = DIGITS_MAX - self.total;
        let end = cursor.run(start, room + 1, |byte| byte.is_ascii_digit());
        if end - start > room || end == start {
            return false;
        }
        let Some(group) = self.groups.get_mut(self.count) else { return false };
        *group = Group { start, end, first: self.total, gap };
        let digits = cursor.text.as_bytes().get(start..end).unwrap_or_default();
        for (slot, byte) in self.digits.iter_mut().skip(self.total).zip(digits) {
            *slot = byte - b'0';
        }
        self.count += 1;
        self.total += end - start;
        // A row of single digits is a table or a list.
        self.count < GROUPS_MAX && !(self.count == 3 && self.total == 3)
    }

    /// Its groups.
    pub(crate) fn groups(&self) -> &[Group] {
        self.groups.get(..self.count).unwrap_or_default()
    }

    /// All its digits, as values 0 to 9.
    pub(crate) fn digits(&self) -> &[u8] {
        self.digits.get(..self.total).unwrap_or_default()
    }

    /// The digits of the first `count` groups.
    pub(crate) fn digits_of(&self, count: usize) -> &[u8] {
        let total = self.groups().get(count).map_or(self.total, |group| group.first);
        self.digits.get(..total).unwrap_or_default()
    }

    /// The digits of one group.
    pub(crate) fn digits_in(&self, group: &Group) -> &[u8] {
        self.digits.get(group.first..group.first + group.len()).unwrap_or_default()
    }

    /// One past its last byte in the text.
    fn end(&self) -> usize {
        self.groups().last().map_or(0, |group| group.end)
    }
}

/// The separator at `index` and where the next group begins, if one does.
fn separator(cursor: &Cursor<'_>, index: usize) -> Option<(usize, Gap)> {
    let first = cursor.char(index)?;
    let mut next = index + first.len_utf8();
    let mut gap = match first {
        c if is_space(c) => Gap::Space,
        c if is_dash(c) => Gap::Dash,
        '.' => Gap::Dot,
        '/' => Gap::Slash,
        ')' => Gap::Closed,
        '(' => Gap::Opened,
        _ => return None,
    };
    for _ in 0..2 {
        let c = cursor.char(next)?;
        if c.is_ascii_digit() {
            // In `07 2011 -0800` the dash is a sign.
            return (gap != Gap::Wide).then_some((next, gap));
        }
        gap = match (gap, c) {
            (Gap::Closed, c) if is_space(c) || is_dash(c) || matches!(c, '.' | '/') => Gap::Closed,
            (Gap::Slash, c) if is_space(c) => Gap::Slash,
            (Gap::Space | Gap::Dash, '(') => Gap::Opened,
            (Gap::Space, ')') => Gap::Closed,
            (Gap::Space, c) if is_dash(c) => Gap::Wide,
            (Gap::Wide, c) if is_space(c) => Gap::Wide,
            (Gap::Opened, c) if is_space(c) => Gap::Opened,
            _ => return None,
        };
        next += c.len_utf8();
    }
    cursor.byte(next).filter(u8::is_ascii_digit).map(|_| (next, gap))
}

/// How many digits each group has.
pub(crate) struct Sizes {
    list: [usize; GROUPS_MAX],
    count: usize,
}

impl Sizes {
    pub(crate) fn as_slice(&self) -> &[usize] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

/// How many digits each of these groups has, to be matched against known groupings.
pub(crate) fn sizes(groups: &[Group]) -> Sizes {
    let mut list = [0; GROUPS_MAX];
    for (size, group) in list.iter_mut().zip(groups) {
        *size = group.len();
    }
    Sizes { list, count: groups.len().min(GROUPS_MAX) }
}
