//! Numbers of Indian voters' photo identity cards (Election Commission of India, EPIC): three letters
//! and seven digits.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_voter",
    entity: Entity::known("IN_VOTER"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "voter",
        "voter id",
        "voter card",
        "epic",
        "epic number",
        "epic no",
        "election commission",
        "elector",
        "electoral",
        "voterid",
        "voter identity",
        "मतदाता",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AAA9999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| Some(if code.capital { 0.3 } else { 0.15 }))
}
