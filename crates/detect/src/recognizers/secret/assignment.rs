//! Credentials that their key tells: what stands after an operator, if a key before it names a
//! secret and the value is one that nobody writes for an example.
//!
//! It looks at the value first, which most operators of source code do not have, and only then
//! at the key. It finds no passwords of letters alone, none with spaces, and no numbers.

pub(super) mod bigrams;
pub(super) mod judge;
pub(super) mod key;
pub(super) mod placeholder;
pub(super) mod plausible;
pub(super) mod value;
pub(super) mod words;

use self::value::Value;
use self::words::Kind;
use super::{keyed, token};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("generic-api-key", Trigger::Assignment, find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    if let Some(key) = cursor.key {
        return whole(cursor, key);
    }
    let value = value::after(cursor)?;
    let key = key::before(cursor, &value)?;
    decide(cursor, &value, &key)
}

/// A text that stands under a key: it is the value, all of it.
fn whole(cursor: &Cursor<'_>, key: &str) -> Option<Match> {
    let value = value::whole(cursor)?;
    decide(cursor, &value, &key::hinted(key))
}

fn decide(cursor: &Cursor<'_>, value: &Value, key: &key::Key<'_>) -> Option<Match> {
    let text = cursor.slice(value.start, value.end);
    if token::is_documented(text) {
        return None;
    }
    if let Some(rule) = keyed::rule(key, text) {
        return Some(Match::new(value.start, value.end, keyed::SCORE).of_rule(rule));
    }
    let kind = words::kind(key.name)?;
    let score = judge::score(kind, text, value)?;
    let rule = match kind {
        Kind::Password | Kind::Passphrase | Kind::Pin if key.in_row => "connection-string-password",
        Kind::Password | Kind::Passphrase | Kind::Pin if key.in_nuget => "nuget-config-password",
        Kind::Password | Kind::Passphrase | Kind::Pin => "generic-password",
        Kind::Auth if key.is_option => "curl-auth-header",
        _ if key.is_option => "curl-auth-header",
        Kind::Secret | Kind::Key | Kind::Auth | Kind::Session => "generic-api-key",
    };
    Some(Match::new(value.start, value.end, score).of_rule(rule))
}

/// The next operator from `from` on, by its last character.
pub(crate) fn next_operator(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.iter().position(|byte| is_operator(*byte)).map(|offset| from + offset)
}

fn is_operator(byte: u8) -> bool {
    matches!(byte, b'=' | b':' | b'>' | b',' | b'(' | b'|' | b'?')
}
