//! Personal access tokens (classic) of GitHub ("Behind GitHub's new authentication token formats").

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("github-pat", Trigger::Literals(&["ghp_"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 4, Class::Alphanumeric, 36..=36)
}
