//! United Kingdom postcodes (BS 7666; Royal Mail, "Programmers' guide to the Postcode Address File"):
//! an area, a district, and a sector with a unit.
//!
//! A few of them look like sizes (`M2 8GB`), so the words before decide.

use portcullis_model::Entity;

use crate::boundary::is_dash;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "uk_postcode",
    entity: Entity::known("UK_POSTCODE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "postcode",
        "postcodes",
        "post code",
        "postal code",
        "zip",
        "zip code",
        "postal",
        "address",
        "home address",
        "delivery address",
        "postalcode",
        "london",
        "street",
        "road",
        "lives at",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] =
    &["AA99 9AA", "AA9A 9AA", "A99 9AA", "A9A 9AA", "AA9 9AA", "A9 9AA", "AAA 9AA"];

/// The letters that areas have: one, then two.
const AREAS: &[&str] = &[
    "B", "E", "G", "L", "M", "N", "S", "W", "AB", "AL", "BA", "BB", "BD", "BF", "BH", "BL", "BN",
    "BR", "BS", "BT", "BX", "CA", "CB", "CF", "CH", "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD",
    "DE", "DG", "DH", "DL", "DN", "DT", "DY", "EC", "EH", "EN", "EX", "FK", "FY", "GL", "GU", "GY",
    "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW",
    "KY", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "ME", "MK", "ML", "NE", "NG", "NN", "NP", "NR",
    "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "SA", "SE", "SG", "SK",
    "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR",
    "TS", "TW", "UB", "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let found = code::find(cursor, TEMPLATES, |code| {
        let (outward, inward) = code.chars().split_at_checked(code.chars().len() - 3)?;
        let unit = !inward.iter().any(|byte| b"CIKMOV".contains(byte));
        let letters = outward.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let area = std::str::from_utf8(outward.get(..letters)?).ok()?;
        let known = AREAS.contains(&area) || outward == b"GIR";
        (unit && known).then_some(match (code.capital, code.joined) {
            (true, false) => 0.45,
            (true, true) => 0.25,
            (false, false) => 0.15,
            (false, true) => 0.08,
        })
    })?;
    // With a dash it is the number of a part.
    (!cursor.slice(found.start, found.end).contains(is_dash)).then_some(found)
}
