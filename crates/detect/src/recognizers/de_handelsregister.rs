//! Numbers of the German commercial register (Handelsregisterverordnung § 13): the register, a number,
//! and in some courts one or two letters.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_handelsregister",
    entity: Entity::known("DE_HANDELSREGISTER"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "handelsregister",
        "handelsregisternummer",
        "amtsgericht",
        "registergericht",
        "registernummer",
        "registerblatt",
        "hr nummer",
        "commercial register",
        "register number",
        "vereinsregister",
        "genossenschaftsregister",
        "partnerschaftsregister",
        "eingetragen",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] =
    &[Shape { letters: &[2, 3], digits: &[1, 2, 3, 4, 5, 6], next: &Next::ENDS }];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let letters = cursor.run(cursor.at, 4, |byte| byte.is_ascii_alphabetic());
    let score = match cursor.slice(cursor.at, letters) {
        "HRB" | "HRA" => 0.6,
        "GNR" | "GnR" | "VR" | "PR" => 0.2,
        "hrb" | "hra" => 0.4,
        _ => return None,
    };
    let number = letters + usize::from(matches!(cursor.byte(letters), Some(b' ' | b'-')));
    let digits = cursor.run(number, 7, |byte| byte.is_ascii_digit());
    let end = court(cursor, digits);
    let fits = (1..=6).contains(&(digits - number)) && code::closes(cursor, end);
    fits.then(|| Match::new(cursor.at, end, score))
}

/// Where the number ends with the letters of its court: `HRB 12345 B`.
fn court(cursor: &Cursor<'_>, digits: usize) -> usize {
    let space = usize::from(cursor.byte(digits) == Some(b' '));
    let end = cursor.run(digits + space, 3, |byte| byte.is_ascii_alphanumeric());
    let letters = cursor.slice(digits + space, end);
    let known =
        matches!(letters, "B" | "P" | "FF" | "HB" | "KI" | "FL" | "PI" | "HL" | "NM" | "SB");
    if known { end } else { digits }
}
