//! Registration marks of Nigerian vehicles (Federal Road Safety Corps): three letters of the local
//! government, three digits, two letters.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "ng_vehicle_registration",
    entity: Entity::known("NG_VEHICLE_REGISTRATION"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "plate number",
        "vehicle plate",
        "vehicle number",
        "vehicle reg",
        "reg no",
        "reg number",
        "car plate",
        "motor vehicle",
        "nigerian plate",
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
        // `ABC-123DE` is how it is printed; with a second gap it could be many a serial number.
        let letters = code.end - 2;
        let apart = !cursor.byte(letters - 1).is_some_and(|byte| byte.is_ascii_digit());
        Some(match (code.capital, code.joined) {
            (true, _) if apart => Worth::cued(0.4),
            (false, _) if apart => Worth::cued(0.15),
            (true, false) => Worth::from(0.4),
            (true, true) => Worth::from(0.3),
            (false, _) => Worth::from(0.15),
        })
    })
}
