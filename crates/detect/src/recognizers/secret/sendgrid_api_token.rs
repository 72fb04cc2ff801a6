//! API keys of SendGrid: an id and a key, both base64url.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("sendgrid-api-token", Trigger::Literals(&["SG."]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let id_end = cursor.run(cursor.at + 3, 23, |byte| Class::Url.has(byte));
    if id_end - cursor.at != 3 + 22 || cursor.byte(id_end) != Some(b'.') {
        return None;
    }
    token::after(cursor, 3 + 22 + 1, Class::Url, 43..=43)
}
