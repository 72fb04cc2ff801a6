//! Numbers of Italian passports (Ministero degli Affari Esteri): two letters and seven digits.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "it_passport",
    entity: Entity::known("IT_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "passaporto",
        "passaporti",
        "numero del passaporto",
        "passaporto numero",
        "passaporto nr",
        "passaporto elettronico",
        "documento di viaggio",
        "passport",
        "passport number",
        "passport no",
        "numero passaporto",
        "numero di passaporto",
        "passaporto n",
        "passaporto italiano",
        "italian passport",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AA9999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| Some(if code.capital { 0.2 } else { 0.15 }))
}
