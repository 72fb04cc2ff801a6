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
/// The end of the names of headers that hold cookies, and what stands before it.
const HEADERS: [&str; 2] = ["ookie:", "OOKIE:"];
const BEGINS: &[&str] = &["set-c", "Set-C", "Set-c", "SET-C", "c", "C"];
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
    let (before, cookies) = HEADERS.iter().find_map(|header| line.split_once(header))?;
    let (pairs, name) = cookies.rsplit_once(';').unwrap_or(("", cookies));
    let name = name.trim_start();
    if !begins(before) || name.contains(' ') || !pairs.split(';').all(is_pair) {
        return None;
    }
    let safe = SAFE.iter().any(|safe| name.starts_with(safe));
    let counts = name.starts_with('_') && !safe;
    (!counts && !name.is_empty())
        .then(|| Match::new(value.start, value.end, SCORE).of_rule("generic-api-key"))
}

/// Whether the name of a header that ends with `before` begins its line, or a text in quotes. In a
/// sentence it may be followed by anything.
fn begins(before: &str) -> bool {
    let lead = BEGINS.iter().find_map(|begin| before.strip_suffix(begin));
    // Programs show what they send and receive with an arrow in front.
    lead.is_some_and(|lead| {
        lead.ends_with(['"', '\'', '`']) || matches!(lead.trim(), "" | ">" | "<")
    })
}

/// Whether this stands between a header and a later cookie: one more, or nothing.
fn is_pair(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || !text.contains(' ') && text.find('=').is_some_and(|at| at > 0)
}
