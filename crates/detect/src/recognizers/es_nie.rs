//! Spanish numbers of foreigners (Orden INT/2058/2008): X, Y or Z, which count as 0, 1 and 2, seven
//! digits, and the letter of the remainder by 23.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "es_nie",
    entity: Entity::known("ES_NIE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "nie",
        "nies",
        "número nie",
        "numero nie",
        "nie número",
        "nie numero",
        "numero de identidad de extranjero",
        "identificacion de extranjero",
        "número de extranjero",
        "numero de extranjero",
        "permiso de residencia",
        "foreigner identity number",
        "residence permit",
        "número de identidad de extranjero",
        "identidad de extranjero",
        "identificación de extranjero",
        "extranjero",
        "tarjeta de residencia",
        "nif",
        "dni",
        "foreigner id",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["A9999999_A", "A_9999999A", "A 9999999 A", "A 9.999.999 A"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let (letter, _) = code.chars().split_last()?;
        let first = matches!(code.at(0), b'X'..=b'Z').then(|| u32::from(code.at(0) - b'X'))?;
        let number = first * 10_000_000 + code.number(1, 8);
        let letters = super::es_nif::LETTERS;
        let checked =
            usize::try_from(number % 23).ok().and_then(|at| letters.get(at)) == Some(letter);
        checked.then_some(if code.capital { 0.75 } else { 0.4 })
    })
}
