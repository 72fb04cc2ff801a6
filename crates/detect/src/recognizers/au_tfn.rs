//! Australian tax file numbers (Australian Taxation Office, "Tax file number"): nine digits, weighted
//! sum modulo 11. The older ones of eight digits are not recognised.

use portcullis_model::Entity;

use crate::checksum::weighted;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "au_tfn",
    entity: Entity::known("AU_TFN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "tfn",
        "tfns",
        "tax file",
        "tax file number",
        "tax file no",
        "australian taxation office",
        "ato",
        "taxfile",
        "superannuation",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999 999 999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[1, 4, 3, 7, 5, 8, 6, 9, 10]);
        let valid = sum.is_multiple_of(11) && !code.is_monotone() && code.is_even();
        valid.then_some(if code.joined { 0.2 } else { 0.4 })
    })
}
