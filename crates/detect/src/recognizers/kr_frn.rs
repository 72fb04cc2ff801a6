//! South Korean foreigner registration numbers (Immigration Act, enforcement rules): built as resident
//! registration numbers, with 5 to 8 for sex and century.
//!
//! Since October 2020 the last six digits are random, so a wrong check digit lowers the score only.

use portcullis_model::Entity;

use crate::checksum::{is_day, last, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "kr_frn",
    entity: Entity::known("KR_FRN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "외국인등록번호",
        "외국인 등록 번호",
        "외국인 등록번호",
        "외국인",
        "국내거소신고번호",
        "foreigner number",
        "foreign resident number",
        "foreigner registration no",
        "alien registration number",
        "alien registration card",
        "korean frn",
        "외국인번호",
        "외국인등록증",
        "외국인등록",
        "frn",
        "foreigner registration",
        "foreigner registration number",
        "foreign registration",
        "alien registration",
        "korean alien",
        "arc number",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999999 9999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let born = is_day(code.number(2, 4), code.number(4, 6));
        let sum = weighted(code.chars(), &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
        let checked = (13 - sum % 11) % 10 == last(code.chars());
        let known = born && matches!(code.at(6), b'5'..=b'8');
        known.then(|| super::kr_rrn::worth(cursor, code, checked))
    })
}
