//! Numbers of German driving licences (Fahrerlaubnis-Verordnung, annex 8): four characters of the
//! authority, five of the serial, a check digit modulo 11 and the number of the copy.

use portcullis_model::Entity;

use crate::checksum::{value, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_fuehrerschein",
    entity: Entity::known("DE_FUEHRERSCHEIN"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "führerschein",
        "fuehrerschein",
        "führerscheinnummer",
        "fuehrerscheinnummer",
        "führerscheinnr",
        "fahrerlaubnis",
        "fahrerlaubnisnummer",
        "führerschein nr",
        "driving licence",
        "driver license",
        "driving license",
        "german driving licence",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["A99XXXXXXXX"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let rest = weighted(code.chars(), &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
        let check = code.at(9);
        let checked =
            if rest == 10 { check == b'X' } else { check.is_ascii_digit() && value(check) == rest };
        let known = check.is_ascii_digit() || check == b'X';
        known.then_some(match (checked, code.capital) {
            (true, true) => 0.45,
            (true, false) => 0.2,
            (false, _) => 0.1,
        })
    })
}
