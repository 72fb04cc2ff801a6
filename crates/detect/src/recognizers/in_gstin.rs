//! Indian goods and services tax numbers (CGST Rules 2017, rule 10; GST Network): state, permanent
//! account number, serial, `Z`, and a check character: Luhn modulo 36.

use portcullis_model::Entity;

use crate::checksum::value;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_gstin",
    entity: Entity::known("IN_GSTIN"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "gst",
        "gstin",
        "gst no",
        "gst number",
        "gstin number",
        "goods and services tax",
        "tax invoice",
        "gst registration",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99AAAAA9999AXAX"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let state = matches!(code.number(0, 2), 1..=38 | 97 | 99);
        let known = state && code.at(12) != b'0' && code.at(13) == b'Z';
        known.then_some(if is_checked(code.chars()) { 0.95 } else { 0.15 })
    })
}

fn is_checked(chars: &[u8]) -> bool {
    let Some((check, body)) = chars.split_last() else { return false };
    let counted = body.iter().zip([1, 2].into_iter().cycle()).map(|(byte, weight)| {
        let product = value(*byte) * weight;
        product / 36 + product % 36
    });
    (counted.sum::<u32>() + value(*check)).is_multiple_of(36)
}
