//! What the files of rules that need code share: a known beginning, then characters of one class.
//!
//! Rules that are nothing but such a form are rows in `prefixed`.

use std::ops::RangeInclusive;

use crate::cursor::Cursor;
use crate::recognizer::Match;

pub(super) use crate::token::{Class, SCORE, is_plausible, is_varied};

/// A key: `lead` bytes from the cursor on, then characters of `class`, as many as `lengths` says.
pub(super) fn after(
    cursor: &Cursor<'_>,
    lead: usize,
    class: Class,
    lengths: RangeInclusive<usize>,
) -> Option<Match> {
    let start = cursor.at + lead;
    let mut end = start;
    while end - start <= *lengths.end() && cursor.byte(end).is_some_and(|byte| class.has(byte)) {
        end += 1;
    }
    let fits = lengths.contains(&(end - start)) && cursor.opens(cursor.at) && cursor.closes(end);
    (fits && is_plausible(cursor.slice(start, end))).then(|| Match::new(cursor.at, end, SCORE))
}
