//! Singapore unique entity numbers (Accounting and Corporate Regulatory Authority): businesses,
//! companies by their year, and other bodies, each with a check letter of its own.

use portcullis_model::Entity;

use crate::boundary::byte_before;
use crate::checksum::weighted;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "sg_uen",
    entity: Entity::known("SG_UEN"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "uen",
        "uens",
        "uen number",
        "unique entity number",
        "entity number",
        "acra",
        "business registration",
        "company registration",
        "gst reg no",
        "roc",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99999999A", "999999999A", "A99AA9999A"];

/// The kinds of entity that the third form names.
const KINDS: &[&[u8; 2]] = &[
    b"CC", b"CD", b"CH", b"CL", b"CM", b"CP", b"CS", b"CX", b"DP", b"FB", b"FC", b"FM", b"FN",
    b"GA", b"GB", b"GS", b"HC", b"HS", b"LL", b"LP", b"MB", b"MC", b"MD", b"MH", b"MM", b"MQ",
    b"NB", b"NR", b"PA", b"PB", b"PF", b"RF", b"RP", b"SM", b"SS", b"TC", b"TU", b"VH", b"XL",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        // `45170867K/83706655K` are sizes.
        let sizes = cursor.byte(code.end) == Some(b'/')
            || byte_before(cursor.text, cursor.at) == Some(b'/');
        let score = if code.capital && !sizes { 0.6 } else { 0.2 };
        is_valid(code.chars())?.then_some(score)
    })
}

/// Whether the check letter is right; none for what is no such number.
fn is_valid(chars: &[u8]) -> Option<bool> {
    let (check, body) = chars.split_last()?;
    let (sum, letters): (u32, &[u8]) = match body {
        [b'R'..=b'T', _, _, a, b, ..] => {
            KINDS.iter().find(|kind| **kind == &[*a, *b])?;
            let letters = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
            let worth = |byte: &u8| letters.iter().position(|letter| letter == byte);
            let weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
            let sum: usize = body.iter().zip(weights).map(|(b, w)| worth(b).unwrap_or(0) * w).sum();
            (u32::try_from(sum + 11 - 5).ok()?, letters)
        }
        [_, _, _, _, _, _, _, _] => (weighted(body, &[10, 4, 9, 3, 8, 2, 7, 1]), b"XMKECAWLJDB"),
        [b'1', b'8' | b'9', ..] | [b'2', b'0', ..] => {
            (weighted(body, &[10, 8, 6, 4, 9, 7, 5, 3, 1]), b"ZKCMDNERGWH")
        }
        _ => return None,
    };
    let right = usize::try_from(sum % 11).ok().and_then(|at| letters.get(at));
    Some(right == Some(check))
}
