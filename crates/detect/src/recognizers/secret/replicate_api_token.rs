//! API tokens of Replicate; gitleaks has no rule for them.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("replicate-api-token", Trigger::Literals(&["r8_"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 3, Class::Alphanumeric, 37..=40)
}
