//! IPv4 addresses in dotted decimals (RFC 6943 3.1.1: the strict form, no leading zeros).
//!
//! Versions, section numbers and net masks look the same: the word before decides.

use portcullis_model::Entity;

use crate::boundary::{byte_before, char_before, opens_number};
use crate::context::word_before;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = Recognizer {
    name: "ipv4",
    entity: Entity::IP_ADDRESS,
    rule: None,
    trigger: Trigger::Quad,
    context: super::CONTEXT,
    find,
};

/// Words directly before four numbers that are no address.
const NUMBERINGS: &[&str] = &[
    "version",
    "ver",
    "release",
    "rev",
    "revision",
    "build",
    "firmware",
    "section",
    "chapter",
    "clause",
    "figure",
    "table",
    "appendix",
    "paragraph",
    "article",
    "annex",
    "rule",
    "step",
    "bump",
    "upgraded",
    "upgrade",
    "updated",
    "tag",
    "v",
    "kapitel",
    "abschnitt",
    "oid",
];

/// What follows the number of a version that is not released.
const PREVIEWS: &[&str] = &["-alpha", "-beta", "-rc", "-dev", "-pre", "-snapshot", "-SNAPSHOT"];

/// The score of a version or a section.
const NUMBERING: f32 = 0.05;
/// The score of what is a version sooner than an address, if nothing is said of it.
const SMALL: f32 = 0.2;
/// LIMIT: the first number of a version, and what the others are together.
const SMALL_FIRST_MAX: u8 = 9;
const SMALL_SUM_MAX: u32 = 128;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    if !opens_number(cursor.text, cursor.at) {
        return None;
    }
    let (end, octets) = quad(cursor, cursor.at)?;
    if !cursor.closes_number(end) {
        return None;
    }
    let whole = super::network_end(cursor, end, 32);
    let preview = PREVIEWS.iter().any(|preview| cursor.literal(end, preview));
    let score = if preview { NUMBERING } else { score(cursor, octets, end) };
    Some(Match::new(cursor.at, whole, score))
}

/// Four octets from `start` on, and where they end.
pub(super) fn quad(cursor: &Cursor<'_>, start: usize) -> Option<(usize, [u8; 4])> {
    let mut octets = [0; 4];
    let mut at = start;
    for (index, octet) in octets.iter_mut().enumerate() {
        if index > 0 {
            at = (cursor.byte(at) == Some(b'.')).then_some(at + 1)?;
        }
        let end = cursor.run(at, 3, |byte| byte.is_ascii_digit());
        let digits = cursor.slice(at, end);
        *octet = digits.parse().ok().filter(|_| digits.len() == 1 || !digits.starts_with('0'))?;
        at = end;
    }
    Some((at, octets))
}

fn score(cursor: &Cursor<'_>, octets: [u8; 4], end: usize) -> f32 {
    if is_numbering(cursor, octets) {
        return NUMBERING;
    }
    match octets {
        // Object identifiers of X.500 attributes and certificate extensions.
        [2, 5, 4 | 8 | 29, _] => NUMBERING,
        // This host, any host, net masks: nobody's address, whatever is said of them.
        [127, 0, ..] | [0, 0, 0, 0] | [255, _, _, 0 | 128..] => NUMBERING,
        [0 | 127, ..] => 0.25,
        _ if is_small(octets) && !has_port(cursor, end) => SMALL,
        _ => 0.7,
    }
}

/// Whether the numbers are as small as those of versions, and no resolver that everybody knows.
fn is_small(octets: [u8; 4]) -> bool {
    let known =
        matches!(octets, [1, 1, 1, 1] | [1, 0, 0, 1] | [8, 8, ..] | [9, 9, 9, ..] | [4, 2, 2, _]);
    let [first, rest @ ..] = octets;
    let sum: u32 = rest.into_iter().map(u32::from).sum();
    first <= SMALL_FIRST_MAX && sum <= SMALL_SUM_MAX && !known
}

/// Whether a port follows at `end`.
fn has_port(cursor: &Cursor<'_>, end: usize) -> bool {
    cursor.byte(end) == Some(b':') && cursor.byte(end + 1).is_some_and(|byte| byte.is_ascii_digit())
}

/// Whether this is a version or the number of a section.
fn is_numbering(cursor: &Cursor<'_>, octets: [u8; 4]) -> bool {
    let text = cursor.text.get(..cursor.at).unwrap_or_default();
    if text.strip_suffix(' ').unwrap_or(text).ends_with('§') {
        return true;
    }
    let before = char_before(cursor.text, cursor.at);
    let left = cursor.at.checked_sub(1).and_then(|at| byte_before(cursor.text, at));
    let after_name = left.is_some_and(|byte| byte.is_ascii_alphanumeric());
    match before {
        // `package-1.2.3.4`, `Chrome/120.0.0.0`, `package==1.2.3.4`
        Some('-') => after_name,
        Some('/') => after_name && octets.ends_with(&[0, 0]),
        Some('=') => left == Some(b'='),
        Some('^' | '~') => true,
        _ => word_before(cursor.text, cursor.at).is_some_and(|word| {
            NUMBERINGS.iter().any(|numbering| word.eq_ignore_ascii_case(numbering))
        }),
    }
}
