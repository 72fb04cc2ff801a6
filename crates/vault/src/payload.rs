//! What is sealed into a row: the surrogate, the value and where it came from.
//!
//! A fixed layout with lengths; nothing of it is readable without the scope's keys.

use portcullis_seal::{Binding, ScopeKeys};
use zeroize::Zeroizing;

use crate::shape::{Core, Shape};
use crate::store::{Handle, Moment, ScopeId};
use crate::vault::{Place, VaultError};

/// The layout that this version writes and reads.
const VERSION: u8 = 1;
/// LIMIT: longer names of entities and sources are cut.
const LABEL_BYTES_MAX: usize = 255;

/// What a value was reduced to before it was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// What all its spellings share.
    Canonical,
    /// Nothing: this spelling is a value of its own.
    Exact,
    /// Nothing: it was a JSON number.
    Number,
    /// Nothing: it is one more spelling of a value that has its surrogate.
    Spelling,
}

impl Kind {
    pub(crate) const fn tag(self) -> u8 {
        match self {
            Self::Canonical => 1,
            Self::Exact => 2,
            Self::Number => 3,
            Self::Spelling => 4,
        }
    }

    fn of_tag(tag: u8) -> Option<Self> {
        [Self::Canonical, Self::Exact, Self::Number, Self::Spelling]
            .into_iter()
            .find(|kind| kind.tag() == tag)
    }
}

/// What is to be sealed.
pub(crate) struct Contents<'a> {
    pub(crate) core: &'a Core,
    pub(crate) dress: u16,
    pub(crate) kind: Kind,
    pub(crate) entity: &'a str,
    pub(crate) source: &'a str,
    pub(crate) issued: Moment,
    pub(crate) value: &'a str,
}

/// What was sealed.
pub(crate) struct Payload {
    plain: Zeroizing<Vec<u8>>,
    pub(crate) core: Core,
    pub(crate) dress: u16,
    pub(crate) kind: Kind,
    entity: std::ops::Range<usize>,
    source: std::ops::Range<usize>,
    value: std::ops::Range<usize>,
}

/// Seals a row's contents to its place: tenant, scope and surrogate. A row that is moved to
/// another scope, or exchanged with another row, does not open.
pub(crate) fn seal(
    place: &Place<'_>,
    scope: ScopeId,
    handle: Handle,
    contents: &Contents<'_>,
) -> Result<Box<[u8]>, VaultError> {
    let plain = encode(contents).ok_or(VaultError::Seal)?;
    let record = record(scope, handle);
    let sealed = place.keys.seal.seal(&plain, &binding(place, &record));
    sealed.map(Vec::into_boxed_slice).map_err(|_| VaultError::Seal)
}

/// Opens a row.
pub(crate) fn open(
    place: &Place<'_>,
    scope: ScopeId,
    handle: Handle,
    sealed: &[u8],
) -> Result<Payload, VaultError> {
    let record = record(scope, handle);
    let keys: &ScopeKeys = place.keys;
    let plain =
        keys.seal.open(sealed, &binding(place, &record)).map_err(|_| VaultError::Integrity)?;
    decode(plain).ok_or(VaultError::Integrity)
}

fn record(scope: ScopeId, handle: Handle) -> [u8; 32] {
    let mut record = [0; 32];
    record.iter_mut().zip(scope.0.iter().chain(&handle.0)).for_each(|(to, from)| *to = *from);
    record
}

fn binding<'a>(place: &'a Place<'_>, record: &'a [u8]) -> Binding<'a> {
    Binding { tenant: &place.scope.tenant, purpose: "vault", record, generation: 0 }
}

fn encode(contents: &Contents<'_>) -> Option<Zeroizing<Vec<u8>>> {
    let size = contents.core.body.len() + contents.entity.len() + contents.source.len();
    let mut plain = Zeroizing::new(Vec::with_capacity(size + contents.value.len() + 16));
    plain.extend([VERSION, contents.core.shape.tag(), contents.kind.tag()]);
    plain.extend(contents.dress.to_be_bytes());
    plain.extend(contents.issued.0.to_be_bytes());
    for label in [&*contents.core.body, cut(contents.entity), cut(contents.source)] {
        plain.push(u8::try_from(label.len()).ok()?);
        plain.extend(label.as_bytes());
    }
    plain.extend(contents.value.as_bytes());
    Some(plain)
}

fn cut(label: &str) -> &str {
    let end = (0..=label.len().min(LABEL_BYTES_MAX)).rev().find(|at| label.is_char_boundary(*at));
    label.get(..end.unwrap_or_default()).unwrap_or_default()
}

fn decode(plain: Zeroizing<Vec<u8>>) -> Option<Payload> {
    let &[VERSION, shape, kind, dress_high, dress_low] = plain.get(..5)? else { return None };
    let mut at = 5 + size_of::<u64>();
    let mut label = || {
        let start = at + 1;
        at = start + usize::from(*plain.get(at)?);
        std::str::from_utf8(plain.get(start..at)?).ok()?;
        Some(start..at)
    };
    let (body, entity, source) = (label()?, label()?, label()?);
    let value = at..plain.len();
    std::str::from_utf8(plain.get(value.clone())?).ok()?;
    let body = std::str::from_utf8(plain.get(body)?).ok()?.into();
    Some(Payload {
        core: Core { shape: Shape::of_tag(shape)?, body },
        dress: u16::from_be_bytes([dress_high, dress_low]),
        kind: Kind::of_tag(kind)?,
        entity,
        source,
        value,
        plain,
    })
}

impl Payload {
    fn text(&self, range: &std::ops::Range<usize>) -> &str {
        self.plain.get(range.clone()).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or("")
    }

    pub(crate) fn entity(&self) -> &str {
        self.text(&self.entity)
    }

    pub(crate) fn source(&self) -> &str {
        self.text(&self.source)
    }

    pub(crate) fn value(&self) -> &str {
        self.text(&self.value)
    }
}
