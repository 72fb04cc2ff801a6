//! South African numbers of driving licences (Department of Transport, National Road Traffic
//! Regulations 2000, regulation 108): eight digits and four letters, without a check digit.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "za_driver_license",
    entity: Entity::known("ZA_DRIVER_LICENSE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "driver s license",
        "driver license",
        "drivers license",
        "driver s licence",
        "driver licence",
        "drivers licence",
        "driving license",
        "driving licence",
        "licence number",
        "license number",
        "licence no",
        "license no",
        "natis",
        "na tis",
        "enatis",
        "bestuurslisensie",
        "rybewys",
    ],
    find,
};

/// How it is written. Other detectors take ten to fourteen characters that begin with six digits.
const TEMPLATES: &[&str] =
    &["999999XXXX", "999999XXXXX", "9999999XXXXX", "99999999XXXXX", "999999999XXXXX"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let (number, rest) = code.chars().split_at_checked(8)?;
        let usual = number.iter().all(u8::is_ascii_digit)
            && rest.len() == 4
            && rest.iter().all(u8::is_ascii_alphabetic);
        let letters = code.chars().iter().any(u8::is_ascii_alphabetic);
        letters.then_some(if usual && code.capital { 0.2 } else { 0.09 })
    })
}
