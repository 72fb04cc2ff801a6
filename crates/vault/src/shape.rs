//! The shapes that surrogates have, each in a range that no issuer ever gave out.
//!
//! Pure: a shape reads and writes text. Which surrogate a value gets is decided in `conceal`,
//! whether one is known in the store.

mod address;
mod card;
mod digits;
mod iban;
mod mail;
mod opaque;
mod phone;
mod routing;
mod seeded;
mod social;

use portcullis_model::Entity;

pub(crate) use seeded::{CHECK_CHARS, letter};

/// What surrogates look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// `tkn-<16 base32>@mail.invalid`.
    Mail,
    /// `+1-555-NXX-XXXX`.
    Phone,
    /// `000-NN-NNNN`.
    Social,
    /// `4000 00…`, Luhn valid.
    Card,
    /// Nine digits with a prefix that no bank has, checksum valid.
    Routing,
    /// `XT…`, mod-97 valid.
    Iban,
    /// 240.0.0.0/4.
    Address4,
    /// 2001:db8::/32.
    Address6,
    /// `[[ENTITY:<16 base32>]]`.
    Opaque,
}

/// How the spellings of one value relate to the spellings of its surrogate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The surrogate mirrors the separators of the value, and so tells them.
    Mirrored,
    /// The surrogate has a limited number of dresses; each stands for one spelling of the value.
    Dressed,
    /// One surrogate, one spelling.
    Single,
}

/// A surrogate, apart from how it is spelled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Core {
    pub(crate) shape: Shape,
    /// Digits, base32 or address: without separators, in one case.
    pub(crate) body: Box<str>,
}

/// A surrogate as read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// How many bytes of the text it takes.
    pub(crate) len: usize,
    pub(crate) core: Core,
    /// Which dress it wears; 0 where the shape has no dresses.
    pub(crate) dress: u16,
}

/// Where a reading has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// At the end of the text.
    Text,
    /// At a boundary of words.
    Word,
}

/// What a value is, apart from how it is spelled.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Canonical {
    pub(crate) shape: Shape,
    /// One text for all spellings; `None` if this spelling is too odd to be mirrored, so that
    /// the value counts as one of its own.
    pub(crate) text: Option<zeroize::Zeroizing<String>>,
}

/// What e-mail surrogates end in.
pub(crate) type Domain<'a> = Option<&'a str>;

/// Chooses the shape for a value, and reduces the value to what all its spellings share.
pub(crate) fn canonical(entity: &Entity, value: &str) -> Canonical {
    let found = match entity.name() {
        "EMAIL_ADDRESS" => mail::canonical(value),
        "PHONE_NUMBER" => phone::canonical(value),
        "US_SSN" => social::canonical(value),
        "CREDIT_CARD" => card::canonical(value),
        "ABA_ROUTING_NUMBER" => routing::canonical(value),
        "IBAN_CODE" => iban::canonical(value),
        "IP_ADDRESS" => address::canonical(value),
        _ => None,
    };
    found.unwrap_or(Canonical { shape: Shape::Opaque, text: None })
}

/// Reads a surrogate at the start of `text`.
pub(crate) fn read(shape: Shape, text: &str, end: End, domain: Domain<'_>) -> Option<Reading> {
    let (len, body, dress) = match shape {
        Shape::Mail => mail::read(text, end, domain)?,
        Shape::Phone => phone::read(text, end)?,
        Shape::Social => social::read(text, end)?,
        Shape::Card => card::read(text, end)?,
        Shape::Routing => routing::read(text, end)?,
        Shape::Iban => iban::read(text, end)?,
        Shape::Address4 => address::read4(text, end)?,
        Shape::Address6 => address::read6(text, end)?,
        Shape::Opaque => opaque::read(text, end)?,
    };
    Some(Reading { len, core: Core { shape, body: body.into() }, dress })
}

/// Reads a text that is one surrogate and nothing else.
pub(crate) fn read_whole(text: &str, domain: Domain<'_>) -> Option<Reading> {
    Shape::starting(text).iter().find_map(|shape| read(*shape, text, End::Text, domain))
}

impl Shape {
    /// Whether it has so many surrogates that no two values ever draw the same one.
    pub(crate) fn is_vast(self) -> bool {
        match self {
            Self::Mail | Self::Address6 | Self::Opaque => true,
            Self::Phone
            | Self::Social
            | Self::Card
            | Self::Routing
            | Self::Iban
            | Self::Address4 => false,
        }
    }

    /// The shapes that can begin as `text` does.
    pub(crate) fn starting(text: &str) -> &'static [Self] {
        match text.as_bytes().first() {
            Some(b't' | b'T') => &[Self::Mail],
            Some(b'+') => &[Self::Phone],
            Some(b'0') => &[Self::Social],
            Some(b'4') => &[Self::Card, Self::Routing],
            Some(b'2') => &[Self::Address4, Self::Address6, Self::Routing],
            Some(b'1' | b'3' | b'5'..=b'9') => &[Self::Routing],
            Some(b'x' | b'X') => &[Self::Iban],
            Some(b'[') => &[Self::Opaque],
            _ => &[],
        }
    }

    /// One byte for it, in stored rows and hashes; never reused.
    pub(crate) const fn tag(self) -> u8 {
        match self {
            Self::Mail => 1,
            Self::Phone => 2,
            Self::Social => 3,
            Self::Card => 4,
            Self::Routing => 5,
            Self::Iban => 6,
            Self::Address4 => 7,
            Self::Address6 => 8,
            Self::Opaque => 9,
        }
    }

    /// The shape of a tag.
    pub(crate) fn of_tag(tag: u8) -> Option<Self> {
        const ALL: [Shape; 9] = [
            Shape::Mail,
            Shape::Phone,
            Shape::Social,
            Shape::Card,
            Shape::Routing,
            Shape::Iban,
            Shape::Address4,
            Shape::Address6,
            Shape::Opaque,
        ];
        ALL.into_iter().find(|shape| shape.tag() == tag)
    }

    pub(crate) const fn relation(self) -> Relation {
        match self {
            Self::Mail | Self::Phone | Self::Address6 => Relation::Dressed,
            Self::Social | Self::Card | Self::Routing | Self::Iban => Relation::Mirrored,
            Self::Address4 | Self::Opaque => Relation::Single,
        }
    }

    /// Whether a keyed check is part of the surrogate.
    pub(crate) const fn is_checked(self) -> bool {
        matches!(self, Self::Mail | Self::Opaque)
    }

    /// Whether such a text can also occur in the world, so that only the store can tell.
    pub(crate) const fn is_ambiguous(self) -> bool {
        matches!(self, Self::Card | Self::Routing | Self::Address4 | Self::Address6)
    }

    /// Whether a character before the surrogate would make it part of something longer.
    pub(crate) fn continues(self, before: char) -> bool {
        match self {
            Self::Mail => before.is_alphanumeric() || "._%+-".contains(before),
            Self::Phone => before.is_alphanumeric() || before == '+',
            Self::Address4 | Self::Routing => before.is_alphanumeric() || "._".contains(before),
            Self::Address6 => before.is_alphanumeric() || ".:_".contains(before),
            Self::Social | Self::Card | Self::Iban => before.is_alphanumeric() || before == '_',
            Self::Opaque => false,
        }
    }

    /// How many dresses it has.
    pub(crate) const fn dresses(self) -> u16 {
        match self {
            Self::Mail => mail::DRESSES,
            Self::Phone => phone::DRESSES,
            Self::Address6 => address::DRESSES,
            Self::Social
            | Self::Card
            | Self::Routing
            | Self::Iban
            | Self::Address4
            | Self::Opaque => 1,
        }
    }

    /// Whether a dress can stand for a further spelling of a value; the first one of all
    /// spellings may be the only one that wears another.
    pub(crate) const fn tells_spelling(self, dress: u16) -> bool {
        match self {
            // Every first spelling of an address wears dress 0.
            Self::Mail => dress > 0,
            Self::Phone | Self::Address6 => true,
            Self::Social
            | Self::Card
            | Self::Routing
            | Self::Iban
            | Self::Address4
            | Self::Opaque => false,
        }
    }

    /// The dress that looks most like this spelling of the value.
    pub(crate) fn dress(self, value: &str) -> u16 {
        match self {
            Self::Phone => phone::dress(value),
            Self::Address6 => address::dress(value),
            Self::Mail
            | Self::Social
            | Self::Card
            | Self::Routing
            | Self::Iban
            | Self::Address4
            | Self::Opaque => 0,
        }
    }

    /// Makes the body of a surrogate for a value from 32 random-looking bytes; `None` if these
    /// bytes give a published placeholder. A checked shape's body still lacks its check.
    pub(crate) fn body(self, entity: &Entity, value: &str, draw: &Draw) -> Option<String> {
        match self {
            Self::Mail => Some(seeded::seed(draw)),
            Self::Phone => phone::body(draw),
            Self::Social => social::body(draw),
            Self::Card => card::body(value, draw),
            Self::Routing => routing::body(draw),
            Self::Iban => iban::body(value, draw),
            Self::Address4 => address::body4(draw),
            Self::Address6 => address::body6(draw),
            Self::Opaque => Some(opaque::body(entity, draw)),
        }
    }
}

impl Core {
    /// The kind of value that it stands for.
    pub(crate) fn entity(&self) -> Entity {
        match self.shape {
            Shape::Mail => Entity::EMAIL_ADDRESS,
            Shape::Phone => Entity::PHONE_NUMBER,
            Shape::Social => Entity::US_SSN,
            Shape::Card => Entity::CREDIT_CARD,
            Shape::Routing => Entity::ABA_ROUTING_NUMBER,
            Shape::Iban => Entity::IBAN_CODE,
            Shape::Address4 | Shape::Address6 => Entity::IP_ADDRESS,
            Shape::Opaque => opaque::entity(&self.body),
        }
    }

    /// The part of the body that the check is computed from; all of it where there is no check.
    pub(crate) fn seed(&self) -> &str {
        let end = self.body.len().saturating_sub(CHECK_CHARS);
        if self.shape.is_checked() { self.body.get(..end).unwrap_or_default() } else { &self.body }
    }

    /// The check in the body; empty where there is none.
    pub(crate) fn check(&self) -> &str {
        self.body.get(self.seed().len()..).unwrap_or_default()
    }

    /// Spells the surrogate in a dress.
    pub(crate) fn dressed(&self, dress: u16, domain: Domain<'_>) -> String {
        match self.shape {
            Shape::Mail => mail::spell(&self.body, dress, domain),
            Shape::Phone => phone::spell(&self.body, dress),
            Shape::Address6 => address::spell6(&self.body, dress),
            Shape::Opaque => opaque::spell(&self.body),
            Shape::Social | Shape::Card | Shape::Routing | Shape::Iban | Shape::Address4 => {
                self.body.to_string()
            }
        }
    }

    /// Spells the surrogate with the separators of this spelling of its value.
    pub(crate) fn mirrored(&self, value: &str) -> String {
        match self.shape {
            Shape::Iban => iban::mirror(value, &self.body),
            Shape::Social | Shape::Card | Shape::Routing => digits::mirror(value, &self.body),
            Shape::Mail | Shape::Phone | Shape::Address4 | Shape::Address6 | Shape::Opaque => {
                self.dressed(0, None)
            }
        }
    }
}

/// Spells a value with the separators that its mirrored surrogate wears in `surrogate`.
pub(crate) fn restored(shape: Shape, value: &str, surrogate: &str) -> String {
    match shape {
        Shape::Iban => iban::mirror(surrogate, &iban::compact(value)),
        Shape::Social | Shape::Card | Shape::Routing => {
            digits::mirror(surrogate, &digits::only(value))
        }
        Shape::Mail | Shape::Phone | Shape::Address4 | Shape::Address6 | Shape::Opaque => {
            value.to_owned()
        }
    }
}

/// 32 random-looking bytes that decide which surrogate is tried.
pub(crate) struct Draw(pub(crate) [u8; 32]);

impl Draw {
    /// A number below `bound`, even to about one part in 2^64 / `bound`.
    fn below(&self, bound: u64) -> u64 {
        self.word(0).checked_rem(bound).unwrap_or_default()
    }

    /// The eight bytes from 8 × `index` on, as a number.
    fn word(&self, index: usize) -> u64 {
        self.0.iter().skip(index * 8).take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
    }
}

/// Whether a surrogate that is followed by `rest` ends there.
fn ends(rest: &str, end: End) -> bool {
    match (end, rest.chars().next()) {
        (_, None) => true,
        (End::Text, Some(_)) => false,
        (End::Word, Some(next)) => !next.is_alphanumeric() && next != '_',
    }
}

#[cfg(test)]
mod tests;
