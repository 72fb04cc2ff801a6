//! Numbers of United States passports (Department of State): nine digits, or a letter and eight digits
//! since 2021.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "us_passport",
    entity: Entity::known("US_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "passport",
        "passports",
        "passport number",
        "passport no",
        "us passport",
        "u s passport",
        "american passport",
        "travel document",
        "passportnumber",
        "united states passport",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999999999", "A99999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        Some(match code.at(0) {
            _ if code.is_monotone() => 0.05,
            b'A'.. => 0.2,
            _ => 0.15,
        })
    })
}
