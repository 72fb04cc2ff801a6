//! Numbers of South Korean passports (Ministry of Foreign Affairs): a letter of the kind and eight
//! digits; those since 2021 have a letter in the middle.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "kr_passport",
    entity: Entity::known("KR_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "korean passport number",
        "여권번호",
        "여권 소지자",
        "여행증명서",
        "전자여권",
        "south korean passport",
        "passport id",
        "travel document",
        "yeogwon",
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
        let score = if code.capital { 0.2 } else { 0.15 };
        match code.at(0) {
            b'M' | b'S' | b'R' | b'O' | b'D' => Some(Worth::from(score)),
            // Those of officials of old.
            b'G' => Some(Worth::cued(score)),
            _ => None,
        }
    })
}
