//! Polish PESEL numbers (Ustawa o ewidencji ludności, art. 15): date of birth with the century in the
//! month, serial, weighted sum modulo 10.

use portcullis_model::Entity;

use crate::checksum::{is_day, number, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "pl_pesel",
    entity: Entity::known("PL_PESEL"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "pesel",
        "peselu",
        "peselem",
        "numer peselu",
        "numerze pesel",
        "powszechny elektroniczny system ewidencji ludności",
        "ewidencji ludności",
        "ewidencji ludnosci",
        "numer identyfikacyjny",
        "national identification number",
        "numer pesel",
        "nr pesel",
        "pesel number",
        "polish id",
        "numer ewidencyjny",
        "dowód osobisty",
        "dowod osobisty",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] =
    &[Shape { letters: &[0, 1, 2, 3, 4, 5, 6, 7, 8], digits: &[11], next: &Next::ALL }];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = code::unglued(cursor);
    let chars = cursor.slice(start, start + 11).as_bytes();
    let two = |index| chars.get(index..index + 2).map_or(0, number);
    let born = is_day(two(2) % 20, two(4));
    let sum = weighted(chars, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    let digits = chars.iter().all(u8::is_ascii_digit);
    if digits && born && sum.is_multiple_of(10) {
        code::glued(cursor, start, start + 11, 0.4)
    } else {
        None
    }
}
