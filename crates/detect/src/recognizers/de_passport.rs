//! Numbers of German passports (Passverordnung; ICAO 9303): a letter of the authority, eight
//! characters without vowels, and a check digit with weights 7, 3, 1 that may be left out.

use portcullis_model::Entity;

use crate::checksum::{value, weighted};
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_passport",
    entity: Entity::known("DE_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "reisepass",
        "reisepassnummer",
        "reisepassnr",
        "pass",
        "passnummer",
        "passport",
        "passport number",
        "passport no",
        "german passport",
        "passnr",
        "reisedokument",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AXXXXXXXXX", "AXXXXXXXX"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let authority = matches!(code.at(0), b'C' | b'F'..=b'H' | b'J' | b'K');
        (authority && code.capital).then(|| score(code))?
    })
}

/// How sure the number of a German document is: made of its characters, with a check digit.
pub(super) fn score(code: &Code) -> Option<f32> {
    let (number, check) = code.chars().split_at_checked(9)?;
    let drawn = number.iter().all(|byte| b"0123456789CFGHJKLMNPRTVWXYZ".contains(byte));
    let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
    if !drawn || digits < 2 {
        return None;
    }
    let sum = weighted(number, &[7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10;
    match check {
        [] => Some(0.15),
        [check] if check.is_ascii_digit() && value(*check) == sum => Some(0.4),
        [check] if check.is_ascii_digit() => Some(0.05),
        _ => None,
    }
}
