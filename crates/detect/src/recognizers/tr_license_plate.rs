//! Registration marks of Turkish vehicles (Karayolları Trafik Yönetmeliği): the province 01 to 81, one
//! to three letters without Q, W and X, and two to five digits.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "tr_license_plate",
    entity: Entity::known("TR_LICENSE_PLATE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "plaka",
        "plakalar",
        "plakasi",
        "plakanız",
        "plaka numarasi",
        "plakali",
        "arac",
        "arac plakasi",
        "aracın plakası",
        "araba",
        "tescil plakası",
        "license plate number",
        "number plate",
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
const TEMPLATES: &[&str] = &[
    "99 AAA 999",
    "99 AAA 99",
    "99 AA 9999",
    "99 AA 999",
    "99 A 99999",
    "99 A 9999",
    // No plate has so few or so many digits for its letters, but other detectors take them.
    "99 A 999",
    "99 A 99",
    "99 AA 99",
    "99 AAA 9999",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let letters = code.chars().iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        let digits = code.chars().len() - 2 - letters;
        let foreign = |byte: &u8| matches!(byte, b'Q' | b'W' | b'X');
        if !matches!(code.number(0, 2), 1..=81) || code.chars().iter().any(foreign) {
            return None;
        }
        let issued = matches!((letters, digits), (1, 4 | 5) | (2, 3 | 4) | (3, 2 | 3));
        let score = match (issued, code.capital, code.joined) {
            (false, ..) => 0.05,
            (_, true, false) => 0.4,
            (_, true, true) => 0.3,
            (_, false, _) => 0.15,
        };
        // Plates of five digits are few, and such numbers of parts many.
        Some(if digits == 5 { Worth::cued(score) } else { Worth::from(score) })
    })
}
