//! Taxpayer identification numbers of the Philippines (Bureau of Internal Revenue, Revenue Regulations
//! 7-2012): nine digits and a branch code of three or five.

use portcullis_model::Entity;

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
        (!code.is_monotone()).then_some(match (code.joined, code.chars().len()) {
            (false, 12 | 14) => 0.4,
            (false, _) => 0.25,
            (true, _) => 0.14,
        })
    })
}
