//! Numbers of the German commercial register (Handelsregisterverordnung § 13): the register and a
//! number. The letters that some courts put behind it (`HRB 12345 B`) name the court; they are left
//! out, as other detectors do. The registers of associations, cooperatives and partnerships have
//! short words for names, so that words before must name them.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_handelsregister",
    entity: Entity::known("DE_HANDELSREGISTER"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "handelsregister",
        "handelsregisternr",
        "handelsregister nr",
        "hrb nummer",
        "hra nummer",
        "register nr",
        "registernr",
        "registerauszug",
        "company register",
        "trade register",
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
    let register = cursor.slice(cursor.at, letters);
    let worth = match register {
        "HRB" | "HRA" => Worth::from(0.6),
        "GNR" | "GnR" | "VR" | "PR" => Worth::cued(0.2),
        _ if matches!(register.to_ascii_uppercase().as_str(), "HRB" | "HRA") => Worth::from(0.4),
        _ => return None,
    };
    let number = letters + usize::from(matches!(cursor.byte(letters), Some(b' ' | b'-')));
    let end = cursor.run(number, 7, |byte| byte.is_ascii_digit());
    let fits = (1..=6).contains(&(end - number)) && code::closes(cursor, end);
    fits.then(|| Match::new(cursor.at, end, worth))
}
