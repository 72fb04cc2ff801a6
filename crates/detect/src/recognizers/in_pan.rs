//! Indian permanent account numbers (Income-tax Rules 1962, rule 114): five letters, of which the
//! fourth says what kind of taxpayer, four digits and a check letter whose rule is not published.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_pan",
    entity: Entity::known("IN_PAN"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "pan",
        "pan no",
        "pan number",
        "pan card",
        "permanent account number",
        "permanent account",
        "income tax",
        "पैन",
        "पैन कार्ड",
        "taxpayer",
        "itr",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &[
    "AAAAA9999A",
    // The same letters and digits in another order: a slip of the pen, shown and never reported.
    "AAAAAA9999",
    "AAAA9999AA",
    "AAA9999AAA",
    "AA9999AAAA",
    "A9999AAAAA",
    "9999AAAAAA",
];

const SLIP: f32 = 0.01;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let known =
            matches!(code.at(3), b'A' | b'B' | b'C' | b'F'..=b'H' | b'J'..=b'L' | b'P' | b'T');
        let ordered = code.at(4).is_ascii_alphabetic() && code.at(9).is_ascii_alphabetic();
        let ordered = ordered && code.chars().get(5..9)?.iter().all(u8::is_ascii_digit);
        Some(match (code.capital, known) {
            _ if !ordered || code.number(5, 9) == 0 => SLIP,
            (true, true) => 0.6,
            (true, false) => 0.25,
            (false, _) => 0.2,
        })
    })
}
