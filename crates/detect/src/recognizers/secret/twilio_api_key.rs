//! API keys of Twilio: `SK` and 32 hexadecimal digits.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("twilio-api-key", Trigger::Literals(&["SK"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 2, Class::Hex, 32..=32)
}
