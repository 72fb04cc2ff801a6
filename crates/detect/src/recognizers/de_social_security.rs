//! German pension insurance numbers (SGB VI § 147, VKVV §§ 2 and 4): area, date of birth with 50 added
//! to the day in need, first letter of the name at birth, serial, and a check digit over all of them,
//! the letter as two digits.

use portcullis_model::Entity;

use crate::checksum::{is_day, last, value, weighted_digits};
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_social_security",
    entity: Entity::known("DE_SOCIAL_SECURITY"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "rentenversicherungsnummer",
        "renten nr",
        "rentennummer",
        "rentenversicherungsnr",
        "sozialversicherungsnr",
        "deutsche rentenversicherung",
        "sv nr",
        "rv nr",
        "versicherungs nr",
        "pension insurance number",
        "sozialversicherungsnummer",
        "versicherungsnummer",
        "rvnr",
        "svnr",
        "sv nummer",
        "rv nummer",
        "rentenversicherung",
        "sozialversicherung",
        "sozialversicherungsausweis",
        "social security number",
        "social insurance number",
        "versicherungsnr",
        "vsnr",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99 999999 A 999", "99 99 99 99 A 999", "99 999999 A 99 9"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let day = code.number(2, 4) % 50;
        let born = is_day(code.number(4, 6), day) && code.number(2, 4) < 82;
        let area = matches!(code.number(0, 2), 2..=4 | 8..=29 | 38..=89);
        (born && is_checked(code)).then_some(if area { 0.9 } else { 0.05 })
    })
}

fn is_checked(code: &Code) -> bool {
    let letter = value(code.at(8)).saturating_sub(9);
    let tens = u8::try_from(letter / 10).unwrap_or_default() + b'0';
    let ones = u8::try_from(letter % 10).unwrap_or_default() + b'0';
    let mut digits: Vec<u8> = code.chars().iter().take(8).copied().collect();
    digits.extend([tens, ones, code.at(9), code.at(10)]);
    let sum = weighted_digits(&digits, &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]);
    sum % 10 == last(code.chars())
}
