//! User and installation tokens of GitHub apps.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("github-app-token", Trigger::Literals(&["ghu_", "ghs_"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 4, Class::Alphanumeric, 36..=36)
}
