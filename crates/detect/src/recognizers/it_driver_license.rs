//! Numbers of Italian driving licences (Ministero delle Infrastrutture e dei Trasporti): two letters,
//! seven digits and a letter, or `U1` with seven characters and a letter.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "it_driver_license",
    entity: Entity::known("IT_DRIVER_LICENSE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "patente",
        "patente di guida",
        "patente n",
        "patente nr",
        "numero di patente",
        "numero della patente",
        "patenti",
        "patente b",
        "license number",
        "licence number",
        "driver s license",
        "numero patente",
        "patente numero",
        "patente auto",
        "licenza di guida",
        "italian driving licence",
        "driving licence",
        "driving license",
        "driver license",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AA9999999A", "A9XXXXXXXA"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| match code.chars() {
        [b'U', b'1', body @ ..] => {
            let (_, body) = body.split_last()?;
            let used = body.iter().all(|byte| !b"AIOQV".contains(byte));
            used.then_some(if code.capital { 0.3 } else { 0.2 })
        }
        [_, second, ..] if second.is_ascii_alphabetic() => {
            Some(if code.capital { 0.3 } else { 0.2 })
        }
        _ => None,
    })
}
