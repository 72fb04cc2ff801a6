//! Registration marks of German vehicles (Fahrzeug-Zulassungsverordnung § 9): district, one or two
//! letters, up to four digits, `E` for electric and `H` for historic ones.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_kfz",
    entity: Entity::known("DE_KFZ"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "kennzeichen",
        "kennzeichens",
        "kfz kennz",
        "kfz nummer",
        "zulassungsnummer",
        "polizeiliches kennzeichen",
        "nummernschilder",
        "vehicle registration",
        "registration number",
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
    let district = district(cursor)?;
    let dash = match cursor.byte(district)? {
        b'-' => true,
        b' ' => false,
        _ => return None,
    };
    let letters = district + 1;
    let letters_end = cursor.run(letters, 3, |byte| byte.is_ascii_uppercase());
    let gap = usize::from(matches!(cursor.byte(letters_end), Some(b' ' | b'-')));
    let number = letters_end + gap;
    let digits = cursor.run(number, 5, |byte| byte.is_ascii_digit());
    let kind = usize::from(matches!(cursor.byte(digits), Some(b'E' | b'H')));
    let fits = matches!(letters_end - letters, 1..=2)
        && matches!(digits - number, 1..=4)
        && code::closes(cursor, digits + kind);
    // No number begins with a zero.
    let worth = match (cursor.byte(number), dash, gap) {
        (_, dash, 0) => Worth::cued(if dash { 0.4 } else { 0.2 }),
        (Some(b'0'), ..) => Worth::from(0.05),
        (_, dash, _) => Worth::from(if dash { 0.4 } else { 0.2 }),
    };
    fits.then(|| Match::new(cursor.at, digits + kind, worth))
}

/// Where the letters of the district end: one to three capitals, umlauts among them.
fn district(cursor: &Cursor<'_>) -> Option<usize> {
    let mut end = cursor.at;
    for letters in 0..4 {
        match cursor.char(end)? {
            c @ ('A'..='Z' | 'Ä' | 'Ö' | 'Ü') => end += c.len_utf8(),
            _ => return (letters > 0).then_some(end),
        }
    }
    None
}
