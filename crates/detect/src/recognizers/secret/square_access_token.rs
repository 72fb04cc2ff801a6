//! Access tokens and application secrets of Square.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("square-access-token", Trigger::Literals(&["sq0atp-", "sq0csp-"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 7, Class::Url, 22..=43)
}
