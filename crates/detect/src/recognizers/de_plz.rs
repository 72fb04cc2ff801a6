//! German postcodes (Deutsche Post): five digits, 01001 to 99998, also after `D-`.
//!
//! Five digits are any number, so only the words before make a finding.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_plz",
    entity: Entity::known("DE_PLZ"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "plz",
        "postleitzahl",
        "postleitzahlen",
        "post leitzahl",
        "wohnort",
        "anschrift",
        "wohnhaft in",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99999", "A=99999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| match code.chars() {
        [b'D', ..] => Some(0.4),
        [a, ..] if a.is_ascii_digit() => {
            matches!(code.number(0, 5), 1_001..=99_998).then_some(0.14)
        }
        _ => None,
    })
}
