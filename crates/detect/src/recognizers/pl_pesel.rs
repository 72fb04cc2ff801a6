//! Polish PESEL numbers (Ustawa o ewidencji ludności, art. 15): date of birth with the century in the
//! month, serial, weighted sum modulo 10.

use portcullis_model::Entity;

use crate::checksum::{is_day, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "pl_pesel",
    entity: Entity::known("PL_PESEL"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "pesel",
        "numer pesel",
        "nr pesel",
        "pesel number",
        "polish id",
        "numer ewidencyjny",
        "dowód osobisty",
        "dowod osobisty",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99999999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
        let born = is_day(code.number(2, 4) % 20, code.number(4, 6));
        (born && sum.is_multiple_of(10)).then_some(0.4)
    })
}
