//! NHS numbers of England, Wales and the Isle of Man: NHS Data Model and Dictionary, "NHS Number":
//! ten digits, weighted sum modulo 11.

use portcullis_model::Entity;

use crate::checksum::weighted;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "uk_nhs",
    entity: Entity::known("UK_NHS"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "nhs",
        "nhs number",
        "nhs no",
        "national health service",
        "health service",
        "health number",
        "patient",
        "patient number",
        "patient id",
        "hospital",
        "medical record",
        "gp surgery",
        "nhsnumber",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999 999 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        sum.is_multiple_of(11).then_some(match (code.is_monotone(), code.joined) {
            // A row of one digit passes too; who writes it means none.
            (true, _) => 0.05,
            (false, true) => 0.2,
            (false, false) => 0.45,
        })
    })
}
