//! South African identity numbers (Identification Act 68 of 1997, section 7): date of birth, serial,
//! 0 to 2 for citizenship, 8 or 9, Luhn.

use portcullis_model::Entity;

use crate::checksum::{is_day, luhn};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "za_id_number",
    entity: Entity::known("ZA_ID_NUMBER"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "south african id",
        "south african id number",
        "south african identity number",
        "sa id number",
        "green book",
        "smart id",
        "smart id card",
        "national id",
        "identity no",
        "id nommer",
        "identiteit",
        "inombolo kamazisi",
        "sa id",
        "rsa id",
        "identity number",
        "id number",
        "identity document",
        "id no",
        "south africa",
        "idnumber",
        "identiteitsnommer",
        "home affairs",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999999 9999 999", "999999 9999 99 9"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let born = is_day(code.number(2, 4), code.number(4, 6));
        let known = matches!((code.at(10), code.at(11)), (b'0'..=b'2', b'8' | b'9'));
        (born && known && luhn(code.chars())).then_some(if code.joined { 0.4 } else { 0.6 })
    })
}
