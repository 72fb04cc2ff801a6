//! Numbers of United Kingdom passports in the form that HM Passport Office prints now: two letters and
//! seven digits. Those of nine digits alone are not told from those of other countries.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "uk_passport",
    entity: Entity::known("UK_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "passport",
        "passports",
        "passport number",
        "passport no",
        "british passport",
        "uk passport",
        "hm passport office",
        "travel document",
        "passportnumber",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AA9999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| Some(if code.capital { 0.2 } else { 0.15 }))
}
