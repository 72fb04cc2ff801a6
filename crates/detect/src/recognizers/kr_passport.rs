//! Numbers of South Korean passports (Ministry of Foreign Affairs): a letter of the kind and eight
//! digits; those since 2021 have a letter in the middle.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "kr_passport",
    entity: Entity::known("KR_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "여권번호",
        "여권",
        "대한민국 여권",
        "korean passport",
        "passport",
        "passport number",
        "passport no",
        "여권 번호",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["A999X9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let kind = matches!(code.at(0), b'M' | b'S' | b'R' | b'O' | b'D' | b'G');
        kind.then_some(if code.capital { 0.2 } else { 0.15 })
    })
}
