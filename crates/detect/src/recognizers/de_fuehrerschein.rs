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
        "fuhrerschein",
        "führerscheins",
        "führerscheine",
        "fuehrerschein nr",
        "führerscheindokument",
        "fahrerlaubnis nr",
        "fahrerlaubnisklasse",
        "driving licence number",
        "driver s license",
        "license number",
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

/// How it is written. Other detectors take the second one for such a number, which no check digit
/// tells from others.
const TEMPLATES: &[&str] = &["A99XXXXXXXX", "AA99999999X"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        if code.at(1).is_ascii_alphabetic() {
            return Some(if code.capital { 0.12 } else { 0.05 });
        }
        let rest = weighted(code.chars(), &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
        let check = code.at(9);
        let checked =
            if rest == 10 { check == b'X' } else { check.is_ascii_digit() && value(check) == rest };
        checked.then_some(if code.capital { 0.45 } else { 0.2 })
    })
}
