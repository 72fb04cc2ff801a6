//! Social security numbers whose groups are parted by what is seldom written there:
//! tabs, line breaks, commas, underscores, the plus signs of a form; or that are written digit by
//! digit or as decimals. Only directly behind a word or under a key that names them.

use portcullis_model::Entity;

use super::{CONTEXT, is_assigned};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};
use crate::recognizers::loose::Loose;

pub(in crate::recognizers) const BEHIND: Recognizer = Recognizer {
    name: "us_ssn_loose",
    entity: Entity::US_SSN,
    rule: None,
    trigger: Trigger::Literals(WORDS),
    context: &[],
    find: find_behind,
};

pub(in crate::recognizers) const KEYED: Recognizer = Recognizer {
    name: "us_ssn_loose_keyed",
    entity: Entity::US_SSN,
    rule: None,
    trigger: Trigger::Start,
    context: CONTEXT,
    find: find_keyed,
};

const WORDS: &[&str] = &[
    "ssn",
    "Ssn",
    "SSN",
    "social security",
    "Social security",
    "Social Security",
    "SOCIAL SECURITY",
    "social_security",
    "socialSecurity",
    "SS#",
];
const SCORE: f32 = 0.85;
const PRINTED: &[&[usize]] = &[&[3, 2, 4]];

fn find_behind(cursor: &Cursor<'_>) -> Option<Match> {
    number(cursor, &Loose::behind(cursor, WORDS)?, SCORE.into())
}

fn find_keyed(cursor: &Cursor<'_>) -> Option<Match> {
    number(cursor, &Loose::first(cursor)?, Worth::cued(0.25))
}

fn number(cursor: &Cursor<'_>, number: &Loose, worth: Worth) -> Option<Match> {
    let (_, _, end) = number.parts(PRINTED).find(|(digits, sizes, end)| {
        let grouped = matches!(sizes.as_slice(), [9] | [3, 2, 4]);
        let grouped = grouped || sizes.iter().all(|size| *size == 1);
        digits.len() == 9 && grouped && is_assigned(digits) && cursor.closes_number(*end)
    })?;
    (!number.plus).then(|| Match::new(number.start, end, worth))
}
