//! Street addresses of the United States (USPS Publication 28, with the suffixes of its appendix C1)
//! and the United Kingdom (BS 7666): a number, the name of a street and its kind, a unit behind it;
//! and post office boxes.
//!
//! It is the line of the street: town, region and postal code are others'.

use portcullis_model::Entity;

use crate::boundary::is_word;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

const ENTITY: Entity = Entity::known("STREET_ADDRESS");
const CONTEXT: &[&str] = &[
    "address",
    "street",
    "street address",
    "home address",
    "mailing address",
    "billing address",
    "shipping address",
    "streetaddress",
    "addressline",
    "address line",
    "lives at",
    "living at",
    "resides at",
    "residence",
    "ship to",
    "deliver to",
    "delivered to",
    "located at",
    "location",
    "home",
    "mail to",
    "property",
    "send to",
    "postal address",
    "visit us at",
];

/// A number and a street.
pub(super) const STREET: Recognizer = Recognizer {
    name: "street_address",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: CONTEXT,
    find: find_street,
};

/// A post office box.
pub(super) const BOX: Recognizer = Recognizer {
    name: "post_office_box",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(&[
        "PO", "P.O", "P. O", "Po", "po", "p.o", "P O", "Post", "POST", "post",
    ]),
    context: CONTEXT,
    find: find_box,
};

/// How it begins: `12 A`, `12A B`.
const TEMPLATES: &[&str] = &[
    "9_A*",
    "99_A*",
    "999_A*",
    "9999_A*",
    "99999_A*",
    "9A_A*",
    "99A_A*",
    "999A_A*",
    "9999A_A*",
    "9_9A*",
    "99_9A*",
    "999_9A*",
    "9999_9A*",
    "99999_9A*",
    "9_99A*",
    "99_99A*",
    "999_99A*",
    "9999_99A*",
    "99999_99A*",
    "9_999A*",
    "99_999A*",
    "999_999A*",
    "9999_999A*",
    "99999_999A*",
];

/// Kinds of streets that are hardly anything else after a number and a name.
const STREETS: &[&str] = &[
    "street",
    "avenue",
    "road",
    "lane",
    "boulevard",
    "crescent",
    "terrace",
    "highway",
    "parkway",
    "expressway",
    "turnpike",
    "ave",
    "av",
    "rd",
    "ln",
    "blvd",
    "hwy",
    "pkwy",
    "cres",
    "mews",
    "st",
    "ter",
    "expy",
];

/// Kinds of streets that are ordinary words.
const WORDS: &[&str] = &[
    "drive", "court", "place", "way", "circle", "square", "close", "gardens", "grove", "hill",
    "row", "walk", "alley", "trail", "loop", "plaza", "park", "rise", "view", "green", "dr", "ct",
    "pl", "cir", "sq", "trl", "aly", "gdns", "path", "broadway", "bend", "cove", "crossing",
    "pike", "point", "ridge", "run",
];

const UNITS: &[&str] =
    &["apt", "apartment", "unit", "suite", "ste", "flat", "floor", "fl", "room", "rm", "bldg"];

const DIRECTIONS: &[&str] = &[
    "n",
    "s",
    "e",
    "w",
    "ne",
    "nw",
    "se",
    "sw",
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
];

/// LIMIT: words of the name of a street.
const NAME_WORDS_MAX: usize = 4;
/// LIMIT: bytes of a word of it.
const WORD_BYTES_MAX: usize = 24;

/// What was read of a street.
struct Street {
    end: usize,
    sure: bool,
    /// Its words begin with capitals.
    capital: bool,
}

fn find_street(cursor: &Cursor<'_>) -> Option<Match> {
    let digits = cursor.run(cursor.at, 6, |byte| byte.is_ascii_digit());
    let letter = cursor.run(digits, 1, |byte| byte.is_ascii_alphabetic());
    let zero = cursor.byte(cursor.at) == Some(b'0');
    if zero || digits - cursor.at > 5 || cursor.byte(letter) != Some(b' ') {
        return None;
    }
    let street = street(cursor, letter + 1)?;
    let unit = unit_end(cursor, street.end);
    let placed = unit.is_some() || is_placed(cursor, street.end);
    let score = match (street.capital, street.sure) {
        (true, true) => 0.65,
        (true, false) if placed => 0.6,
        (true, false) => 0.4,
        (false, true) if placed => 0.45,
        (false, true) => 0.3,
        (false, false) => 0.12,
    };
    Some(Match::new(cursor.at, unit.unwrap_or(street.end), score))
}

/// The name of a street and its kind, from `at` on.
fn street(cursor: &Cursor<'_>, at: usize) -> Option<Street> {
    let mut start = at;
    let mut best = None;
    let mut capital = true;
    for index in 0..=NAME_WORDS_MAX {
        let end = word_end(cursor, start)?;
        let word = cursor.slice(start, end);
        let first = word.chars().next()?;
        capital &= first.is_uppercase() || first.is_ascii_digit();
        let is = |list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
        let (sure, weak) = if index > 0 { (is(STREETS), is(WORDS)) } else { (false, false) };
        if sure || weak {
            let dot = short_end(cursor, end, word);
            best = Some(Street { end: with_direction(cursor, dot), sure, capital });
            if sure && !word.eq_ignore_ascii_case("st") {
                return best;
            }
        }
        let saint = word.eq_ignore_ascii_case("st") || is(DIRECTIONS);
        let dot = usize::from(saint && cursor.byte(end) == Some(b'.'));
        if cursor.byte(end + dot) != Some(b' ') {
            return best;
        }
        start = end + dot + 1;
    }
    best
}

/// Where the word ends that begins at `at`; none if it is no word of a name.
fn word_end(cursor: &Cursor<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    while end - at <= WORD_BYTES_MAX
        && let Some(c) = cursor.char(end)
    {
        let inner = matches!(c, '\'' | '’' | '-') && end > at;
        if !is_word(c) && !inner {
            break;
        }
        end += c.len_utf8();
    }
    let word = cursor.slice(at, end);
    let ordinal = word.starts_with(|c: char| c.is_ascii_digit());
    let endings = ["st", "nd", "rd", "th", "ST", "ND", "RD", "TH"];
    let named = word.chars().next().is_some_and(char::is_alphabetic) && !word.contains('_');
    let counted = ordinal && endings.iter().any(|ending| word.ends_with(ending));
    ((named || counted) && word.len() <= WORD_BYTES_MAX).then_some(end)
}

/// Passes over the dot of a short word, if the sentence goes on after it.
fn short_end(cursor: &Cursor<'_>, end: usize, word: &str) -> usize {
    let dotted = word.len() <= 4 && cursor.byte(end) == Some(b'.');
    let goes_on = dotted
        && match cursor.byte(end + 1) {
            Some(b',') => true,
            Some(b' ') => cursor.char(end + 2).is_some_and(|c| c == '#' || c.is_alphanumeric()),
            _ => false,
        };
    end + usize::from(goes_on)
}

/// Passes over ` NW` behind a street.
fn with_direction(cursor: &Cursor<'_>, at: usize) -> usize {
    if cursor.byte(at) != Some(b' ') {
        return at;
    }
    let end = cursor.run(at + 1, 10, |byte| byte.is_ascii_alphabetic());
    let word = cursor.slice(at + 1, end);
    let capital = word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase());
    let known = DIRECTIONS.iter().any(|direction| word.eq_ignore_ascii_case(direction));
    if capital && known && cursor.closes(end) { end } else { at }
}

/// Where the unit ends that stands behind a street: `, Apt 4B`, ` #12`.
fn unit_end(cursor: &Cursor<'_>, at: usize) -> Option<usize> {
    let comma = usize::from(cursor.byte(at) == Some(b','));
    let start = (cursor.byte(at + comma) == Some(b' ')).then_some(at + comma + 1)?;
    let hash = cursor.byte(start) == Some(b'#');
    let value = if hash {
        start + 1
    } else {
        let end = cursor.run(start, 10, |byte| byte.is_ascii_alphabetic());
        let word = cursor.slice(start, end);
        UNITS.iter().find(|unit| word.eq_ignore_ascii_case(unit))?;
        let dot = end + usize::from(cursor.byte(end) == Some(b'.'));
        let space = (cursor.byte(dot) == Some(b' ')).then_some(dot + 1)?;
        space + usize::from(cursor.byte(space) == Some(b'#'))
    };
    let end = cursor.run(value, 6, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let text = cursor.slice(value, end);
    let digit = text.bytes().any(|byte| byte.is_ascii_digit()) || text.len() == 1;
    (digit && cursor.closes(end)).then_some(end)
}

/// Whether a place follows a street: `, Springfield`.
fn is_placed(cursor: &Cursor<'_>, at: usize) -> bool {
    cursor.literal(at, ", ") && cursor.char(at + 2).is_some_and(char::is_uppercase)
}

/// `PO Box 123`, `P.O. Box 123`, `Post Office Box 123`.
fn find_box(cursor: &Cursor<'_>) -> Option<Match> {
    let mut at = cursor.at;
    let mut letters = 0_usize;
    let mut name = [0; 14];
    // The letters before the number, without dots and spaces.
    while let Some(byte) =
        cursor.byte(at).filter(|byte| matches!(byte, b'.' | b' ') || byte.is_ascii_alphabetic())
    {
        if byte.is_ascii_alphabetic() {
            *name.get_mut(letters)? = byte.to_ascii_lowercase();
            letters += 1;
        }
        at += 1;
        if at - cursor.at > 24 {
            return None;
        }
    }
    let known = matches!(name.get(..letters), Some(b"pobox" | b"postofficebox" | b"postbox"));
    let number = at + usize::from(known && cursor.byte(at) == Some(b'#'));
    let end = cursor.run(number, 9, |byte| byte.is_ascii_digit());
    (known && (1..=8).contains(&(end - number)) && cursor.closes(end))
        .then(|| Match::new(cursor.at, end, 0.7))
}
