//! Registration marks of Nigerian vehicles (Federal Road Safety Corps): three letters of the local
//! government, three digits, two letters.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "ng_vehicle_registration",
    entity: Entity::known("NG_VEHICLE_REGISTRATION"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "plate number",
        "plate no",
        "number plate",
        "vehicle registration",
        "registration number",
        "registration",
        "vehicle",
        "frsc",
        "license plate",
        "plate",
        "car",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AAA 999 AA"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        Some(match (code.capital, code.joined) {
            (true, false) => 0.4,
            (true, true) => 0.3,
            (false, _) => 0.15,
        })
    })
}
