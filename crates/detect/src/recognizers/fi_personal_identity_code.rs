//! Finnish personal identity codes (Digital and Population Data Services Agency, decree 128/2010 as
//! amended in 2023): date of birth, a sign of the century, a number and a check character.

use portcullis_model::Entity;

use crate::checksum::is_day;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "fi_personal_identity_code",
    entity: Entity::known("FI_PERSONAL_IDENTITY_CODE"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "henkilötunnus",
        "henkilotunnus",
        "henkilötunnuksen",
        "henkilotunnukseni",
        "henkilöturvatunnus",
        "hetu",
        "hetuni",
        "personnummer",
        "syntymaaika",
        "social security number",
        "personal id",
        "national id",
        "henkilötunnukseni",
        "personbeteckning",
        "personal identity code",
        "finnish id",
        "personal identity number",
        "finnish personal identity code",
        "sotu",
        "syntymäaika",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] = &[Shape {
    letters: &[0, 1, 2, 3, 4, 5, 6, 7, 8],
    digits: &[6],
    next: &[Next::Dash, Next::Plus, Next::Letter],
}];

/// The check characters by the remainder of the number.
const CHECKS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = code::unglued(cursor);
    let sign = start + 6;
    let century = cursor.byte(sign)?.to_ascii_uppercase();
    let end = cursor.run(sign + 1, 3, |byte| byte.is_ascii_digit());
    let check = cursor.byte(end)?.to_ascii_uppercase();
    if !matches!(century, b'+' | b'-' | b'A'..=b'F' | b'U'..=b'Y') || end != sign + 4 {
        return None;
    }
    let date = cursor.slice(start, sign).parse::<u32>().ok()?;
    let serial = cursor.slice(sign + 1, end).parse::<u32>().ok()?;
    let rest = usize::try_from((date * 1000 + serial) % 31).ok()?;
    let born = is_day(date / 100 % 100, date / 10_000);
    let score = if check.is_ascii_digit() && century == b'-' { 0.6 } else { 0.85 };
    let valid = born && serial >= 2 && CHECKS.get(rest) == Some(&check);
    if valid { code::glued(cursor, start, end + 1, score) } else { None }
}
