//! Taxpayer identification numbers of the Philippines (Bureau of Internal Revenue, Revenue Regulations
//! 7-2012): nine digits, the last of which is a weighted sum modulo 11, and a branch code of three
//! or five.

use portcullis_model::Entity;

use crate::checksum::{value, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "ph_tin",
    entity: Entity::known("PH_TIN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "tin",
        "tin id",
        "taxpayer id",
        "taxpayer number",
        "tax id",
        "tax id number",
        "tax identification",
        "philippine tin",
        "numero ng tin",
        "buwis",
        "tins",
        "tin no",
        "tin number",
        "taxpayer identification",
        "taxpayer identification number",
        "bir",
        "bureau of internal revenue",
        "tax identification number",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999 999 999 99999", "999 999 999 999", "999 999 999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        // A rest of 10 has no digit: such numbers are passed over.
        let rest = weighted(code.chars(), &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        if rest != value(code.at(8)) {
            return None;
        }
        Some(match (code.joined, code.chars().len()) {
            _ if code.number(0, 9) == 0 => 0.05,
            (false, 12 | 14) => 0.45,
            (false, _) => 0.3,
            (true, 9) => 0.14,
            (true, _) => 0.2,
        })
    })
}
