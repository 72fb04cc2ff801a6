//! Numbers of Indian passports (Passport Seva): a letter and seven digits, of which the first and the
//! last are not zero.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_passport",
    entity: Entity::known("IN_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "passport",
        "passports",
        "passport number",
        "passport no",
        "indian passport",
        "travel document",
        "passport seva",
        "पासपोर्ट",
        "passportnumber",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["A99 99999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let known = code.at(1) != b'0' && code.at(7) != b'0';
        let unused = matches!(code.at(0), b'Q' | b'X' | b'Z');
        known.then_some(match (unused, code.capital) {
            (true, _) => 0.05,
            (false, true) => 0.2,
            (false, false) => 0.15,
        })
    })
}
