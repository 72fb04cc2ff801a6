//! The keyed hashes by which a store knows scopes, surrogates and values, and from which
//! surrogates are drawn.
//!
//! All are HMACs under the keys of the scope, each in a domain of its own; none is stored with
//! anything that undoes it.

use portcullis_model::Entity;
use portcullis_seal::{ScopeKeys, same};

use crate::issued::Issue;
use crate::payload::Kind;
use crate::shape::{CHECK_CHARS, Core, Draw, Relation, Shape, letter};
use crate::store::{Fingerprint, Handle, ScopeId};
use crate::vault::Place;

const SCOPE: &str = "vault scope";
const FINGERPRINT: &str = "vault fingerprint";
const HANDLE: &str = "vault handle";
const ISSUED: &str = "vault issued id";
const DRAW: &str = "vault draw";

/// Half of a hash: enough for a table of 2^40 rows.
fn half(hash: &[u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    half
}

/// Names the scope without telling who it is.
pub(crate) fn scope_id(place: &Place<'_>) -> ScopeId {
    let parts = [place.scope.tenant.as_bytes(), place.scope.principal.as_bytes()];
    ScopeId(half(&place.keys.fingerprint.mac(SCOPE, &parts)))
}

/// What a surrogate stands for: a value of a kind of entity, reduced as `kind` says.
pub(crate) struct Meaning<'a> {
    pub(crate) entity: &'a Entity,
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
}

/// Names a value.
pub(crate) fn fingerprint(keys: &ScopeKeys, meaning: &Meaning<'_>) -> Fingerprint {
    let kind = [meaning.kind.tag()];
    let parts = [meaning.entity.name().as_bytes(), &kind, meaning.text.as_bytes()];
    Fingerprint(half(&keys.fingerprint.mac(FINGERPRINT, &parts)))
}

/// Names an id that was given out: as a row, and as what the row is about.
pub(crate) fn issue(keys: &ScopeKeys, id: &Issue<'_>) -> (Handle, Fingerprint) {
    let parts = [id.issuer.as_bytes(), id.kind.as_bytes(), id.id.as_bytes()];
    let handle = Handle(half(&keys.surrogate.mac(ISSUED, &parts)));
    (handle, Fingerprint(half(&keys.fingerprint.mac(ISSUED, &parts))))
}

/// The bytes that decide the candidate number `turn` for a value.
pub(crate) fn draw(keys: &ScopeKeys, meaning: &Meaning<'_>, turn: u32) -> Draw {
    let (kind, turn) = ([meaning.kind.tag()], turn.to_be_bytes());
    let parts = [meaning.entity.name().as_bytes(), &kind, meaning.text.as_bytes(), &turn];
    Draw(keys.surrogate.mac(DRAW, &parts))
}

/// Names a surrogate by shape and seed: 0 is the surrogate itself, `dress + 1` is the spelling
/// of its value that this dress stands for. Bytes of the same hash make the check.
fn hash(keys: &ScopeKeys, shape: Shape, seed: &str, spelling: u16) -> [u8; 32] {
    let (shape, spelling) = ([shape.tag()], spelling.to_be_bytes());
    keys.surrogate.mac(HANDLE, &[&shape, seed.as_bytes(), &spelling])
}

fn check(hash: &[u8; 32]) -> String {
    hash.iter().rev().take(CHECK_CHARS).map(|byte| letter(*byte)).collect()
}

/// Makes the surrogate from its seed, with the check where its shape has one.
pub(crate) fn complete(keys: &ScopeKeys, shape: Shape, mut seed: String) -> (Core, Handle) {
    let hash = hash(keys, shape, &seed, 0);
    if shape.is_checked() {
        seed.push_str(&check(&hash));
    }
    (Core { shape, body: seed.into() }, Handle(half(&hash)))
}

/// Names a surrogate; `None` if its check is wrong, so that it cannot be of this scope.
pub(crate) fn handle(keys: &ScopeKeys, core: &Core) -> Option<Handle> {
    let hash = hash(keys, core.shape, core.seed(), 0);
    let genuine =
        !core.shape.is_checked() || same(check(&hash).as_bytes(), core.check().as_bytes());
    genuine.then(|| Handle(half(&hash)))
}

/// Names a further spelling of the value behind a surrogate.
pub(crate) fn spelling_handle(keys: &ScopeKeys, core: &Core, dress: u16) -> Handle {
    Handle(half(&hash(keys, core.shape, core.seed(), dress.saturating_add(1))))
}

/// Names a surrogate and every further spelling of the value behind it.
pub(crate) fn handles(keys: &ScopeKeys, core: &Core) -> Option<Vec<Handle>> {
    let first = handle(keys, core)?;
    let dresses = match core.shape.relation() {
        Relation::Dressed => 0..core.shape.dresses(),
        Relation::Mirrored | Relation::Single => 0..0,
    };
    let spellings = dresses.map(|dress| spelling_handle(keys, core, dress));
    Some(std::iter::once(first).chain(spellings).collect())
}
