//! Thai national identification numbers (Department of Provincial Administration; Civil Registration
//! Act): thirteen digits, the first a kind of person from 1 to 8, then the province by ISO 3166-2,
//! weighted sum modulo 11.

use portcullis_model::Entity;

use crate::checksum::{last, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "th_tnin",
    entity: Entity::known("TH_TNIN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "เลขประจำตัวประชาชน",
        "บัตรประชาชน",
        "เลขบัตรประชาชน",
        "รหัสปชช",
        "thai national id",
        "thai id",
        "thai citizen",
        "tnin",
        "เลขบัตร",
        "เลขที่บัตรประชาชน",
        "หมายเลขบัตรประชาชน",
        "หมายเลขประจำตัวประชาชน",
        "ประชาชน",
        "thai national identification number",
        "national identification number",
        "citizen card",
        "lek prajamtua",
        "national id",
        "citizen id",
        "identification number",
        "id card",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9 9999 99999 99 9"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
        let checked = (11 - sum % 11) % 10 == last(code.chars());
        let province =
            matches!(code.number(1, 3), 10..=27 | 30..=58 | 60..=67 | 70..=77 | 80..=86 | 90..=96);
        let valid = checked && province && code.at(0) != b'0';
        valid.then_some(match (code.at(0), code.joined) {
            (b'9', _) => 0.05,
            (_, true) => 0.3,
            (_, false) => 0.8,
        })
    })
}
