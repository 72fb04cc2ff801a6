//! Registration marks of Turkish vehicles (Karayolları Trafik Yönetmeliği): the province 01 to 81, one
//! to three letters without Q, W and X, and two to five digits.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "tr_license_plate",
    entity: Entity::known("TR_LICENSE_PLATE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "plaka",
        "plaka no",
        "plakası",
        "plaka numarası",
        "plakalı",
        "araç plakası",
        "araç",
        "license plate",
        "plate",
        "plate number",
        "vehicle",
        "otomobil",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] =
    &["99 AAA 999", "99 AAA 99", "99 AA 9999", "99 AA 999", "99 A 99999", "99 A 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let known = matches!(code.number(0, 2), 1..=81)
            && !code.chars().iter().any(|byte| matches!(byte, b'Q' | b'W' | b'X'));
        known.then_some(match (code.capital, code.joined) {
            (true, false) => 0.4,
            (true, true) => 0.3,
            (false, _) => 0.15,
        })
    })
}
