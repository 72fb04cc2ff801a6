//! API keys of Perplexity.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("perplexity-api-key", Trigger::Literals(&["pplx-"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 5, Class::Alphanumeric, 48..=48)
}
