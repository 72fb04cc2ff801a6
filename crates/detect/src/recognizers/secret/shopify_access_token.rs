//! Access tokens and shared secrets of Shopify.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = super::recognizer(
    "shopify-access-token",
    Trigger::Literals(&["shpat_", "shpca_", "shppa_", "shpss_"]),
    find,
);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 6, Class::Hex, 32..=32)
}
