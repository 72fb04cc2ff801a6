//! User access tokens of Hugging Face.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("huggingface-access-token", Trigger::Literals(&["hf_"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 3, Class::Alphanumeric, 30..=40)
}
