//! App access tokens of Facebook: the number of the app, `|`, and its secret or a key.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("facebook-access-token", Trigger::Literals(&["|", "%"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = token::behind(cursor, Class::Digit, 15..=16)?;
    let key = cursor.at + 1;
    let end = token::end(cursor, key, &[token::Part::Run(Class::Url, 27, 42)])?;
    token::is_plausible(cursor.slice(key, end)).then(|| Match::new(start, end, token::SCORE))
}
