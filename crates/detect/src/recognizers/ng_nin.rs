//! Nigerian national identification numbers (National Identity Management Commission, "NIN"): eleven
//! digits, Verhoeff.

use portcullis_model::Entity;

use crate::checksum::verhoeff;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "ng_nin",
    entity: Entity::known("NG_NIN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "nimc number",
        "national identity",
        "nin",
        "nin no",
        "nin slip",
        "my nin",
        "identity number",
        "identification number",
        "lambar shaida",
        "nins",
        "nin number",
        "nimc",
        "nigeria",
        "nigerian",
        "national identification number",
        "national identity number",
        "national id",
        "national identification",
        "virtual nin",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999 999 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let valid = !code.is_monotone() && verhoeff(code.chars());
        valid.then_some(if code.joined { 0.2 } else { 0.3 })
    })
}
