//! API keys of OpenAI: of projects, service accounts and administrators, and the older ones of users,
//! whose form other providers have taken over.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("openai-api-key", Trigger::Literals(&["sk-"]), find);

/// Forms that name whose key it is.
const NAMED: &[&str] = &["proj-", "svcacct-", "admin-", "None-"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let named = NAMED.iter().find(|name| cursor.literal(cursor.at + 3, name));
    match named {
        Some(name) => token::after(cursor, 3 + name.len(), Class::Url, 20..=240),
        None => token::after(cursor, 3, Class::Alphanumeric, 32..=64),
    }
}
