//! Canadian social insurance numbers (Employment and Social Development Canada, "Social Insurance
//! Number"): nine digits, Luhn. No number begins with 0 or 8. It is printed in three groups.

use portcullis_model::Entity;

use crate::checksum::luhn;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "ca_sin",
    entity: Entity::known("CA_SIN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "sin",
        "sins",
        "sin number",
        "social insurance",
        "social insurance number",
        "social insurance no",
        "canada sin",
        "canadian",
        "numéro d'assurance sociale",
        "assurance sociale",
        "nas",
        "service canada",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999 999 999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let issued = !matches!(code.at(0), b'0' | b'8') && !code.is_monotone() && code.is_even();
        let valid = issued && luhn(code.chars());
        valid.then_some(if code.joined { 0.2 } else { 0.4 })
    })
}
