//! Spanish tax numbers of persons (Real Decreto 1553/2005, article 11; Orden EHA/451/2008, articles 2
//! and 3): the number of the identity card and the letter of its remainder by 23. Children and
//! people abroad, who have no card, have K, L or M and seven digits.

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
        "identificacion",
        "documento nacional",
        "nif cif",
        "nif número",
        "nif numero",
        "documento identidad",
        "dni",
        "dnis",
        "número de dni",
        "numero de dni",
        "dni numero",
        "d n i",
        "n i f",
        "carnet de identidad",
        "carné de identidad",
        "numero de identificacion fiscal",
        "identidad",
        "national identity document",
        "tax identification number",
        "cedula",
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
    &["99999999 A", "99.999.999A", "99.999.999 A", "9999999 A", "9.999.999 A", "A-9999999-A"];

/// The letters by the remainder of the number.
pub(super) const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        // `45170867K/83706655K` are sizes.
        let sizes = cursor.byte(code.end) == Some(b'/')
            || byte_before(cursor.text, cursor.at) == Some(b'/');
        let (letter, number) = code.chars().split_last()?;
        let digits = match number {
            [b'K'..=b'M', digits @ ..] => digits,
            [b'A'..=b'Z', ..] => return None,
            digits => digits,
        };
        let rest = code.number(0, number.len()) % 23;
        let checked = usize::try_from(rest).ok().and_then(|at| LETTERS.get(at)) == Some(letter);
        checked.then_some(match (code.capital, number.len()) {
            _ if is_repeated(digits) => 0.05,
            _ if sizes && code.joined => 0.1,
            (true, 8) => 0.7,
            _ => 0.3,
        })
    })
}

/// `00000000T` stands in forms and tests.
fn is_repeated(digits: &[u8]) -> bool {
    digits.iter().all(|digit| *digit == b'0')
}
