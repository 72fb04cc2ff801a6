//! Common reference numbers of the Philippines (Executive Order 420 of 2005; Social Security System,
//! "UMID card"): twelve digits as four, seven and one. Their check digit is not published.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "ph_umid",
    entity: Entity::known("PH_UMID"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "umid",
        "umid no",
        "umid number",
        "umid id",
        "umid card",
        "crn",
        "common reference number",
        "unified multi purpose id",
        "unified multi purpose identification",
        "sss",
        "gsis",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999 9999999 9"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let spaced = cursor.slice(cursor.at, code.end).contains(' ');
        Some(match (code.is_monotone(), code.joined) {
            (true, _) => Worth::from(0.05),
            (false, true) => Worth::from(0.14),
            (false, false) if spaced => Worth::cued(0.4),
            (false, false) => Worth::from(0.4),
        })
    })
}
