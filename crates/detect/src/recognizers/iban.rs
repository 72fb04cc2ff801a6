//! International bank account numbers: ISO 13616, with the lengths of the SWIFT IBAN registry and
//! the check digits of ISO 7064 mod 97-10.
//!
//! The user-assigned country `XT`, where surrogates live, is in no registry and no finding.

use portcullis_model::Entity;

use crate::boundary::{is_dash, is_space, opens_code};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "iban",
    entity: Entity::IBAN_CODE,
    rule: None,
    trigger: Trigger::Letters,
    context: &[],
    find,
};

/// Joined with the word before.
pub(super) const JOINED: Recognizer = Recognizer {
    name: "iban_joined",
    entity: Entity::IBAN_CODE,
    rule: None,
    trigger: Trigger::Literals(&["IBAN", "Iban", "iban"]),
    context: &[],
    find: find_joined,
};

const SCORE: f32 = 0.98;
/// LIMIT: characters between two groups.
const SEPARATOR_MAX: usize = 4;

/// Countries of the registry (and those that use the form without being in it) and lengths.
const COUNTRIES: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HN", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
    (b"YE", 30),
    // Not in the registry, in use all the same.
    (b"AO", 25),
    (b"BF", 28),
    (b"BJ", 28),
    (b"CF", 27),
    (b"CG", 27),
    (b"CI", 28),
    (b"CM", 27),
    (b"CV", 25),
    (b"DZ", 26),
    (b"GA", 27),
    (b"GQ", 27),
    (b"GW", 25),
    (b"IR", 26),
    (b"KM", 27),
    (b"MA", 28),
    (b"MG", 27),
    (b"ML", 28),
    (b"MZ", 25),
    (b"NE", 28),
    (b"SN", 28),
    (b"TD", 27),
    (b"TG", 28),
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let end = end(cursor, cursor.at)?;
    // The end of a name with dashes, as of a UUID, is none.
    let named = !opens_code(cursor.text, cursor.at) && cursor.slice(cursor.at, end).contains('-');
    (!named).then(|| Match::new(cursor.at, end, SCORE))
}

fn find_joined(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at + "IBAN".len();
    end(cursor, start).map(|end| Match::new(start, end, SCORE))
}

/// Where the IBAN ends that begins at `start`.
fn end(cursor: &Cursor<'_>, start: usize) -> Option<usize> {
    let first = cursor.byte(start)?.to_ascii_uppercase();
    let second = cursor.byte(start + 1)?.to_ascii_uppercase();
    let country = COUNTRIES.iter().find(|(name, _)| **name == [first, second]);
    let (_, length) = country?;
    let mut remainder = Remainder::default();
    let mut end = start;
    for index in 0..*length {
        if index > 0 {
            end += separator(cursor, end);
            // Other separators stand only where IBANs are printed with spaces.
            end = if index % 4 == 0 { loose(cursor, end) } else { end };
        }
        let byte = cursor.byte(end).filter(u8::is_ascii_alphanumeric)?;
        if (2..4).contains(&index) && !byte.is_ascii_digit() {
            return None;
        }
        remainder.add(index, byte);
        end += 1;
    }
    (remainder.is_valid() && cursor.closes(end)).then_some(end)
}

/// The length of the one separator that may stand at `index`.
fn separator(cursor: &Cursor<'_>, index: usize) -> usize {
    let c = cursor.char(index).filter(|c| is_space(*c) || is_dash(*c) || *c == '.');
    c.map_or(0, char::len_utf8)
}

/// Where the next group begins behind what is seldom written between groups: the rest of a dash
/// between spaces or of two spaces, a tab, a line break, the plus sign of a form.
fn loose(cursor: &Cursor<'_>, from: usize) -> usize {
    let mut end = from;
    for _ in 0..SEPARATOR_MAX {
        match cursor.char(end) {
            Some(c) if is_space(c) || is_dash(c) => end += c.len_utf8(),
            Some('\t' | '\n' | '\r' | '_' | '/' | ',' | '+' | '|' | ':' | ';' | '"' | '\'') => {
                end += 1;
            }
            _ => break,
        }
    }
    end
}

/// ISO 7064 mod 97-10 over the characters, the first four of which count last.
#[derive(Default)]
struct Remainder {
    head: u32,
    head_scale: u32,
    body: u32,
}

impl Remainder {
    fn add(&mut self, index: usize, byte: u8) {
        let value = char::from(byte).to_digit(36).unwrap_or_default();
        let scale = if value > 9 { 100 } else { 10 };
        if index < 4 {
            self.head = (self.head * scale + value) % 97;
            self.head_scale = self.head_scale.max(1) * scale % 97;
        } else {
            self.body = (self.body * scale + value) % 97;
        }
    }

    fn is_valid(&self) -> bool {
        (self.body * self.head_scale + self.head) % 97 == 1
    }
}
