//! The last field of a line of a password file of PostgreSQL: `host:port:database:user:password`.
//!
//! Its fields have no names: the number of them and the port say what they are.

use super::judge;
use super::key::{WINDOW_BYTES, last};
use super::value::{Form, Value};
use super::words::Kind;
use crate::cursor::Cursor;
use crate::recognizer::Match;

/// A password behind the fourth colon of a line that ends with it.
pub(super) fn find(cursor: &Cursor<'_>, value: &Value) -> Option<Match> {
    if value.form != Form::Colon || value.quoted || value.start != cursor.at + 1 {
        return None;
    }
    let left = last(cursor.text.get(..cursor.at)?, WINDOW_BYTES);
    let (_, line) = left.rsplit_once('\n').unwrap_or(("", left));
    let mut fields = line.split(':');
    let (_host, port, _database, user) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let is_port = port == "*"
        || (2..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let fits = is_port
        && !user.is_empty()
        && fields.next().is_none()
        && !line.contains([' ', '/', '=', '"']);
    let ends = matches!(cursor.byte(value.end), None | Some(b'\n' | b'\r'));
    let text = cursor.slice(value.start, value.end);
    if !fits || !ends || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let score = judge::score(Kind::Password, text, value)?;
    Some(Match::new(value.start, value.end, score).of_rule("pgpass-password"))
}
