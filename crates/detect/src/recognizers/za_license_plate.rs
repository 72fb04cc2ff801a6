//! Registration marks of South African vehicles (National Road Traffic Regulations 2000, regulation 27,
//! and the provincial gazettes): letters, digits, letters and the mark of the province. In the
//! Western Cape and in KwaZulu-Natal the town stands first and nothing behind the digits.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "za_license_plate",
    entity: Entity::known("ZA_LICENSE_PLATE"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "license plate",
        "licence plate",
        "number plate",
        "plate",
        "plate number",
        "plate no",
        "vehicle registration",
        "vehicle reg",
        "registration number",
        "registration",
        "reg no",
        "vehicle",
        "car",
        "nommerplaat",
        "voertuig",
        "registrasienommer",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] = &[
    Shape { letters: &[2, 3, 4], digits: &[2, 3, 4, 5, 6], next: &Next::ALL },
    Shape { letters: &[0], digits: &[2, 3], next: &[Next::Letter, Next::Space] },
];

const PROVINCES: &[&str] = &["GP", "ZN", "WP", "EC", "NC", "FS", "LP", "MP", "NW"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let letters = letters(cursor, cursor.at);
    let number = letters + gap(cursor, letters);
    let digits = cursor.run(number, 7, |byte| byte.is_ascii_digit());
    let parts = Parts { first: letters - cursor.at, digits: digits - number };
    let apart = number > letters;
    let (end, worth) = behind(cursor, digits, parts, apart).or_else(|| {
        let town = matches!(cursor.byte(cursor.at), Some(b'C' | b'N')) && parts.first < 4;
        let end = town.then(|| town_number(cursor, digits, parts)).flatten()?;
        Some((end, Worth::cued(0.2)))
    })?;
    let text = cursor.slice(cursor.at, end);
    let small = text.bytes().any(|byte| byte.is_ascii_lowercase());
    let worth = if small { worth.at_most(0.05) } else { worth };
    code::closes(cursor, end).then(|| Match::new(cursor.at, end, worth))
}

/// How many letters and digits a mark begins with.
#[derive(Clone, Copy)]
struct Parts {
    first: usize,
    digits: usize,
}

/// Where a mark ends whose province stands last, and what it is worth.
fn behind(cursor: &Cursor<'_>, digits: usize, parts: Parts, apart: bool) -> Option<(usize, Worth)> {
    let from = digits + gap(cursor, digits);
    let one = letters(cursor, from);
    let two = one + gap(cursor, one);
    let end = letters(cursor, two);
    let (middle, province, end) = match one - from {
        2 | 3 if two > one && is_province(cursor.slice(two, end)) => (one - from, two, end),
        2..=6 if is_province(cursor.slice(one - 2, one)) => (one - 2 - from, one - 2, one),
        1 if cursor.slice(from, one) == "L" && (parts.first, parts.digits) == (3, 3) => {
            return Some((one, Worth::cued(0.2)));
        }
        _ => return None,
    };
    let apart = apart || from > digits || province > one;
    let known = match (parts.first, parts.digits, middle) {
        (0, 2 | 3, 2 | 3) => cursor.slice(province, end).eq_ignore_ascii_case("EC"),
        (2, 2, 2) | (2 | 3, 2 | 3, 0) => true,
        (2..=4, 2..=4, 0..=4) => !apart,
        _ => false,
    };
    known.then_some((end, Worth::from(0.42)))
}

/// Where a mark ends that begins with its town: `CA 123-456`, `ND 45678`.
fn town_number(cursor: &Cursor<'_>, digits: usize, parts: Parts) -> Option<usize> {
    if parts.first < 2 || parts.digits < 3 {
        return None;
    }
    let more = digits + 1;
    let end = cursor.run(more, 4, |byte| byte.is_ascii_digit());
    let dashed = parts.digits == 3 && cursor.byte(digits) == Some(b'-') && end == more + 3;
    Some(if dashed { end } else { digits })
}

fn letters(cursor: &Cursor<'_>, at: usize) -> usize {
    cursor.run(at, 7, |byte| byte.is_ascii_alphabetic())
}

fn gap(cursor: &Cursor<'_>, at: usize) -> usize {
    usize::from(cursor.byte(at) == Some(b' '))
}

fn is_province(text: &str) -> bool {
    PROVINCES.iter().any(|known| text.eq_ignore_ascii_case(known))
}
