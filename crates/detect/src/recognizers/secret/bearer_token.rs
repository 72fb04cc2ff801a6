//! Tokens behind the word `Bearer`: RFC 6750, 2.1, wherever a header is quoted.
//!
//! JSON web tokens and tokens with a beginning of their own have rules that are surer.

use super::assignment::key::last;
use super::assignment::plausible::is_token;
use super::token;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("bearer-token", Trigger::Literals(&["Bearer ", "bearer ", "BEARER "]), find);

const SCORE: f32 = 0.8;
/// LIMIT: bytes of a token without a form.
const TOKEN_BYTES_MAX: usize = 512;
/// LIMIT: how far before the word the option of a command stands that it belongs to.
const OPTION_BYTES_MAX: usize = 48;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.run(cursor.at + 7, 3, |byte| byte == b' ');
    let end = cursor.run(start, TOKEN_BYTES_MAX, is_token_byte);
    let fits =
        end - start < TOKEN_BYTES_MAX && !matches!(cursor.byte(end), Some(b'(' | b'{' | b'['));
    let value = cursor.slice(start, end).trim_end_matches('.');
    let found = fits && is_token(value) && !token::is_filling(value);
    let end = start + value.len();
    found.then(|| of_command(cursor, Match::new(start, end, SCORE)))
}

/// A match in a header, which may be an argument of `curl`.
pub(super) fn of_command(cursor: &Cursor<'_>, found: Match) -> Match {
    let left = last(cursor.text.get(..cursor.at).unwrap_or_default(), OPTION_BYTES_MAX);
    match left.contains("-H ") || left.contains("--header") || left.contains("-H\"") {
        true => found.of_rule("curl-auth-header"),
        false => found,
    }
}

/// `b64token` of RFC 6750.
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/' | b'=')
}
