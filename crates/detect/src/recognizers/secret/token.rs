//! What the files of rules that need code share.
//!
//! Rules that are nothing but a beginning and runs of characters are rows in `prefixed`.

use std::ops::RangeInclusive;

use crate::cursor::Cursor;
use crate::recognizer::Match;

pub(super) use crate::token::{
    Class, Part, SCORE, end, entropy, is_documented, is_filling, is_plausible, is_varied,
};

/// Where a run of a class begins that ends at the cursor, if it is of one of these lengths and no
/// word goes on before it.
pub(super) fn behind(
    cursor: &Cursor<'_>,
    class: Class,
    lengths: RangeInclusive<usize>,
) -> Option<usize> {
    let left = cursor.text.as_bytes().get(..cursor.at)?;
    let run = left.iter().rev().take(lengths.end() + 1).take_while(|byte| class.has(**byte));
    let length = run.count();
    let start = cursor.at - length;
    (lengths.contains(&length) && cursor.opens(start)).then_some(start)
}

/// A token of `start..end`, unless it is a placeholder.
pub(super) fn plausible(cursor: &Cursor<'_>, start: usize, end: usize) -> Option<Match> {
    is_plausible(cursor.slice(start, end)).then(|| Match::new(start, end, SCORE))
}
