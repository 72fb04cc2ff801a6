//! Refresh tokens of GitHub apps.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("github-refresh-token", Trigger::Literals(&["ghr_"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 4, Class::Alphanumeric, 36..=76)
}
