//! Personal access, OAuth and refresh tokens of DigitalOcean.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = super::recognizer(
    "digitalocean-pat",
    Trigger::Literals(&["dop_v1_", "doo_v1_", "dor_v1_"]),
    find,
);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 7, Class::Hex, 64..=64)
}
