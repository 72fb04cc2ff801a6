//! Indian Aadhaar numbers (Unique Identification Authority of India, "UID Numbering Scheme"): twelve
//! digits, Verhoeff; none begins with 0 or 1.

use portcullis_model::Entity;

use crate::checksum::verhoeff;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_aadhaar",
    entity: Entity::known("IN_AADHAAR"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "aadhaar",
        "aadhar",
        "adhaar",
        "adhar",
        "aadhaar number",
        "aadhaar no",
        "aadhaar card",
        "uidai",
        "uid",
        "uid number",
        "आधार",
        "आधार संख्या",
        "आधार नंबर",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999 9999 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let backwards = code.chars().iter().rev();
        let palindrome = backwards.eq(code.chars());
        let valid = !matches!(code.at(0), b'0' | b'1') && !palindrome && verhoeff(code.chars());
        valid.then_some(if code.joined { 0.2 } else { 0.45 })
    })
}
