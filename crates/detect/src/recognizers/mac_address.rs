//! Hardware addresses of network interfaces (IEEE 802, EUI-48): six pairs of hexadecimal digits with
//! colons or dashes, or three groups of four with dots. The address of nobody and that of everybody
//! are none.

use portcullis_model::Entity;

use crate::boundary::opens_code;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

const ENTITY: Entity = Entity::known("MAC_ADDRESS");
const CONTEXT: &[&str] = &[
    "mac",
    "mac address",
    "macaddress",
    "hardware address",
    "physical address",
    "ether",
    "hwaddr",
    "bssid",
    "ethernet",
    "wifi",
    "bluetooth",
    "device",
    "mac adresse",
    "adresse mac",
    "dirección mac",
    "indirizzo mac",
    "endereço mac",
];

/// With colons.
pub(super) const COLONS: Recognizer = Recognizer {
    name: "mac_address",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Colon,
    context: CONTEXT,
    find: find_colons,
};

/// With dashes or dots, the first group with a digit.
pub(super) const DASHES: Recognizer = Recognizer {
    name: "mac_address_dashes",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: CONTEXT,
    find,
};

/// With dashes, the first group of letters alone.
pub(super) const LETTERS: Recognizer = Recognizer {
    name: "mac_address_letters",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(LITERALS),
    context: CONTEXT,
    find,
};

const SHAPES: &[Shape] = &[
    Shape { letters: &[0], digits: &[2], next: &[Next::Dash] },
    Shape { letters: &[1], digits: &[1], next: &[Next::Dash] },
    Shape { letters: &[0], digits: &[1, 2, 3], next: &[Next::Letter] },
    Shape { letters: &[1], digits: &[1, 2], next: &[Next::Letter] },
    Shape { letters: &[2], digits: &[1], next: &[Next::Letter] },
    Shape { letters: &[0], digits: &[4], next: &[Next::Dot] },
    Shape { letters: &[1], digits: &[3], next: &[Next::Dot] },
    Shape { letters: &[2], digits: &[2], next: &[Next::Dot] },
    Shape { letters: &[3], digits: &[1], next: &[Next::Dot] },
];

const LITERALS: &[&str] = &[
    "AA-", "AB-", "AC-", "AD-", "AE-", "AF-", "BA-", "BB-", "BC-", "BD-", "BE-", "BF-", "CA-",
    "CB-", "CC-", "CD-", "CE-", "CF-", "DA-", "DB-", "DC-", "DD-", "DE-", "DF-", "EA-", "EB-",
    "EC-", "ED-", "EE-", "EF-", "FA-", "FB-", "FC-", "FD-", "FE-", "FF-", "aa-", "ab-", "ac-",
    "ad-", "ae-", "af-", "ba-", "bb-", "bc-", "bd-", "be-", "bf-", "ca-", "cb-", "cc-", "cd-",
    "ce-", "cf-", "da-", "db-", "dc-", "dd-", "de-", "df-", "ea-", "eb-", "ec-", "ed-", "ee-",
    "ef-", "fa-", "fb-", "fc-", "fd-", "fe-", "ff-",
];

fn find_colons(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at.checked_sub(2)?;
    read(cursor, start, (b':', 2))
}

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    match cursor.byte(cursor.at + 2)? {
        b'-' => read(cursor, cursor.at, (b'-', 2)),
        _ => read(cursor, cursor.at, (b'.', 4)),
    }
}

/// Twelve digits from `start` on, in groups of `size` with `separator` between them.
fn read(cursor: &Cursor<'_>, start: usize, (separator, size): (u8, usize)) -> Option<Match> {
    let mut digits = [0; 12];
    let mut at = start;
    for (index, digit) in digits.iter_mut().enumerate() {
        if index > 0 && index % size == 0 {
            at = (cursor.byte(at) == Some(separator)).then_some(at + 1)?;
        }
        *digit = cursor.byte(at).filter(u8::is_ascii_hexdigit)?.to_ascii_lowercase();
        at += 1;
    }
    let more = cursor.byte(at) == Some(separator)
        && cursor.byte(at + 1).is_some_and(|byte| byte.is_ascii_hexdigit());
    let nobody = digits == [b'0'; 12] || digits == [b'f'; 12];
    let fits = !more && !nobody && opens_code(cursor.text, start) && code::closes(cursor, at);
    let letter = digits.iter().any(u8::is_ascii_alphabetic);
    let score = match (separator, letter) {
        (b':', _) | (b'-', true) => 0.6,
        // Tables of numbers look like the form with dots.
        (_, true) | (b'-', false) => 0.3,
        _ => 0.15,
    };
    fits.then(|| Match::new(start, at, score))
}
