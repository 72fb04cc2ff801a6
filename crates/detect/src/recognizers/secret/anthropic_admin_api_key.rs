//! Admin API keys of Anthropic.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("anthropic-admin-api-key", Trigger::Literals(&["sk-ant-admin"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 12, Class::Url, 40..=160)
}
