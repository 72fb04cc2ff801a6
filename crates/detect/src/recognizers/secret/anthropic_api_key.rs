//! API keys and OAuth tokens of Anthropic, but for admin keys.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = super::recognizer(
    "anthropic-api-key",
    Trigger::Literals(&["sk-ant-api", "sk-ant-oat", "sk-ant-ort", "sk-ant-sid"]),
    find,
);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 10, Class::Url, 40..=160)
}
