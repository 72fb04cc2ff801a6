//! Finds what has the shape of a surrogate in free text.
//!
//! Shape only: whether a surrogate is known, alive and of this scope, the store says.

use std::ops::Range;

use portcullis_model::Entity;

use crate::revealer::{Kind, form, is_inside_word, is_part};
use crate::shape::{Domain, Reading, Shape, read};

/// LIMIT: the longest mention in bytes, so that a stream knows how much to hold back: a card
/// or an IBAN with a three-byte separator after every character or every four, an opaque
/// surrogate with the longest label, an e-mail surrogate under the longest domain (RFC 1035).
pub const MENTION_BYTES_MAX: usize = 320;

/// A span of text with the shape of a surrogate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The kind of value such a surrogate stands for; [`UNTOLD`](crate::UNTOLD) where its form
    /// does not say.
    pub entity: Entity,
    /// Whether it can be anything else.
    pub claim: Claim,
}

/// What the shape of a mention proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claim {
    /// No issuer gives such values out: if the vault does not know it, it is forged, ended or
    /// another scope's.
    Certain,
    /// Such values occur in the world too (a card under 4000 00, any nine digits, an address
    /// of 240/4 or of documentation): if the vault does not know it, it is just a value.
    Possible,
}

/// Finds what has the shape of a surrogate, left to right, without overlaps, in any ASCII case.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    find(text, None)
}

/// As [`mentions`], with the domain under which this vault issues e-mail surrogates.
pub(crate) fn find(text: &str, domain: Domain<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut end = 0;
    for (at, byte) in text.bytes().enumerate() {
        if at < end || !is_start(byte) {
            continue;
        }
        if let Some(reading) = text.get(at..).and_then(|rest| at_start(text, at, rest, domain)) {
            end = at + reading.len;
            found.push(mention(at..end, &reading));
        }
    }
    found
}

/// Whether a surrogate can start with this byte. Cheap: it runs over every byte of the text.
const fn is_start(byte: u8) -> bool {
    matches!(
        byte.to_ascii_lowercase(),
        // Months, pseudonyms, and what other shapes begin with.
        b'a' | b'd' | b'f' | b'j' | b'k' | b'm'..=b'o' | b'q' | b's' | b't' | b'v' | b'x' | b'z' | b'+' | b'[' | b'0'
            ..=b'9'
    )
}

fn at_start(text: &str, at: usize, rest: &str, domain: Domain<'_>) -> Option<Reading> {
    let shapes = Shape::starting(rest);
    if shapes.is_empty() {
        return None;
    }
    // Most places are inside of words, and few can be looked at by reading.
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && is_inside_word(text, at) {
        return None;
    }
    let readings = shapes.iter().filter_map(|shape| read(*shape, rest, domain));
    let mut alone = readings.filter(|reading| {
        let place = at..at + reading.len;
        let spelled = text.get(place.clone()).unwrap_or_default();
        !is_part(text, &place, kind(reading.core.shape, spelled))
    });
    alone.next()
}

/// What its edges look like.
fn kind(shape: Shape, spelled: &str) -> Kind {
    match shape {
        Shape::Mail => Kind::Mail,
        Shape::Phone | Shape::Social | Shape::Card | Shape::Routing => Kind::Number,
        Shape::Iban => Kind::Account,
        Shape::Address4 => Kind::Address4,
        Shape::Address6 => Kind::Address6,
        Shape::Opaque => Kind::Bracket,
        Shape::Hardware => Kind::Hardware,
        Shape::Date => form(spelled),
        Shape::Code => Kind::Code,
        Shape::Name(_) => Kind::Name,
    }
}

fn mention(range: Range<usize>, reading: &Reading) -> Mention {
    let claim = if reading.core.shape.is_ambiguous() { Claim::Possible } else { Claim::Certain };
    Mention { range, entity: reading.core.entity(), claim }
}
