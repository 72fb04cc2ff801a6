//! API keys of Mailchimp: 32 hexadecimal digits and the data centre they belong to.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("mailchimp-api-key", Trigger::Literals(&["-us"]), find);

const PARTS: &[Part] = &[Part::Text("-us"), Part::Run(Class::Digit, 1, 2)];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = token::behind(cursor, Class::Hex, 32..=32)?;
    token::plausible(cursor, start, token::end(cursor, cursor.at, PARTS)?)
}
