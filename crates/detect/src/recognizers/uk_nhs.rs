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
        let valid = sum.is_multiple_of(11) && !code.is_monotone();
        valid.then_some(if code.joined { 0.2 } else { 0.45 })
    })
}
