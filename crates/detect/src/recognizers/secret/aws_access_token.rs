//! Access key ids of AWS (IAM User Guide, "Understanding unique ID prefixes").
//!
//! The secret access key has no form of its own and is not found here.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = super::recognizer(
    "aws-access-token",
    Trigger::Literals(&["AKIA", "ASIA", "ABIA", "ACCA"]),
    find,
);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 4, Class::Capital, 16..=16)
}
