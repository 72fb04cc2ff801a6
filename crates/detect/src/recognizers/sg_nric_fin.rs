//! Singapore identity and foreign identification numbers (Immigration and Checkpoints Authority):
//! S, T, F, G or M, seven digits, and a letter by the weighted sum modulo 11.

use portcullis_model::Entity;

use crate::checksum::weighted;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "sg_nric_fin",
    entity: Entity::known("SG_NRIC_FIN"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "nric",
        "fin",
        "fin number",
        "nric number",
        "nric no",
        "identity card",
        "identification card",
        "singapore id",
        "national registration",
        "foreign identification",
        "foreign identification number",
        "work permit",
        "ic no",
        "ic number",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["A9999999A"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let (shift, letters) = match code.at(0) {
            b'S' => (0, b"JZIHGFEDCBA"),
            b'T' => (4, b"JZIHGFEDCBA"),
            b'F' => (0, b"XWUTRQPNMLK"),
            b'G' => (4, b"XWUTRQPNMLK"),
            b'M' => (3, b"XWUTRQPNJLK"),
            // No series of this letter is issued.
            _ => return Some(0.03),
        };
        let number = code.chars().get(1..8)?;
        let sum = weighted(number, &[2, 7, 6, 5, 4, 3, 2]) + shift;
        let checked =
            usize::try_from(sum % 11).ok().and_then(|at| letters.get(at)) == Some(&code.at(8));
        Some(match (checked, code.capital) {
            (true, true) => 0.8,
            (true, false) => 0.4,
            (false, _) => 0.1,
        })
    })
}
