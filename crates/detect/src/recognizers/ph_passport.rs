//! Numbers of passports of the Philippines (Department of Foreign Affairs): a letter, seven digits and
//! a letter since 2016, two letters and seven digits before. They have no check digit.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "ph_passport",
    entity: Entity::known("PH_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "passport",
        "passports",
        "passport no",
        "passport number",
        "passport id",
        "philippine passport",
        "philippines passport",
        "filipino passport",
        "pasaporte",
        "numero ng pasaporte",
        "dfa",
        "travel document",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["A9999999A", "AA9999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| Some(if code.capital { 0.2 } else { 0.15 }))
}
