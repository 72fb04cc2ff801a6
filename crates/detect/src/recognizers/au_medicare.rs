//! Australian Medicare card numbers (Services Australia; the National Health Data Dictionary,
//! "Medicare card number"): ten digits, the first 2 to 6, the ninth a weighted sum modulo 10, the last
//! the issue of the card.

use portcullis_model::Entity;

use crate::checksum::{value, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "au_medicare",
    entity: Entity::known("AU_MEDICARE"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "medicare",
        "medicare number",
        "medicare card",
        "medicare card number",
        "medicare no",
        "services australia",
        "medicarenumber",
        "bulk bill",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999 99999 9"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[1, 3, 7, 9, 1, 3, 7, 9]);
        let checked = sum % 10 == value(code.at(8));
        let valid = matches!(code.at(0), b'2'..=b'6') && checked && code.is_even();
        valid.then_some(if code.joined { 0.2 } else { 0.55 })
    })
}
