//! South Korean business registration numbers (National Tax Service): office, kind, serial and a
//! check digit; the ninth digit counts five times, by its digits.

use portcullis_model::Entity;

use crate::checksum::{value, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "kr_brn",
    entity: Entity::known("KR_BRN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "사업자등록번호",
        "사업자 등록 번호",
        "사업자 등록번호",
        "사업자등록증",
        "사업자 번호",
        "등록번호",
        "korean brn",
        "company registration number",
        "business registration no",
        "tax registration number",
        "사업자번호",
        "사업자등록",
        "사업자",
        "brn",
        "business registration",
        "business registration number",
        "business number",
        "korean business",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999 99 99999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[1, 3, 7, 1, 3, 7, 1, 3, 5, 1]);
        let sum = sum + value(code.at(8)) * 5 / 10;
        // The offices begin at 101.
        let office = code.number(0, 3) > 100;
        sum.is_multiple_of(10).then_some(match (office, code.joined) {
            (false, _) => 0.05,
            (true, true) => 0.2,
            (true, false) => 0.45,
        })
    })
}
