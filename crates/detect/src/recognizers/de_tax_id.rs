//! German tax identification numbers (Bundeszentralamt für Steuern, § 139b AO and
//! Steueridentifikationsnummerverordnung): eleven digits, ISO 7064 mod 11,10. Of the first ten digits
//! one occurs twice or three times (not in a row), the others once at most.

use portcullis_model::Entity;

use crate::checksum::mod_11_10;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_tax_id",
    entity: Entity::known("DE_TAX_ID"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "steuer id",
        "steuer ids",
        "steuer idnr",
        "steuer id nr",
        "steueridnr",
        "steuer identifikations nr",
        "steuerliche id",
        "persönliche identifikationsnummer",
        "persoenliche identifikationsnummer",
        "tax identifier",
        "steuerid",
        "steuer identifikationsnummer",
        "steueridentifikationsnummer",
        "identifikationsnummer",
        "idnr",
        "id nr",
        "steuerliche identifikationsnummer",
        "tax id",
        "tax identification",
        "tax identification number",
        "tin",
        "persönliche steuernummer",
        "bundeszentralamt",
        "steuernummer",
        "taxid",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99.999.999.999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let valid = code.at(0) != b'0' && mod_11_10(code.chars());
        let drawn = drawn(code.chars())?;
        valid.then_some(match (drawn, code.joined) {
            (true, true) => 0.3,
            (true, false) => 0.45,
            (false, _) => 0.05,
        })
    })
}

/// Whether the first ten digits could have been drawn; none if they could not be by any reading of
/// the rule. Other detectors let several digits occur twice or three times.
fn drawn(chars: &[u8]) -> Option<bool> {
    let body = chars.get(..10)?;
    let count = |digit: u8| body.iter().filter(|byte| **byte == digit).count();
    let repeated: Vec<_> = (b'0'..=b'9').map(count).filter(|count| *count > 1).collect();
    let in_a_row = |part: &[u8]| part.iter().all(|byte| part.first() == Some(byte));
    match repeated.as_slice() {
        [] => None,
        [2] => Some(true),
        [3] => Some(!body.windows(3).any(in_a_row)),
        repeated => repeated.iter().all(|count| *count < 4).then_some(false),
    }
}
