//! German tax numbers (Bundeszentralamt für Steuern; § 139b AO): office, district and serial in the
//! groups of the state, or thirteen digits with a zero in the fifth place.

use portcullis_model::Entity;

use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_tax_number",
    entity: Entity::known("DE_TAX_NUMBER"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "steuernummer",
        "steuer nummern",
        "elster",
        "elster steuernummer",
        "umsatzsteuernummer",
        "einkommensteuer",
        "einkommensteuernummer",
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
const TEMPLATES: &[&str] = &[
    "99/999/99999",
    "999/999/99999",
    "999/9999/9999",
    "99/9999/9999",
    "999/9999/99999",
    "99/999/9999",
    "999/999/9999",
    "99/9999/99999",
    "99/999/9999/9",
    "99999/99999",
    "9999999999999",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let text = cursor.slice(cursor.at, code.end);
        let separated = |c: char| text.contains(c);
        match code.chars().len() {
            13 if code.joined => nationwide(code),
            9..=12 if separated('/') && !separated('-') && !separated(' ') => {
                Some(Worth::from(if code.chars().len() == 9 { 0.05 } else { 0.4 }))
            }
            10 | 11 if !separated('/') && !separated('-') => Some(Worth::cued(0.14)),
            _ => None,
        }
    })
}

/// The form for the whole country: the number of the highest authority of the state, the last
/// two digits of the office, a zero. Other detectors take the number of the state for the
/// first part.
fn nationwide(code: &Code) -> Option<Worth> {
    match code.number(0, 2) {
        10 | 11 | 21..=24 | 26..=28 | 30..=32 | 40 | 41 | 51..=53 | 91 | 92
            if code.at(4) == b'0' =>
        {
            Some(Worth::from(0.2))
        }
        1..=16 => Some(Worth::from(0.05)),
        _ => None,
    }
}
