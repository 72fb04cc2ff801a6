//! API keys of Google Cloud (Google Cloud docs, "Manage API keys").

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("gcp-api-key", Trigger::Literals(&["AIza"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 4, Class::Url, 35..=35)
}
