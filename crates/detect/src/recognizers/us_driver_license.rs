//! Numbers of driver licenses of the United States (AAMVA DL/ID Card Design Standard; the formats of
//! the states): letters and digits in some twenty arrangements.
//!
//! Nearly everything looks like one of them, so only the words before make a finding.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "us_driver_license",
    entity: Entity::known("US_DRIVER_LICENSE"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "driver license",
        "drivers license",
        "driver s license",
        "driving license",
        "driver license number",
        "driver s license number",
        "drivers license number",
        "dl",
        "dl number",
        "dl no",
        "driver lic",
        "drivers lic",
        "license number",
        "license no",
        "licence number",
        "driverlicense",
        "dmv",
        "dln",
        "identification card",
        "state id",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] = &[
    Shape { letters: &[0], digits: &[6, 7, 8, 9, 10, 11, 12, 13, 14, 16], next: &Next::ENDS },
    Shape { letters: &[0], digits: &[2, 3, 7, 8, 9], next: &[Next::Letter] },
    Shape {
        letters: &[1],
        digits: &[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 18],
        next: &Next::ENDS,
    },
    Shape { letters: &[1], digits: &[1, 6], next: &[Next::Letter] },
    Shape { letters: &[2], digits: &[3, 4, 5, 6, 7], next: &Next::ENDS },
    Shape { letters: &[2], digits: &[6], next: &[Next::Letter] },
];

/// LIMIT: characters of the longest one.
const CHARS_MAX: usize = 19;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let end = cursor.run(cursor.at, CHARS_MAX + 1, |byte| byte.is_ascii_alphanumeric());
    let word = cursor.slice(cursor.at, end).as_bytes();
    let score = score(word)?;
    code::closes(cursor, end).then(|| Match::new(cursor.at, end, score))
}

/// How sure letters, digits and letters in such numbers make it.
fn score(word: &[u8]) -> Option<f32> {
    let run = |from: usize, class: fn(&u8) -> bool| {
        word.get(from..).unwrap_or_default().iter().take_while(|byte| class(byte)).count()
    };
    let lead = run(0, u8::is_ascii_alphabetic);
    let digits = run(lead, u8::is_ascii_digit);
    let tail = run(lead + digits, u8::is_ascii_alphabetic);
    let rest = word.len() - lead - digits - tail;
    match (lead, digits, tail, rest) {
        (1, 5..=14 | 18, 0, 0) | (2, 5..=7, 0, 0) | (2, 6, 1, 0) => Some(0.2),
        // Missouri ends such a number with R and nothing else.
        (1, 6, 1, 0) => word.last()?.eq_ignore_ascii_case(&b'R').then_some(0.2),
        (0, 9, 1, 0) | (0, 8, 2, 0) | (0, 2, 3, 5 | 6) | (0, 3, 2, 4) => Some(0.2),
        (0, 7..=14 | 16, 0, 0) | (0, 7 | 8, 1, 0) => Some(0.14),
        // So short, they are the names of things: shown and never reported.
        (1 | 2, 3 | 4, 0, 0) => Some(0.08),
        (1, 1, 1, 2) => Some(0.14),
        // Six digits are anything at all: a word directly before does not make them a finding.
        (0, 6, 0, 0) => Some(0.02),
        _ => None,
    }
}
