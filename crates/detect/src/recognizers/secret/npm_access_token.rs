//! Access tokens of the npm registry (GitHub blog, "npm access token formats").

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("npm-access-token", Trigger::Literals(&["npm_"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 4, Class::Alphanumeric, 36..=36)
}
