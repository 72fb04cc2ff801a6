//! International mobile equipment identities (3GPP TS 23.003, section 6.2): fifteen digits, Luhn.
//! The forms with a software version have no check digit and are not recognised.

use portcullis_model::Entity;

use crate::checksum::luhn;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "imei",
    entity: Entity::known("IMEI"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "imei",
        "imeis",
        "imei number",
        "device id",
        "handset",
        "device imei",
        "mobile equipment",
        "phone imei",
        "gsma",
        "tac",
        "sim",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99 999999 999999 9", "999999 99 999999 9"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let valid = luhn(code.chars()) && code.number(0, 8) > 0;
        valid.then_some(if code.joined { 0.3 } else { 0.6 })
    })
}
