//! Italian fiscal codes of persons (Decreto ministeriale 23 dicembre 1976): letters of the name, date
//! of birth with 40 added to the day of women, place, and a check letter. Where two persons would have
//! the same code, letters stand for digits.

use portcullis_model::Entity;

use crate::checksum::{is_day, value};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "it_fiscal_code",
    entity: Entity::known("IT_FISCAL_CODE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "codice fiscale italiano",
        "italian tax code",
        "tax code number",
        "codice fiscale",
        "codici fiscali",
        "cod fisc",
        "codice fisc",
        "c fiscale",
        "tessera sanitaria",
        "tax id",
        "fiscal number",
        "cod fiscale",
        "cf",
        "c f",
        "fiscal code",
        "codice",
        "fiscale",
        "italian fiscal code",
        "tax code",
        "codicefiscale",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AAA AAA XXAXX AXXXA", "AAA AAA XXAXX AXXX A"];

/// What digits and letters count in the odd places, the first of which is one.
const ODD: [u32; 36] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6,
    8, 12, 14, 16, 10, 22, 25, 24, 23,
];
/// The letters of the months.
const MONTHS: &[u8] = b"ABCDEHLMPRST";

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let month = MONTHS.iter().position(|month| *month == code.at(8))?;
        let day = digit(code.at(9))? * 10 + digit(code.at(10))?;
        let day = if day > 40 { day - 40 } else { day };
        let numbers = [6, 7, 12, 13, 14].into_iter().all(|index| digit(code.at(index)).is_some());
        let born = numbers && is_day(u32::try_from(month).unwrap_or_default() + 1, day);
        (born && is_place(code.chars())).then_some(match (is_checked(code.chars()), code.capital) {
            (true, true) => 0.95,
            (true, false) => 0.8,
            (false, _) => 0.1,
        })
    })
}

/// Whether it names a place: a municipality from A to M, or a country with Z.
fn is_place(chars: &[u8]) -> bool {
    let Some([letter, number @ ..]) = chars.get(11..15) else { return false };
    let zeros = number.iter().take_while(|byte| digit(**byte) == Some(0)).count();
    match letter {
        b'A'..=b'M' => zeros < 3,
        b'Z' => zeros == 0,
        _ => false,
    }
}

/// A digit or the letter that stands for it.
fn digit(byte: u8) -> Option<u32> {
    let letter = || b"LMNPQRSTUV".iter().position(|letter| *letter == byte);
    if byte.is_ascii_digit() {
        Some(value(byte))
    } else {
        letter().and_then(|at| u32::try_from(at).ok())
    }
}

fn is_checked(chars: &[u8]) -> bool {
    let Some((check, body)) = chars.split_last() else { return false };
    let worth = |(index, byte): (usize, &u8)| match (index % 2, value(*byte)) {
        (0, value) => usize::try_from(value).ok().and_then(|at| ODD.get(at)).copied().unwrap_or(0),
        (_, letter @ 10..) => letter - 10,
        (_, digit) => digit,
    };
    let sum: u32 = body.iter().enumerate().map(worth).sum();
    sum % 26 + 10 == value(*check)
}
