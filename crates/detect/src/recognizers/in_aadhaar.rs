//! Indian Aadhaar numbers (Unique Identification Authority of India, "UID Numbering Scheme"): twelve
//! digits, Verhoeff; none begins with 0 or 1.

use portcullis_model::Entity;

use crate::checksum::verhoeff;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_aadhaar",
    entity: Entity::known("IN_AADHAAR"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: CONTEXT,
    find,
};

/// The same with colons, which no other number has.
pub(super) const WITH_COLONS: Recognizer = Recognizer {
    name: "in_aadhaar_colons",
    entity: Entity::known("IN_AADHAAR"),
    rule: None,
    trigger: Trigger::Shape(&[Shape { letters: &[0], digits: &[4], next: &[Next::Other] }]),
    context: CONTEXT,
    find: find_with_colons,
};

const CONTEXT: &[&str] = &[
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
];

/// How it is written.
const TEMPLATES: &[&str] = &["9999 9999 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        is_valid(code.chars()).then_some(if code.joined { 0.2 } else { 0.45 })
    })
}

/// `2345:6789:0123`.
fn find_with_colons(cursor: &Cursor<'_>) -> Option<Match> {
    let mut digits = [0; 12];
    for (index, slot) in digits.iter_mut().enumerate() {
        let at = cursor.at + index + index / 4;
        if index % 4 == 0 && index > 0 && cursor.byte(at - 1) != Some(b':') {
            return None;
        }
        *slot = cursor.byte(at).filter(u8::is_ascii_digit)?;
    }
    let end = cursor.at + 14;
    let more = cursor.byte(end) == Some(b':');
    (is_valid(&digits) && !more && code::closes(cursor, end))
        .then(|| Match::new(cursor.at, end, 0.3))
}

fn is_valid(digits: &[u8]) -> bool {
    let palindrome = digits.iter().rev().eq(digits);
    !matches!(digits.first(), Some(b'0' | b'1')) && !palindrome && verhoeff(digits)
}
