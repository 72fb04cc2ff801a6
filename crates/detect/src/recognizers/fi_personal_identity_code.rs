//! Finnish personal identity codes (Digital and Population Data Services Agency, decree 128/2010 as
//! amended in 2023): date of birth, a sign of the century, a number and a check character.

use portcullis_model::Entity;

use crate::checksum::is_day;
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "fi_personal_identity_code",
    entity: Entity::known("FI_PERSONAL_IDENTITY_CODE"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "henkilötunnus",
        "hetu",
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
const SHAPES: &[Shape] =
    &[Shape { letters: &[0], digits: &[6], next: &[Next::Dash, Next::Plus, Next::Letter] }];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let date = Code::read(cursor, "999999")?;
    let sign = cursor.byte(date.end)?.to_ascii_uppercase();
    let number = date.end + 1;
    let end = cursor.run(number, 3, |byte| byte.is_ascii_digit());
    let check = cursor.byte(end)?.to_ascii_uppercase();
    let century = matches!(sign, b'+' | b'-' | b'A'..=b'F' | b'U'..=b'Y');
    if !century || end != number + 3 || !is_day(date.number(2, 4), date.number(0, 2)) {
        return None;
    }
    let digits = cursor.slice(number, end).parse::<u32>().ok()?;
    let known = b"0123456789ABCDEFHJKLMNPRSTUVWXY"
        .get(usize::try_from((date.number(0, 6) * 1000 + digits) % 31).ok()?);
    let checked = known == Some(&check) && digits >= 2;
    let score = match (checked, check.is_ascii_digit() && sign == b'-') {
        (true, false) => 0.85,
        (true, true) => 0.6,
        (false, _) => 0.05,
    };
    let valid = check.is_ascii_alphanumeric() && code::closes(cursor, end + 1);
    valid.then(|| Match::new(cursor.at, end + 1, score))
}
