//! Fine-grained personal access tokens of GitHub.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("github-fine-grained-pat", Trigger::Literals(&["github_pat_"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 11, Class::Word, 82..=82)
}
