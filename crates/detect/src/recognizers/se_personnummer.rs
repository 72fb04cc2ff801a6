//! Swedish personal and coordination numbers (Skatteverket, SKV 704 and SKV 707): date of birth, with
//! 60 added to the day in coordination numbers, serial, Luhn. A `+` marks people of a hundred years.
//!
//! The dates of a file with a time look the same, so the words before decide.

use portcullis_model::Entity;

use crate::boundary::is_dash;
use crate::checksum::{is_day, luhn, number};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "se_personnummer",
    entity: Entity::known("SE_PERSONNUMMER"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "personnummer",
        "personnumret",
        "personnr",
        "person nr",
        "personal id number",
        "personal id",
        "fodelsenummer",
        "födelsedatum",
        "fodelsedatum",
        "personbeteckning",
        "identitetsnummer",
        "social security number",
        "samordningsnr",
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
    Shape { letters: LETTERS, digits: &[6, 8], next: &[Next::Dash, Next::Plus] },
    Shape { letters: LETTERS, digits: &[10, 12], next: &Next::ALL },
];
const LETTERS: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7, 8];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = code::unglued(cursor);
    let date = cursor.run(start, 13, |byte| byte.is_ascii_digit());
    let (sign, end) = match date - start {
        10 | 12 => (None, date),
        6 | 8 => {
            let sign = cursor.char(date).filter(|c| *c == '+' || is_dash(*c))?;
            let serial = date + sign.len_utf8();
            let end = cursor.run(serial, 4, |byte| byte.is_ascii_digit());
            (end == serial + 4).then_some((Some(sign), end))?
        }
        _ => return None,
    };
    let digits = cursor.slice(start, end).bytes().filter(u8::is_ascii_digit);
    let score = match sign {
        Some('+') => 0.6,
        Some(_) => 0.45,
        None => 0.3,
    };
    if is_valid(&digits.collect::<Vec<_>>()) {
        code::glued(cursor, start, end, score)
    } else {
        None
    }
}

fn is_valid(digits: &[u8]) -> bool {
    let (century, rest) = digits.split_at_checked(digits.len() % 10).unwrap_or_default();
    matches!(century, [] | b"18" | b"19" | b"20") && is_born(rest) && luhn(rest)
}

/// Whether ten digits begin with a date.
fn is_born(digits: &[u8]) -> bool {
    let two = |index| digits.get(index..index + 2).map_or(0, number);
    let day = two(4);
    is_day(two(2), if day > 60 { day - 60 } else { day })
}
