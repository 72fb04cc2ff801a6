//! API keys of Postman: two runs of hexadecimal digits.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("postman-api-token", Trigger::Literals(&["PMAK-"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let id_end = cursor.run(cursor.at + 5, 25, |byte| Class::Hex.has(byte));
    if id_end - cursor.at != 5 + 24 || cursor.byte(id_end) != Some(b'-') {
        return None;
    }
    token::after(cursor, 5 + 24 + 1, Class::Hex, 34..=34)
}
