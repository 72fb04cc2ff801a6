//! Cookies that are nothing but what a machine made, whatever they are called: RFC 6265.
//!
//! Those that are named for a session or a token are found by their names. Names with an
//! underscore in front are those of programs that count visitors.

use super::key::{WINDOW_BYTES, last};
use super::plausible::is_strong_token;
use super::value::{Form, Value};
use crate::cursor::Cursor;
use crate::recognizer::Match;
use crate::recognizers::secret::token;

const SCORE: f32 = 0.6;
/// The end of the names of headers that hold cookies.
const HEADER: &str = "ookie:";
/// What browsers ask the names of cookies to begin with that are kept safe.
const SAFE: &[&str] = &["__Host-", "__Secure-"];

/// A value behind the name of a cookie.
pub(super) fn find(cursor: &Cursor<'_>, value: &Value) -> Option<Match> {
    if value.form != Form::Equals || value.quoted || value.start != cursor.at + 1 {
        return None;
    }
    let text = cursor.slice(value.start, value.end);
    if !is_strong_token(text) || token::is_filling(text) {
        return None;
    }
    let left = last(cursor.text.get(..cursor.at)?, WINDOW_BYTES);
    let line = left.rsplit(['\n', '\r']).next()?;
    let (_, cookies) = line.split_once(HEADER)?;
    let name = cookies.rsplit([';', ' ']).next()?;
    let safe = SAFE.iter().any(|safe| name.starts_with(safe));
    let counts = name.starts_with('_') && !safe;
    (!counts && !name.is_empty())
        .then(|| Match::new(value.start, value.end, SCORE).of_rule("generic-api-key"))
}
