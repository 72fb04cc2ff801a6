//! National provider identifiers of the United States (45 CFR 162.406; CMS, "Requirements for NPI
//! check digit"): ten digits, the first 1 or 2, Luhn with the prefix 80840.

use portcullis_model::Entity;

use crate::checksum::luhn;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "us_npi",
    entity: Entity::known("US_NPI"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "npi",
        "npis",
        "npi number",
        "national provider",
        "national provider identifier",
        "provider id",
        "provider number",
        "provider",
        "prescriber",
        "physician",
        "cms",
        "taxonomy",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999 999 999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let mut chars = *b"808400000000000";
        for (slot, byte) in chars.iter_mut().skip(5).zip(code.chars()) {
            *slot = *byte;
        }
        let valid = matches!(code.at(0), b'1' | b'2') && luhn(&chars);
        valid.then_some(if code.joined { 0.2 } else { 0.3 })
    })
}
