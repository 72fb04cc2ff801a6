//! Lifelong numbers of German physicians (KBV, "Richtlinie zur Vergabe der Arzt-, Betriebsstätten-
//! nummern"): six digits, a check digit with weights 4 and 9, two digits of the field.

use portcullis_model::Entity;

use crate::checksum::{value, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_lanr",
    entity: Entity::known("DE_LANR"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "lanr",
        "lebenslange arzt nr",
        "arztnummer lanr",
        "ärztin",
        "vertragsärztin",
        "vertragsarztnummer",
        "arzt id",
        "doctor number",
        "lifetime physician number",
        "arztnummer",
        "arztnummern",
        "lebenslange arztnummer",
        "arzt nr",
        "arztnr",
        "vertragsarzt",
        "kassenarzt",
        "physician number",
        "behandelnder arzt",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999999 99"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let sum = weighted(code.chars(), &[4, 9, 4, 9, 4, 9]);
        let checked = (sum + value(code.at(6))).is_multiple_of(10);
        // No physician has six zeros.
        checked.then_some(if code.number(0, 6) > 0 { 0.2 } else { 0.05 })
    })
}
