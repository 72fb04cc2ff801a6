//! JSON web tokens that were encoded in base64 once more, as whole headers and cookies are.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::encoded;
use crate::recognizer::{Match, Recognizer, Trigger};

/// It begins with `{"` in base64 twice.
pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("jwt-base64", Trigger::Literals(&["ZXlK"]), find);

/// LIMIT: bytes of an encoded token that are looked at.
const PARTS: &[Part] = &[Part::Run(Class::AnyBase64, 60, 8 * 1024), Part::Padding];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    if !cursor.opens(cursor.at) {
        return None;
    }
    let end = token::end(cursor, cursor.at, PARTS)?;
    let text = encoded::base64_text(cursor.slice(cursor.at, end));
    let parts = text.split('.');
    let plain = text.bytes().all(|byte| Class::Url.has(byte) || byte == b'.');
    (plain && (2..=5).contains(&parts.count())).then(|| Match::new(cursor.at, end, token::SCORE))
}
