//! South African registration numbers of enterprises (Companies and Intellectual Property Commission;
//! Companies Regulations 2011, regulation 14): year, six digits and two for the kind of enterprise;
//! close corporations also with `CK` before the year.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "za_company_registration",
    entity: Entity::known("ZA_COMPANY_REGISTRATION"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "company registration",
        "company registration number",
        "company registration no",
        "company reg no",
        "company number",
        "registration number",
        "registration no",
        "reg no",
        "reg number",
        "enterprise number",
        "cipc",
        "cipro",
        "close corporation",
        "pty ltd",
        "maatskappy",
        "registrasienommer",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] = &[Shape { letters: &[0, 1, 2], digits: &[4], next: &[Next::Slash] }];

/// The first company of the country's registers is of 1800, and none is of a year to come.
const YEARS: std::ops::RangeInclusive<u32> = 1800..=2030;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.run(cursor.at, 2, |byte| byte.is_ascii_alphabetic());
    let year = start + 4;
    let serial = cursor.run(year + 1, 7, |byte| byte.is_ascii_digit());
    let year_of = cursor.slice(start, year).parse::<u32>().ok()?;
    if !YEARS.contains(&year_of) || cursor.byte(year) != Some(b'/') || serial != year + 7 {
        return None;
    }
    let prefix = cursor.slice(cursor.at, start).to_ascii_uppercase();
    let (end, score) = match prefix.as_str() {
        "" if year_of >= 1900 => (kind(cursor, serial)?, 0.45),
        "CK" | "NR" => (serial, 0.4),
        "K" | "T" | "W" | "B" | "M" | "N" => (serial, 0.2),
        _ => return None,
    };
    code::closes(cursor, end).then(|| Match::new(cursor.at, end, score))
}

/// Where the number ends with the kind of the enterprise.
fn kind(cursor: &Cursor<'_>, serial: usize) -> Option<usize> {
    let end = cursor.run(serial + 1, 3, |byte| byte.is_ascii_digit());
    (cursor.byte(serial) == Some(b'/') && end == serial + 3).then_some(end)
}
