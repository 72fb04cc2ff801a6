//! Numbers of South Korean driver licenses (Road Traffic Act, enforcement rules): region 11 to 26 or 28,
//! year, serial and check digits.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "kr_driver_license",
    entity: Entity::known("KR_DRIVER_LICENSE"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "운전면허",
        "자동차운전면허",
        "운전면허증번호",
        "면허 번호",
        "면허증",
        "license no",
        "driver licence",
        "driving licence",
        "korean driving license",
        "korean driver s license",
        "운전면허번호",
        "면허번호",
        "운전면허증",
        "운전 면허",
        "korean driver license",
        "driver license",
        "driver s license",
        "driving license",
        "license number",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99 99 999999 99"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let region = matches!(code.number(0, 2), 11..=26 | 28);
        region.then_some(if code.joined { 0.2 } else { 0.45 })
    })
}
