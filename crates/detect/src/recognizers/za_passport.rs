//! Numbers of South African passports (Department of Home Affairs): a letter of the kind and eight
//! digits. They have no check digit outside of the machine-readable zone.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "za_passport",
    entity: Entity::known("ZA_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "passport",
        "passports",
        "passport no",
        "passport number",
        "passport id",
        "sa passport",
        "south african passport",
        "travel document",
        "paspoort",
        "paspoortnommer",
        "reisdokument",
        "home affairs",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["A99999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        // Passports, diplomatic ones, official ones, crew and temporary ones.
        let kind = matches!(code.at(0), b'A' | b'D' | b'M' | b'T');
        kind.then_some(if code.capital { 0.2 } else { 0.15 })
    })
}
