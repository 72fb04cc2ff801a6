//! Secret keys of age (Bech32 in capitals).

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("age-secret-key", Trigger::Literals(&["AGE-SECRET-KEY-1"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 16, Class::Capital, 58..=58)
}
