//! Swedish personal and coordination numbers (Skatteverket, SKV 704 and SKV 707): date of birth, with
//! 60 added to the day in coordination numbers, serial, Luhn. A `+` marks people of a hundred years.
//!
//! The dates of a file with a time look the same, so the words before decide.

use portcullis_model::Entity;

use crate::checksum::{is_day, luhn, value};
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "se_personnummer",
    entity: Entity::known("SE_PERSONNUMMER"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "personnummer",
        "personnr",
        "pnr",
        "person number",
        "personal number",
        "personal identity number",
        "samordningsnummer",
        "swedish personal number",
        "swedish id",
        "svenskt personnummer",
        "födelsenummer",
        "skatteverket",
        "bankid",
        "personid",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] = &[
    Shape { letters: &[0], digits: &[6, 8], next: &[Next::Dash, Next::Plus] },
    Shape { letters: &[0], digits: &[10, 12], next: &Next::ENDS },
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let dashed = code::find(cursor, &["99999999-9999", "999999-9999"], |code| {
        is_valid(code).then_some(if code.joined { 0.3 } else { 0.45 })
    });
    dashed.or_else(|| centenarian(cursor))
}

/// `121212+1212`.
fn centenarian(cursor: &Cursor<'_>) -> Option<Match> {
    let date = Code::read(cursor, "99999999").or_else(|| Code::read(cursor, "999999"))?;
    let serial = cursor.run(date.end + 1, 5, |byte| byte.is_ascii_digit());
    if cursor.byte(date.end) != Some(b'+') || serial != date.end + 5 {
        return None;
    }
    let mut digits = date.chars().to_vec();
    digits.extend(cursor.slice(date.end + 1, serial).bytes());
    let number = digits.get(digits.len().checked_sub(10)?..)?;
    (is_born(number) && luhn(number) && code::closes(cursor, serial))
        .then(|| Match::new(cursor.at, serial, 0.6))
}

fn is_valid(code: &Code) -> bool {
    let century = code.chars().len() - 10;
    let number = code.chars().get(century..).unwrap_or_default();
    let century = century == 0 || matches!(code.number(0, 2), 18..=20);
    century && is_born(number) && luhn(number)
}

/// Whether ten digits begin with a date.
fn is_born(number: &[u8]) -> bool {
    let two = |index| {
        let pair = number.get(index..index + 2).unwrap_or_default();
        pair.iter().fold(0, |sum, byte| sum * 10 + value(*byte))
    };
    let day = two(4);
    is_day(two(2), if day > 60 { day - 60 } else { day })
}
