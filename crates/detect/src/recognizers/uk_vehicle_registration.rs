//! Registration marks of vehicles of the United Kingdom (DVLA, INF104 and INF46): the current form with
//! the half-year of the first registration, the older ones with a letter for the year, and those of
//! Northern Ireland.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "uk_vehicle_registration",
    entity: Entity::known("UK_VEHICLE_REGISTRATION"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "registration",
        "registration number",
        "registration mark",
        "reg",
        "reg no",
        "reg number",
        "number plate",
        "license plate",
        "licence plate",
        "vrm",
        "vehicle registration",
        "plate",
        "plate number",
        "vehicle",
        "car",
        "dvla",
        "vehicle reg",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] =
    &["AA99 AAA", "A999 AAA", "A99 AAA", "A9 AAA", "AAA 999A", "AAA 99A", "AAA 9A", "AAA 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let unused = code.chars().iter().any(|byte| matches!(byte, b'I' | b'Q'));
        let score = match code.chars() {
            [_, b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9', ..] if unused => return None,
            [_, b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9', _, _, _] => match code.number(2, 4) {
                2..=29 | 51..=79 if code.joined => 0.35,
                2..=29 | 51..=79 => 0.45,
                _ => return None,
            },
            // Northern Ireland: the second or the third letter is I or Z.
            [_, second, third, _, _, _, b'0'..=b'9'] => {
                let northern = matches!(second, b'I' | b'Z') || matches!(third, b'I' | b'Z');
                northern.then_some(0.2)?
            }
            // No number begins with a zero.
            [b'A'..=b'Z', b'0', ..] | [_, _, b'A'..=b'Z', b'0', ..] => return None,
            _ if unused => return None,
            _ => 0.25,
        };
        Some(match code.capital {
            true => score,
            false if score > 0.3 => score / 2.0,
            // Names in programs look like the older ones.
            false => score / 5.0,
        })
    })
}
