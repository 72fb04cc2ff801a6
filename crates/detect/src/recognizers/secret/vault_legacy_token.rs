//! Service tokens of HashiCorp Vault before 1.10: `s.` and 24 letters and digits.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = super::named(
    "vault-service-token-legacy",
    "vault-service-token",
    Trigger::Literals(&["s."]),
    find,
);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at + "s.".len();
    let end = token::end(cursor, start, &[Part::Run(Class::Alphanumeric, 24, 24)])?;
    let key = cursor.slice(start, end);
    // A member of something that is called `s` is a word and has no digits in it.
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let fits = digits > 0 && cursor.opens(cursor.at) && cursor.byte(end) != Some(b'(');
    (fits && token::is_plausible(key)).then(|| Match::new(cursor.at, end, token::SCORE))
}
