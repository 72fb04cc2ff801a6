//! Mexican population registry codes (Registro Nacional de Población, Instructivo normativo para la
//! asignación de la CURP, 2021): letters of the name, date of birth, sex, state, consonants, and a
//! check digit modulo 10.

use portcullis_model::Entity;

use crate::checksum::{is_day, last, value};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "mx_curp",
    entity: Entity::known("MX_CURP"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "clave unica de registro de poblacion",
        "registro de poblacion",
        "poblacion",
        "clave curp",
        "curp número",
        "curp numero",
        "número de curp",
        "numero de curp",
        "clave de registro",
        "mexican id",
        "population registry code",
        "curp",
        "clave única",
        "clave única de registro de población",
        "registro de población",
        "clave unica",
        "renapo",
        "identidad",
        "población",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AAAA999999AAAAAAX9"];

const STATES: &[&[u8; 2]] = &[
    b"AS", b"BC", b"BS", b"CC", b"CL", b"CM", b"CS", b"CH", b"DF", b"DG", b"GT", b"GR", b"HG",
    b"JC", b"MC", b"MN", b"MS", b"NT", b"NL", b"OC", b"PL", b"QT", b"QR", b"SP", b"SL", b"SR",
    b"TC", b"TS", b"TL", b"VZ", b"YN", b"ZS", b"NE",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let born = is_day(code.number(6, 8), code.number(8, 10));
        let sex = matches!(code.at(10), b'H' | b'M' | b'X');
        let state = STATES.iter().any(|state| code.chars().get(11..13) == Some(&state[..]));
        let score = if is_checked(code.chars()) { 0.95 } else { 0.1 };
        (born && sex && state).then_some(score)
    })
}

/// Letters after N count one more: the Ñ stands between.
fn is_checked(chars: &[u8]) -> bool {
    let worth = |byte: &u8| value(*byte) + u32::from(*byte > b'N');
    let weights = (2_u32..=18).rev();
    let sum: u32 = chars.iter().zip(weights).map(|(byte, weight)| worth(byte) * weight).sum();
    (sum + last(chars)).is_multiple_of(10)
}
