//! South Korean resident registration numbers (Resident Registration Act, enforcement rules article 2):
//! date of birth, a digit for sex and century, place of registration, check digit modulo 11.
//!
//! Since October 2020 the last six digits are random, so a wrong check digit lowers the score only.

use portcullis_model::Entity;

use crate::checksum::{is_day, last, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "kr_rrn",
    entity: Entity::known("KR_RRN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "주민등록번호",
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
        let place = matches!(code.number(7, 9), 0..=95);
        let sum = weighted(code.chars(), &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
        let checked = (11 - sum % 11) % 10 == last(code.chars());
        let known = born && place && matches!(code.at(6), b'1'..=b'4' | b'9' | b'0');
        known.then_some(match (code.joined, checked) {
            (false, true) => 0.8,
            (false, false) => 0.5,
            (true, true) => 0.3,
            (true, false) => 0.15,
        })
    })
}
