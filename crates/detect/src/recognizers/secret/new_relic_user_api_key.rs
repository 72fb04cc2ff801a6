//! User keys of New Relic.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("new-relic-user-api-key", Trigger::Literals(&["NRAK-"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 5, Class::Capital, 27..=27)
}
