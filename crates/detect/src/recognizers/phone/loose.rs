//! Phone numbers whose groups are parted by what is seldom written there:
//! tabs, line breaks, commas, underscores, the plus signs of a form; or that are written digit by
//! digit or as decimals. Only directly behind a word or under a key that names them.

use portcullis_model::Entity;

use super::CONTEXT;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};
use crate::recognizers::loose::Loose;

pub(in crate::recognizers) const BEHIND: Recognizer = Recognizer {
    name: "phone_loose",
    entity: Entity::PHONE_NUMBER,
    rule: None,
    trigger: Trigger::Literals(WORDS),
    context: &[],
    find: find_behind,
};

pub(in crate::recognizers) const KEYED: Recognizer = Recognizer {
    name: "phone_loose_keyed",
    entity: Entity::PHONE_NUMBER,
    rule: None,
    trigger: Trigger::Start,
    context: CONTEXT,
    find: find_keyed,
};

const WORDS: &[&str] = &[
    "phone",
    "Phone",
    "PHONE",
    "phone_number",
    "phoneNumber",
    "telephone",
    "Telephone",
    "TELEPHONE",
    "tel",
    "Tel",
    "TEL",
    "mobile",
    "Mobile",
    "MOBILE",
    "cell",
    "Cell",
    "CELL",
    "call",
    "Call",
    "CALL",
    "fax",
    "Fax",
    "FAX",
    "whatsapp",
    "WhatsApp",
    "Telefon",
    "telefono",
    "teléfono",
];
const SCORE: f32 = 0.8;

fn find_behind(cursor: &Cursor<'_>) -> Option<Match> {
    number(cursor, &Loose::behind(cursor, WORDS)?, SCORE.into())
}

fn find_keyed(cursor: &Cursor<'_>) -> Option<Match> {
    number(cursor, &Loose::first(cursor)?, Worth::cued(0.25))
}

fn number(cursor: &Cursor<'_>, number: &Loose, worth: Worth) -> Option<Match> {
    let (_, _, end) = number.parts(&[]).find(|(digits, sizes, end)| {
        let single = sizes.iter().all(|size| *size == 1);
        let national = match sizes.as_slice() {
            // Of more groups, the first is a number of its own.
            [10 | 11] => number.is_one() && is_local(digits),
            [1, 3, 3, 4] | [3, 3, 4] => is_local(digits),
            _ => single && sizes.len() > 1 && is_local(digits),
        };
        // With a plus, the country says how the rest is grouped.
        let international = number.plus && sizes.len() > 2 && (10..=15).contains(&digits.len());
        (national || international) && !is_list(cursor, number, sizes) && cursor.closes_number(*end)
    })?;
    leads(cursor, number).then(|| Match::new(number.start, end, worth))
}

/// Whether no list and no row of a table begins between the word and the number. A bracket around
/// the area is none.
fn leads(cursor: &Cursor<'_>, number: &Loose) -> bool {
    let lead = cursor.slice(cursor.at, number.start);
    let area = || number.signs(cursor, 2).first().is_some_and(|sign| sign.starts_with(')'));
    !lead.contains(['\n', '\r', '[']) && (!lead.contains('(') || area())
}

/// Whether the groups are numbers of their own, or the thousands of one.
fn is_list(cursor: &Cursor<'_>, number: &Loose, sizes: &[usize]) -> bool {
    let signs = number.signs(cursor, sizes.len());
    let listed = |sign: &&str| sign.contains([',', ';', '|']) && sign.contains(' ');
    let thousands = sizes.iter().skip(1).all(|size| *size == 3);
    let commas = !signs.is_empty() && signs.iter().all(|sign| *sign == ",");
    signs.iter().any(listed) || commas && thousands
}

/// Area, exchange and line, with or without the one before.
fn is_local(digits: &[u8]) -> bool {
    matches!(digits, [2..=9, _, _, 2..=9, _, _, _, _, _, _])
        || matches!(digits, [1, 2..=9, _, _, 2..=9, _, _, _, _, _, _])
}
