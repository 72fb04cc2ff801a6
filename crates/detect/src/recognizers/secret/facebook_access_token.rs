//! App access tokens of Facebook: the number of the app, `|`, and its secret or a key.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = super::recognizer(
    "facebook-access-token",
    Trigger::Digits(&["999999999999999", "9999999999999999"]),
    find,
);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at;
    let bar = cursor.run(start, 17, |byte| byte.is_ascii_digit());
    let fits = (15..=16).contains(&(bar - start)) && cursor.opens(start);
    if !fits || !matches!(cursor.byte(bar), Some(b'|' | b'%')) {
        return None;
    }
    let end = token::end(cursor, bar + 1, &[Part::Run(Class::Url, 27, 42)])?;
    token::is_plausible(cursor.slice(bar + 1, end)).then(|| Match::new(start, end, token::SCORE))
}
