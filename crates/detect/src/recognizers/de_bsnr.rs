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
        "betriebsstatte",
        "betriebsstattennummer",
        "betriebsstaette",
        "betriebsstaetten nr",
        "betriebsnummer der praxis",
        "hauptbetriebsstätte",
        "nebenbetriebsstaette",
        "praxisnummer",
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
    // The numbers of hospitals may have any digits after the region; only zeros are none.
    code::find(cursor, TEMPLATES, |code| match (code.number(0, 9), code.is_monotone()) {
        (0, _) => None,
        (_, true) => Some(0.05),
        (_, false) => Some(0.2),
    })
}
