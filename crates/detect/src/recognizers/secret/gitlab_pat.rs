//! Personal access tokens of GitLab (GitLab docs, "Token overview").

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("gitlab-pat", Trigger::Literals(&["glpat-"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 6, Class::Url, 20..=64)
}
