//! Vehicle identification numbers (ISO 3779 and 3780; check digit of 49 CFR 565.15): seventeen
//! characters without I, O and Q. Only North America and China ask for the check digit.

use portcullis_model::Entity;

use crate::checksum::value;
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "vin",
    entity: Entity::known("VIN"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "vin",
        "vins",
        "vin number",
        "vehicle identification",
        "vehicle identification number",
        "chassis",
        "chassis number",
        "vehicle",
        "frame number",
        "fahrgestellnummer",
        "fahrzeug identifizierungsnummer",
        "fin",
        "fahrgestellnr",
        "numéro de série",
        "número de chasis",
        "bastidor",
        "número de bastidor",
        "telaio",
        "numero di telaio",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["XXXXXXXXXXXXXXXXX"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let letters = code.chars().iter().filter(|byte| byte.is_ascii_alphabetic());
        let used = !code.chars().iter().any(|byte| matches!(byte, b'I' | b'O' | b'Q'));
        let serial = code.chars().iter().rev().take(4).all(u8::is_ascii_digit);
        let known = used && serial && letters.count() >= 2;
        known.then_some(match (is_checked(code), code.capital) {
            (true, true) => 0.7,
            (true, false) => 0.3,
            (false, _) => 0.15,
        })
    })
}

fn is_checked(code: &Code) -> bool {
    let worth = |byte: &u8| match *byte {
        letter @ b'A'..=b'I' => u32::from(letter - b'A') + 1,
        letter @ b'J'..=b'R' => u32::from(letter - b'J') + 1,
        letter @ b'S'..=b'Z' => u32::from(letter - b'S') + 2,
        digit => value(digit),
    };
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let sum: u32 =
        code.chars().iter().zip(weights).map(|(byte, weight)| worth(byte) * weight).sum();
    match (sum % 11, code.at(8)) {
        (10, check) => check == b'X',
        (rest, check) => check.is_ascii_digit() && value(check) == rest,
    }
}
