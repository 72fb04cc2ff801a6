//! German health insurance numbers (SGB V § 290; GKV-Spitzenverband): a letter, eight digits and a
//! check digit, with the letter as two digits.

use portcullis_model::Entity;

use crate::checksum::{last, value, weighted_digits};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_health_insurance",
    entity: Entity::known("DE_HEALTH_INSURANCE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "krankenversicherung",
        "krankenversicherten nr",
        "krankenversichertennr",
        "versichertennr",
        "versicherten id",
        "versichertenkarte",
        "elektronische gesundheitskarte",
        "gesetzliche krankenversicherung",
        "gkv",
        "insurance number",
        "health insurance id",
        "krankenversicherungsnummer",
        "krankenversichertennummer",
        "versichertennummer",
        "krankenkasse",
        "kvnr",
        "kv nummer",
        "kv nr",
        "gesundheitskarte",
        "health insurance",
        "health insurance number",
        "egk",
        "versicherten nr",
        "versicherungsnummer",
        "krankenkassennummer",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["A999999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let letter = value(code.at(0)).saturating_sub(9);
        let tens = u8::try_from(letter / 10).unwrap_or_default() + b'0';
        let ones = u8::try_from(letter % 10).unwrap_or_default() + b'0';
        let mut digits = vec![tens, ones];
        digits.extend(code.chars().get(1..9)?);
        let sum = weighted_digits(&digits, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
        let checked = sum % 10 == last(code.chars());
        checked.then_some(if code.capital { 0.45 } else { 0.2 })
    })
}
