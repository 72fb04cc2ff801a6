//! Rows for the suite, made from numbers.

use portcullis_vault::store::{Entry, Fingerprint, Handle, Inserted, Moment, Row, ScopeId};

/// The first moment of every case; see `scene::second`.
pub(super) const START: u64 = 4_080_000_000_000;

pub(super) fn at(milliseconds: u64) -> Moment {
    Moment(START + milliseconds)
}

pub(super) const ADA: ScopeId = ScopeId([7; 16]);
pub(super) const BOB: ScopeId = ScopeId([0xf3; 16]);

/// Every byte of a hash may be anything: the number is spread, zero bytes and line ends included.
fn hash(number: u64, kind: u8) -> [u8; 16] {
    let mut hash = [kind; 16];
    hash[..8].copy_from_slice(&number.to_le_bytes());
    hash[8..].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    hash[15] = kind;
    hash
}

pub(super) fn handle(number: u64) -> Handle {
    Handle(hash(number, b'\n'))
}

pub(super) fn value(number: u64) -> Fingerprint {
    Fingerprint(hash(number, 0))
}

/// What lies sealed in a row: any bytes.
pub(super) fn sealed(number: u64) -> Box<[u8]> {
    let mut sealed = vec![0, 0xff, b'\r', b'\n', b'$'];
    sealed.extend(number.to_be_bytes());
    sealed.into()
}

/// The surrogate of this number for the value of that number.
pub(super) fn entry(surrogate: u64, of: u64, end: Option<u64>) -> Entry {
    Entry {
        handle: handle(surrogate),
        fingerprint: value(of),
        sealed: sealed(surrogate),
        expires: end.map(at),
    }
}

/// The row that such an entry becomes.
pub(super) fn row(surrogate: u64, end: Option<u64>) -> Row {
    Row { handle: handle(surrogate), sealed: sealed(surrogate), expires: end.map(at) }
}

/// Without what lies in the rows.
pub(super) fn kinds(inserted: &[Inserted]) -> String {
    let kind = |inserted: &Inserted| match inserted {
        Inserted::New => 'n',
        Inserted::Exists(_) => 'e',
        Inserted::Taken => 't',
    };
    inserted.iter().map(kind).collect()
}
