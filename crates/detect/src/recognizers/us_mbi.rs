//! Medicare beneficiary identifiers of the United States (CMS, "Understanding the Medicare Beneficiary
//! Identifier Format"): eleven characters, each of a kind, without the letters S, L, O, I, B and Z.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "us_mbi",
    entity: Entity::known("US_MBI"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "mbi",
        "mbis",
        "medicare",
        "medicare beneficiary",
        "medicare beneficiary identifier",
        "medicare number",
        "medicare id",
        "beneficiary",
        "hicn",
        "medicare card",
        "cms",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9AX9 AX9 AA99"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let used = |byte: &u8| !b"SLOIBZ".contains(byte);
        let known = code.at(0) != b'0' && code.is_even() && code.chars().iter().all(used);
        known.then_some(match (code.capital, code.joined) {
            (true, false) => 0.8,
            (true, true) => 0.45,
            (false, _) => 0.3,
        })
    })
}
