//! Driver numbers of Great Britain (DVLA, INS57P): five characters of the surname filled up with 9, date
//! of birth with the year's digits apart and 50 added to the month of women, initials, check characters.

use portcullis_model::Entity;

use crate::checksum::is_day;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "uk_driving_licence",
    entity: Entity::known("UK_DRIVING_LICENCE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "driving licence",
        "driving license",
        "driver number",
        "drivers licence",
        "driver licence",
        "licence number",
        "licence no",
        "dvla",
        "licence",
        "uk driving licence",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["XXXXX 999999 XXXAA"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let (name, rest) = code.chars().split_at_checked(5)?;
        let letters = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let filled = letters > 0 && name.iter().skip(letters).all(|byte| *byte == b'9');
        let initials =
            rest.get(6..8)?.iter().all(|byte| *byte == b'9' || byte.is_ascii_alphabetic());
        let month = code.number(6, 8);
        let born = is_day(if month > 50 { month - 50 } else { month }, code.number(8, 10));
        (filled && initials && born).then_some(if code.capital { 0.85 } else { 0.6 })
    })
}
