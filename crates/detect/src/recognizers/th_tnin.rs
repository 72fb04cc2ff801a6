//! Thai national identification numbers (Department of Provincial Administration): thirteen digits,
//! the first 1 to 8, weighted sum modulo 11.

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
        let valid = checked && matches!(code.at(0), b'1'..=b'8') && !code.is_monotone();
        valid.then_some(if code.joined { 0.3 } else { 0.8 })
    })
}
