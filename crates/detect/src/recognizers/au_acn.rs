//! Australian company numbers (Australian Securities and Investments Commission, "Australian Company
//! Number (ACN) Digit Check"): nine digits, weighted sum modulo 10.

use portcullis_model::Entity;

use crate::checksum::weighted;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "au_acn",
    entity: Entity::known("AU_ACN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "acn",
        "acns",
        "company number",
        "australian company number",
        "company registration",
        "australian company",
        "asic",
        "registered company",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999 999 999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[8, 7, 6, 5, 4, 3, 2, 1, 1]);
        let valid = sum.is_multiple_of(10) && !code.is_monotone() && code.is_even();
        valid.then_some(if code.joined { 0.2 } else { 0.4 })
    })
}
