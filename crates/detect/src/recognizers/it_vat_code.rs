//! Italian VAT numbers, "partita IVA" (DPR 633/1972, article 35): eleven digits, Luhn.

use portcullis_model::Entity;

use crate::checksum::luhn;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "it_vat_code",
    entity: Entity::known("IT_VAT_CODE"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "partita iva",
        "p iva",
        "piva",
        "iva",
        "vat",
        "vat number",
        "vat code",
        "vat no",
        "italian vat",
        "codice fiscale azienda",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9 9 9 9 9 9 9 9 9 9 9"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let office = matches!(code.number(7, 10), 1..=121 | 888 | 999);
        let valid = luhn(code.chars()) && code.number(0, 7) > 0;
        valid.then_some(if office { 0.3 } else { 0.2 })
    })
}
