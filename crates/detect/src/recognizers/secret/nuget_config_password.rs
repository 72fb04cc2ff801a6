//! Passwords of package sources in the configuration of NuGet ("nuget.config reference",
//! packageSourceCredentials).

use super::token;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = super::recognizer(
    "nuget-config-password",
    Trigger::Literals(&["\"ClearTextPassword\"", "\"Password\""]),
    find,
);

/// LIMIT: bytes of white space between attributes.
const GAP_BYTES_MAX: usize = 16;
/// LIMIT: bytes of a password, which may be encrypted.
const PASSWORD_BYTES_MAX: usize = 1024;
const PASSWORD_BYTES_MIN: usize = 8;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    if !cursor.slice(0, cursor.at).ends_with("key=") {
        return None;
    }
    let name = cursor.run(cursor.at + 1, GAP_BYTES_MAX + 4, |byte| byte.is_ascii_alphabetic()) + 1;
    let value = cursor.run(name, GAP_BYTES_MAX, |byte| byte.is_ascii_whitespace());
    if !cursor.literal(value, "value=\"") {
        return None;
    }
    let start = value + "value=\"".len();
    let end = cursor.run(start, PASSWORD_BYTES_MAX, |byte| !matches!(byte, b'"' | b'\n' | b'<'));
    let password = cursor.slice(start, end);
    let variable = password.starts_with('%') && password.ends_with('%');
    let fits = password.len() >= PASSWORD_BYTES_MIN && cursor.byte(end) == Some(b'"');
    (fits && !variable && !token::is_documented(password) && !is_filler(password))
        .then(|| Match::new(start, end, token::SCORE))
}

/// Whether it stands for a password and is none.
fn is_filler(password: &str) -> bool {
    let filler = |byte: u8| matches!(byte, b'*' | b'x' | b'X' | b'.');
    password.bytes().all(filler) || password.starts_with("your") || password.starts_with('{')
}
