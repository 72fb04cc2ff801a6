//! South African traffic register numbers (Department of Transport, National Road Traffic Regulations
//! 2000, regulation 32): thirteen digits for people and bodies without an identity number. Their check
//! digit is not published.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "za_traffic_register_number",
    entity: Entity::known("ZA_TRAFFIC_REGISTER_NUMBER"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "traffic register",
        "traffic register number",
        "traffic register no",
        "traffic registration number",
        "trn",
        "trn no",
        "trn number",
        "natis",
        "na tis",
        "enatis",
        "rtmc",
        "brnc",
        "verkeersregister",
        "verkeersregisternommer",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999999999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| Some(if code.is_monotone() { 0.05 } else { 0.14 }))
}
