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
        "plz ort",
        "leitzahl",
        "postleit zahl",
        "adresse",
        "wohnsitz",
        "lieferadresse",
        "rechnungsadresse",
        "german postal code",
        "german postcode",
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
const TEMPLATES: &[&str] = &["99999", "A=99999", "AA=99999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let letters = cursor.run(cursor.at, 3, |byte| byte.is_ascii_alphabetic()) - cursor.at;
    let known = matches!(cursor.slice(cursor.at, cursor.at + letters), "" | "D" | "DE");
    let found = code::find(cursor, TEMPLATES, |code| {
        let issued = matches!(code.number(letters, letters + 5), 1_001..=99_998);
        (known && issued).then_some(if letters > 0 { 0.4 } else { 0.14 })
    })?;
    // The letter of the country is no part of it.
    Some(Match { start: found.end - 5, ..found })
}
