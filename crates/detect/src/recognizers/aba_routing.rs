//! Routing transit numbers of United States banks (American Bankers Association, Key to Routing
//! Numbers): nine digits, the first two from the ranges that are in use, weighted sum 3-7-1.
//!
//! One number of ten passes the checksum by chance, so only the words before it make a finding.

use portcullis_model::Entity;

use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::Gap;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "aba_routing",
    entity: Entity::ABA_ROUTING_NUMBER,
    rule: None,
    trigger: Trigger::Number,
    context: &[
        "aba",
        "routing",
        "routing number",
        "routing no",
        "routing transit",
        "rtn",
        "transit",
        "bank routing",
        "fedwire",
        "ach",
        "wire",
        "bankrouting",
        "abarouting",
        "direct deposit",
    ],
    find,
};

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let groups = number.groups();
    let count = match groups {
        [a, ..] if a.len() == 9 => 1,
        // The printed form `0110-0001-5`.
        [a, b, c, ..] if (a.len(), b.len(), c.len()) == (4, 4, 1) => {
            (b.gap == c.gap && matches!(b.gap, Gap::Dash | Gap::Space)).then_some(3)?
        }
        _ => return None,
    };
    let end = groups.get(count - 1)?.end;
    let valid = is_valid(number.digits_of(count));
    (valid && opens_number(cursor.text, cursor.at) && cursor.closes_number(end))
        .then(|| Match::new(cursor.at, end, 0.2))
}

fn is_valid(digits: &[u8]) -> bool {
    let [a, b, ..] = digits else { return false };
    let sum: u32 =
        digits.iter().zip([3, 7, 1, 3, 7, 1, 3, 7, 1]).map(|(d, w)| u32::from(*d) * w).sum();
    matches!(a * 10 + b, 0..=12 | 21..=32 | 61..=72 | 80) && sum.is_multiple_of(10) && sum > 0
}
