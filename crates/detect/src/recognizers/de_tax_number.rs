//! German tax numbers (Bundeszentralamt für Steuern; § 139b AO): office, district and serial in the
//! groups of the state, or thirteen digits with a zero in the fifth place.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_tax_number",
    entity: Entity::known("DE_TAX_NUMBER"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "steuernummer",
        "steuernummern",
        "steuer nr",
        "steuernr",
        "st nr",
        "stnr",
        "finanzamt",
        "tax number",
        "german tax number",
        "steuer nummer",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99/999/99999", "999/999/99999", "999/9999/9999", "9999999999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let long = code.chars().len() == 13;
        let slashed = cursor.slice(cursor.at, code.end).contains('/');
        match (long, slashed) {
            (true, _) => (code.at(4) == b'0' && code.at(0) != b'0').then_some(0.2),
            (false, true) => Some(0.4),
            (false, false) => Some(0.14),
        }
    })
}
