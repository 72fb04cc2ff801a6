//! Numbers of Spanish passports (Real Decreto 896/2003): three letters and six digits.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "es_passport",
    entity: Entity::known("ES_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "pasaporte",
        "pasaportes",
        "pasaporte número",
        "pasaporte numero",
        "pasaporte espanol",
        "documento de viaje",
        "passport no",
        "passport id",
        "número de pasaporte",
        "numero de pasaporte",
        "pasaporte español",
        "passport",
        "spanish passport",
        "passport number",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AAA999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| Some(if code.capital { 0.2 } else { 0.15 }))
}
