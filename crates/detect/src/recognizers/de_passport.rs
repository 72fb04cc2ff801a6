//! Numbers of German passports (Passverordnung; ICAO 9303): a letter of the authority, eight
//! characters without vowels, and a check digit with weights 7, 3, 1 that may be left out.

use portcullis_model::Entity;

use crate::checksum::{value, weighted};
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_passport",
    entity: Entity::known("DE_PASSPORT"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "reisepass",
        "reisepasses",
        "reisepässe",
        "reisepass nr",
        "pass nr",
        "ausweisnummer",
        "passport id",
        "travel document",
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
        worth(code, authority)
    })
}

/// What the number of a German document is worth: made of its characters, with a check digit
/// behind it. Many take its last digit for the check digit, which it is in one of ten; the others
/// are a word and digits unless words say more.
pub(super) fn worth(code: &Code, authority: bool) -> Option<Worth> {
    let (number, check) = code.chars().split_at_checked(9)?;
    let drawn = number.iter().all(|byte| b"0123456789CFGHJKLMNPRTVWXYZ".contains(byte));
    let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
    let likely = authority && code.capital && digits >= 2;
    if !drawn {
        return None;
    }
    match check {
        [check] => (likely && is_check(number, *check)).then_some(Worth::from(0.4)),
        _ => {
            let (last, body) = number.split_last()?;
            let checked = is_check(body, *last);
            match (likely, checked) {
                (true, true) => Some(Worth::from(0.15)),
                (true, false) => Some(Worth::cued(0.15)),
                (false, true) => Some(Worth::from(0.05)),
                (false, false) => None,
            }
        }
    }
}

fn is_check(number: &[u8], check: u8) -> bool {
    let sum = weighted(number, &[7, 3, 1, 7, 3, 1, 7, 3, 1]);
    check.is_ascii_digit() && value(check) == sum % 10
}
