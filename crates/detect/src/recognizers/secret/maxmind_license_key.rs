//! License keys of MaxMind: six characters, 29 more, and `_mmk`.

use super::token::{self, Class};
use crate::boundary::opens;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("maxmind-license-key", Trigger::Literals(&["_mmk"]), find);

/// The bytes before `_mmk`.
const BODY_BYTES: usize = 6 + 1 + 29;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at.checked_sub(BODY_BYTES)?;
    let end = cursor.at + "_mmk".len();
    let (id, key) = cursor.slice(start, cursor.at).split_once('_')?;
    let fits = id.len() == 6 && id.bytes().chain(key.bytes()).all(|b| Class::Alphanumeric.has(b));
    (fits && opens(cursor.text, start) && cursor.closes(end))
        .then(|| token::plausible(cursor, start, end))
        .flatten()
}
