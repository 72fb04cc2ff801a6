//! French social security numbers (INSEE, Répertoire national d'identification; Code de la sécurité
//! sociale R115-1): sex, year, month, department, commune, order and a key of 97 less the remainder.

use portcullis_model::Entity;

use crate::checksum::remainder_97;
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "fr_nir",
    entity: Entity::known("FR_NIR"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "numero de securite sociale",
        "no de securite sociale",
        "no secu",
        "numéro nir",
        "numero nir",
        "numero insee",
        "numero de secu",
        "numéro d inscription au répertoire",
        "assurance maladie",
        "social security number",
        "numéro sécu",
        "numero secu",
        "assure",
        "nir",
        "numéro de sécurité sociale",
        "sécurité sociale",
        "securite sociale",
        "numéro de sécu",
        "sécu",
        "secu",
        "carte vitale",
        "insee",
        "numéro insee",
        "numéro d inscription",
        "numero d inscription",
        "assuré",
        "nss",
        "french social security",
        "social security",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999999X999999_99", "9 99 99 9X 999 999 99", "9 99 99 9X 999 999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let month = matches!(code.number(3, 5), 1..=12 | 20..=42 | 50..=99);
        let sex = matches!(code.at(0), b'1'..=b'4' | b'7' | b'8');
        let island = matches!((code.at(5), code.at(6)), (b'2', b'A' | b'B') | (_, b'0'..=b'9'));
        let department = code.at(5) != b'0' || code.at(6) != b'0';
        if !(month && sex && island && department && code.number(10, 13) > 0) {
            return None;
        }
        match (code.chars().len(), code.joined) {
            (13, _) if goes_on(cursor, code.end) => None,
            (13, true) => Some(Worth::cued(0.1)),
            (13, false) => Some(Worth::from(0.2)),
            _ if !is_checked(code) => None,
            (_, false) => Some(Worth::from(0.9)),
            // Other months stand for a birthday that is not known.
            (_, true) => Some(Worth::from(if code.number(3, 5) > 12 { 0.3 } else { 0.55 })),
        }
    })
}

/// Whether more digits follow over a space: they are a key, and it is wrong.
fn goes_on(cursor: &Cursor<'_>, end: usize) -> bool {
    cursor.byte(end) == Some(b' ') && cursor.byte(end + 1).is_some_and(|byte| byte.is_ascii_digit())
}

/// The two parts of Corsica count as 19 and 18.
fn is_checked(code: &Code) -> bool {
    let mut chars: Vec<u8> = code.chars().to_vec();
    if let Some(department) = chars.get_mut(5..7) {
        match department {
            [_, b'A'] => department.copy_from_slice(b"19"),
            [_, b'B'] => department.copy_from_slice(b"18"),
            _ => {}
        }
    }
    chars.get(..13).is_some_and(|body| 97 - remainder_97(body) == code.number(13, 15))
}
