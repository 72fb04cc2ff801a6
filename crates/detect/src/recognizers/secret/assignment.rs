//! Credentials that their key tells: what stands after an operator, if a key before it names a
//! secret and the value is one that nobody writes for an example.
//!
//! It looks at the value first, which most operators of source code do not have, and only then
//! at the key. It finds no passwords of letters alone, none with spaces, and no numbers.

pub(super) mod bigrams;
pub(super) mod cookie;
pub(super) mod judge;
pub(super) mod key;
pub(super) mod placeholder;
pub(super) mod plausible;
pub(super) mod value;
pub(super) mod row;
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
    let key = key::before(cursor, &value);
    let found = key.and_then(|key| decide(cursor, &value, &key));
    found.or_else(|| row::find(cursor, &value)).or_else(|| cookie::find(cursor, &value))
}

/// A text that stands under a key: it is the value, all of it.
fn whole(cursor: &Cursor<'_>, key: &str) -> Option<Match> {
    let value = value::whole(cursor)?;
    decide(cursor, &value, &key::hinted(key))
}

/// Whether no text is a secret because it stands under this key.
pub(crate) fn names_none(key: &str) -> bool {
    let key = key::hinted(key);
    words::kind(key.name).is_none() && keyed::has_no_rule(&key)
}

/// What a value is under a key.
pub(super) fn decide(cursor: &Cursor<'_>, value: &Value, key: &key::Key<'_>) -> Option<Match> {
    let text = cursor.slice(value.start, value.end);
    // Few keys name a secret, so what the value is filled with is asked last.
    if let Some(rule) = keyed::rule(key, text) {
        let found = Match::new(value.start, value.end, keyed::SCORE).of_rule(rule);
        return (!token::is_filling(text)).then_some(found);
    }
    let kind = words::kind(key.name).filter(|_| !token::is_filling(text))?;
    let score = judge::score(kind, text, value)?;
    let rule = match kind {
        Kind::Password | Kind::Passphrase | Kind::Pin if key.in_row => "connection-string-password",
        Kind::Password | Kind::Passphrase | Kind::Pin if key.in_nuget => "nuget-config-password",
        Kind::Password | Kind::Passphrase | Kind::Pin => "generic-password",
        _ if key.is_option => "curl-auth-header",
        Kind::Secret | Kind::Key | Kind::Auth | Kind::Session => "generic-api-key",
    };
    Some(Match::new(value.start, value.end, score).of_rule(rule))
}

/// Whether the characters beside an operator let it stand before a value. Most commas and
/// brackets of source code do not.
pub(crate) fn may_assign(bytes: &[u8], at: usize) -> bool {
    let before = || at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
    let Some(next) = bytes.get(at + 1).copied() else { return true };
    match bytes.get(at) {
        Some(b'=') => !matches!(next, b'=' | b'>' | b'~' | b'\n'),
        Some(b':') => !matches!(next, b':' | b'=' | b'/' | b'\n') && before() != Some(b':'),
        Some(b'>') => !matches!(next, b'=' | b'>' | b'(' | b',' | b';' | b')' | b'{' | b'.'),
        Some(b',') => matches!(before(), Some(b'"' | b'\'' | b'`' | b' ')),
        Some(b'(') => matches!(next, b'"' | b'\'' | b'`' | b'\\' | b'@' | b'\n' | b' ' | b'\r'),
        Some(b'|') => before() == Some(b'|') || before() == Some(b' ') && next == b' ',
        _ => before() == Some(b'?'),
    }
}
