//! Spanish tax numbers of citizens (Real Decreto 1553/2005, article 11): the number of the identity
//! card and the letter of its remainder by 23.

use portcullis_model::Entity;

use crate::boundary::byte_before;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "es_nif",
    entity: Entity::known("ES_NIF"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "dni",
        "dnis",
        "nif",
        "nifs",
        "documento nacional de identidad",
        "documento de identidad",
        "identificación fiscal",
        "identificacion fiscal",
        "número de identificación fiscal",
        "spanish id",
        "dni número",
        "cédula",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] =
    &["99999999 A", "99.999.999A", "99.999.999 A", "9999999 A", "9.999.999 A"];

/// The letters by the remainder of the number.
pub(super) const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        // `45170867K/83706655K` are sizes.
        let sizes = cursor.byte(code.end) == Some(b'/')
            || byte_before(cursor.text, cursor.at) == Some(b'/');
        let (letter, digits) = code.chars().split_last()?;
        let known = LETTERS.contains(letter) && !is_repeated(digits);
        let number = code.number(0, digits.len());
        let checked =
            usize::try_from(number % 23).ok().and_then(|at| LETTERS.get(at)) == Some(letter);
        known.then_some(match (checked, code.capital, digits.len()) {
            _ if sizes && code.joined => 0.1,
            (true, true, 8) => 0.7,
            (true, ..) => 0.3,
            (false, true, 8) => 0.1,
            (false, ..) => 0.05,
        })
    })
}

/// `00000000T` stands in forms and tests.
fn is_repeated(digits: &[u8]) -> bool {
    digits.iter().all(|digit| *digit == b'0')
}
