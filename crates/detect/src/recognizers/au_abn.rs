//! Australian business numbers (Australian Business Register, "Format of the ABN"): eleven digits;
//! one is taken from the first, then the weighted sum is a multiple of 89.

use portcullis_model::Entity;

use crate::checksum::weighted;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "au_abn",
    entity: Entity::known("AU_ABN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "abn",
        "abns",
        "business number",
        "australian business number",
        "business registration",
        "australian business",
        "abr",
        "tax invoice",
        "supplier abn",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99 999 999 999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
        let valid = code.at(0) != b'0' && code.is_even() && (sum + 89 - 10).is_multiple_of(89);
        valid.then_some(if code.joined { 0.3 } else { 0.6 })
    })
}
