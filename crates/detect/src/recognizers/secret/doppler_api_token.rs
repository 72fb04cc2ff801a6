//! Personal tokens of Doppler.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("doppler-api-token", Trigger::Literals(&["dp.pt."]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 6, Class::Alphanumeric, 40..=44)
}
