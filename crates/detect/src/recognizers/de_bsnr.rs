//! Numbers of practices of German physicians (KBV, "Richtlinie zur Vergabe der Arzt-, Betriebsstätten-
//! nummern"): the region and seven more digits. They have no check digit.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_bsnr",
    entity: Entity::known("DE_BSNR"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "bsnr",
        "betriebsstättennummer",
        "betriebsstaettennummer",
        "betriebsstätte",
        "betriebsstätten nr",
        "betriebsstättennr",
        "nebenbetriebsstätte",
        "nbsnr",
        "practice number",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| (!code.is_monotone()).then_some(0.2))
}
