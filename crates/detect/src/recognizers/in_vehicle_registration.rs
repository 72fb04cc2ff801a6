//! Registration marks of Indian vehicles (Central Motor Vehicles Rules 1989, rule 50; the BH series of
//! 2021): state, district, series and number.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_vehicle_registration",
    entity: Entity::known("IN_VEHICLE_REGISTRATION"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "vehicle",
        "vehicle number",
        "vehicle no",
        "vehicle registration",
        "registration",
        "registration number",
        "rto",
        "number plate",
        "reg no",
        "car number",
        "rc number",
        "वाहन",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &[
    "AA 99 AAA 9999",
    "AA 99 AA 9999",
    "AA 99 A 9999",
    "AA 9 AAA 9999",
    "AA 9 AA 9999",
    "AA 9 A 9999",
    "AA 99 9999",
    "99 AA 9999 AA",
    "99 AA 9999 A",
];

const STATES: &[&[u8; 2]] = &[
    b"AN", b"AP", b"AR", b"AS", b"BR", b"CG", b"CH", b"DD", b"DL", b"DN", b"GA", b"GJ", b"HP",
    b"HR", b"JH", b"JK", b"KA", b"KL", b"LA", b"LD", b"MH", b"ML", b"MN", b"MP", b"MZ", b"NL",
    b"OD", b"OR", b"PB", b"PY", b"RJ", b"SK", b"TG", b"TN", b"TR", b"TS", b"UA", b"UK", b"UP",
    b"WB",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let bharat = code.chars().get(2..4) == Some(b"BH");
        let state = STATES.iter().any(|state| code.chars().get(..2) == Some(&state[..]));
        let series = code.chars().get(4).is_some_and(u8::is_ascii_alphabetic);
        let score = match (bharat || state, code.joined) {
            (false, _) => return None,
            (true, false) if series || bharat => 0.55,
            (true, true) if series || bharat => 0.45,
            _ => 0.15,
        };
        Some(if code.capital { score } else { score / 2.0 })
    })
}
