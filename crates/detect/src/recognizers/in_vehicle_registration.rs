//! Registration marks of Indian vehicles (Central Motor Vehicles Rules 1989, rule 50; the BH series of
//! 2021; rule 76 for missions; Joint Services marks of the forces).

use portcullis_model::Entity;

use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_vehicle_registration",
    entity: Entity::known("IN_VEHICLE_REGISTRATION"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "vehicle",
        "vehicle number",
        "vehicle no",
        "vehicle registration",
        "registration",
        "registration number",
        "rto",
        "number plate",
        "reg no",
        "car number",
        "rc number",
        "वाहन",
    ],
    find,
};

/// How it is written: the marks of today, those of all India (`BH`), of missions (`CD`) and of the
/// forces, and the old ones without a district.
const TEMPLATES: &[&str] = &[
    "AA 99 AAA 9999",
    "AA 99 AA 9999",
    "AA 99 A 9999",
    "AA 9 AAA 9999",
    "AA 9 AA 9999",
    "AA 9 A 9999",
    "AA 99 9999",
    "99 AA 9999 AA",
    "99 AA 9999 A",
    "9AA99",
    "9AA999",
    "9AA9999",
    "99AA99",
    "99AA999",
    "99AA9999",
    "999AA99",
    "999AA999",
    "999AA9999",
    "99A999999A",
    "A9999",
    "A99999",
    "AA9999",
    "AAA9999",
];

const STATES: &[&[u8; 2]] = &[
    b"AN", b"AP", b"AR", b"AS", b"BR", b"CG", b"CH", b"DD", b"DL", b"DN", b"GA", b"GJ", b"HP",
    b"HR", b"JH", b"JK", b"KA", b"KL", b"LA", b"LD", b"MH", b"ML", b"MN", b"MP", b"MZ", b"NL",
    b"OD", b"OR", b"PB", b"PY", b"RJ", b"SK", b"TG", b"TN", b"TR", b"TS", b"UA", b"UK", b"UP",
    b"WB",
];

/// The score of a mark that many other things look like.
const BARE: f32 = 0.01;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let run = |from: usize, class: fn(&u8) -> bool| {
            code.chars().iter().skip(from).take_while(|byte| class(byte)).count()
        };
        let letters = run(0, u8::is_ascii_alphabetic);
        let digits = run(letters, u8::is_ascii_digit);
        let score = match (letters, digits) {
            (0, _) => national(code)?,
            (1, 4) | (2 | 3, 4) if code.chars().len() == letters + digits => bare(code, letters)?,
            (1, 5) if code.at(0) == b'I' && code.number(1, 6) > 0 => BARE,
            (2, 1 | 2 | 6) => of_state(code)?,
            _ => return None,
        };
        Some(if code.capital { score } else { score / 2.0 })
    })
}

/// A mark of a state, a district, and mostly a series; no number is 0000.
fn of_state(code: &Code) -> Option<f32> {
    let count = code.chars().len();
    let series = code.chars().get(2..).unwrap_or_default().iter().any(u8::is_ascii_alphabetic);
    let state = STATES.iter().any(|state| code.chars().get(..2) == Some(&state[..]));
    (code.number(count - 4, count) > 0).then_some(match (state, series, code.joined) {
        (false, true, true) => 0.03,
        (false, ..) => return None,
        (true, false, _) => 0.15,
        (true, true, false) => 0.55,
        (true, true, true) => 0.45,
    })
}

/// A mark that begins with a number: all India, missions, forces.
fn national(code: &Code) -> Option<f32> {
    let chars = code.chars();
    let lead = chars.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match chars.get(lead..)? {
        [b'B', b'H', rest @ ..] if lead == 2 && rest.len() > 4 => {
            (code.number(4, 8) > 0).then_some(if code.joined { 0.45 } else { 0.55 })
        }
        [b'C', b'C' | b'D', rest @ ..] | [b'U', b'N', rest @ ..] => {
            let number = rest.iter().all(u8::is_ascii_digit) && rest.first() != Some(&b'0');
            (number && code.joined).then_some(0.3)
        }
        [kind, rest @ .., _] if lead == 2 && rest.len() == 6 => {
            let known = b"ABCDEFHKPRX".contains(kind) && code.number(0, 2) > 0;
            (known && rest.iter().all(u8::is_ascii_digit)).then_some(0.4)
        }
        _ => None,
    }
}

/// A mark of one to three letters and a number, as before 1989.
fn bare(code: &Code, letters: usize) -> Option<f32> {
    (code.number(letters, letters + 4) > 0).then_some(if letters == 3 { 0.05 } else { BARE })
}
