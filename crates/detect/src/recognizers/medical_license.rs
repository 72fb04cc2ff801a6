//! Registration numbers of the Drug Enforcement Administration (21 CFR 1301; DEA Diversion Control
//! Division): the kind of registrant, a letter or 9, six digits and a check digit.

use portcullis_model::Entity;

use crate::checksum::{last, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "medical_license",
    entity: Entity::known("MEDICAL_LICENSE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "dea",
        "dea number",
        "dea no",
        "dea registration",
        "medical license",
        "medical licence",
        "license number",
        "prescriber",
        "certificate number",
        "controlled substance",
        "physician",
        "medical",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AX9999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let kind = matches!(code.at(0), b'A'..=b'H' | b'J'..=b'M' | b'P' | b'R'..=b'U' | b'X');
        let second = code.at(1) == b'9' || code.at(1).is_ascii_alphabetic();
        let digits = code.chars().get(2..)?;
        let checked = weighted(digits, &[1, 2, 1, 2, 1, 2]) % 10 == last(digits);
        (kind && second && checked).then_some(if code.capital { 0.45 } else { 0.25 })
    })
}
