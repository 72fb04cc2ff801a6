//! South Korean resident registration numbers (Resident Registration Act, enforcement rules article 2):
//! date of birth, a digit for sex and century, place of registration, check digit modulo 11.
//!
//! Since October 2020 the last six digits are random, so a wrong check digit lowers the score only.

use portcullis_model::Entity;

use crate::checksum::{is_day, last, weighted};
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "kr_rrn",
    entity: Entity::known("KR_RRN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "주민등록번호",
        "주민등록증",
        "주민 등록 번호",
        "주민등록 번호",
        "생년월일",
        "resident registration no",
        "rrn number",
        "korean resident registration",
        "korean rrn",
        "jumin deungnok beonho",
        "주민번호",
        "주민등록",
        "rrn",
        "resident registration",
        "resident registration number",
        "korean id",
        "jumin",
        "korea resident",
        "resident number",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999999 9999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let born = is_day(code.number(2, 4), code.number(4, 6));
        let sum = weighted(code.chars(), &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
        let checked = (11 - sum % 11) % 10 == last(code.chars());
        // 9 and 0 are for people born before 1900.
        let known = born && matches!(code.at(6), b'1'..=b'4');
        known.then(|| worth(cursor, code, checked))
    })
}

/// What a registration number is worth: it is written with a dash or without.
pub(super) fn worth(cursor: &Cursor<'_>, code: &Code, checked: bool) -> Worth {
    let spaced = cursor.slice(cursor.at, code.end).contains(' ');
    match (code.joined, checked) {
        (false, true) => Worth::from(0.8),
        (false, false) if spaced => Worth::cued(0.5),
        (false, false) => Worth::from(0.45),
        (true, true) => Worth::from(0.3),
        (true, false) => Worth::from(0.15),
    }
}
