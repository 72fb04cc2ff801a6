//! Registration marks of German vehicles (Fahrzeug-Zulassungsverordnung § 9): district, one or two
//! letters, up to four digits, `E` for electric and `H` for historic ones. Districts with an umlaut are
//! not recognised.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_kfz",
    entity: Entity::known("DE_KFZ"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "kennzeichen",
        "kfz kennzeichen",
        "autokennzeichen",
        "nummernschild",
        "amtliches kennzeichen",
        "kfz",
        "fahrzeug",
        "license plate",
        "number plate",
        "plate",
        "fahrzeugkennzeichen",
        "zulassung",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] =
    &[Shape { letters: &[2, 3, 4, 5], digits: &[1, 2, 3, 4], next: &Next::ALL }];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let district = cursor.run(cursor.at, 4, |byte| byte.is_ascii_uppercase());
    if !matches!(district - cursor.at, 1..=3) {
        return None;
    }
    let (dash, letters) = match cursor.byte(district)? {
        b'-' => (true, district + 1),
        b' ' => (false, district + 1),
        _ => return None,
    };
    let letters_end = cursor.run(letters, 3, |byte| byte.is_ascii_uppercase());
    let gap = usize::from(matches!(cursor.byte(letters_end), Some(b' ' | b'-')));
    let number = letters_end + gap;
    let digits = cursor.run(number, 5, |byte| byte.is_ascii_digit());
    let kind = usize::from(matches!(cursor.byte(digits), Some(b'E' | b'H')));
    let fits = matches!(letters_end - letters, 1..=2)
        && matches!(digits - number, 1..=4)
        && cursor.byte(number) != Some(b'0')
        && code::closes(cursor, digits + kind);
    let score = if dash { 0.4 } else { 0.2 };
    fits.then(|| Match::new(cursor.at, digits + kind, score))
}
