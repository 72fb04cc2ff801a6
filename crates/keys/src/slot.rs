//! A slot of the envelope: one way to the master key.
//!
//! Only passphrases so far; a file with another kind is refused, not half understood.

use data_encoding::HEXLOWER;
use portcullis_model::Secret;
use portcullis_seal::{Binding, SealError, SealKey};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::Kdf;

/// Turns a passphrase into the key of a slot.
pub(crate) type Derive = fn(&Kdf, &Secret) -> Result<SealKey, SealError>;

/// What opens a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// A passphrase, typed or from a keyfile.
    Passphrase,
}

impl SlotKind {
    /// Its name in the envelope.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
        }
    }
}

/// What anybody can read of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotStatus {
    /// What opens it.
    pub kind: SlotKind,
    /// How a passphrase becomes its key.
    pub kdf: Kdf,
}

/// A slot as it stands in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slot {
    kind: String,
    pub(crate) kdf: Kdf,
    /// The sealed master key, in hexadecimal.
    wrapped: String,
}

/// The part of a slot that tells how to read the rest.
#[derive(Deserialize)]
struct Kind {
    kind: String,
}

/// Why a slot cannot be read.
pub(crate) enum Unreadable {
    Malformed,
    Unsupported(&'static str),
}

impl Slot {
    /// Wraps the master key.
    pub(crate) fn wrap(
        master: &[u8; 32],
        passphrase: &Secret,
        derive: Derive,
    ) -> Result<Self, SealError> {
        let kdf = Kdf::new()?;
        let sealed = derive(&kdf, passphrase)?.seal(master, &binding(&kdf.text()))?;
        let kind = SlotKind::Passphrase.name().to_owned();
        Ok(Self { kind, kdf, wrapped: HEXLOWER.encode(&sealed) })
    }

    /// Reads a slot of a file.
    pub(crate) fn read(raw: &RawValue) -> Result<Self, Unreadable> {
        let kind: Kind = serde_json::from_str(raw.get()).map_err(|_| Unreadable::Malformed)?;
        if kind.kind != SlotKind::Passphrase.name() {
            return Err(Unreadable::Unsupported("it has a slot of a kind unknown to this version"));
        }
        let slot: Self = serde_json::from_str(raw.get()).map_err(|_| Unreadable::Malformed)?;
        match slot.kdf.objection() {
            Some(objection) => Err(Unreadable::Unsupported(objection)),
            None => Ok(slot),
        }
    }

    /// The master key, if the passphrase is the right one.
    pub(crate) fn unwrap(
        &self,
        passphrase: &Secret,
        derive: Derive,
    ) -> Result<Zeroizing<[u8; 32]>, SealError> {
        let sealed = HEXLOWER.decode(self.wrapped.as_bytes()).map_err(|_| SealError::Open)?;
        let opened = derive(&self.kdf, passphrase)?.open(&sealed, &binding(&self.kdf.text()))?;
        let master = <[u8; 32]>::try_from(opened.as_slice()).map_err(|_| SealError::Open)?;
        Ok(Zeroizing::new(master))
    }

    pub(crate) fn status(&self) -> SlotStatus {
        SlotStatus { kind: SlotKind::Passphrase, kdf: self.kdf.clone() }
    }
}

/// A wrapped master key belongs to the parameters beside it: changed ones do not open it.
fn binding(kdf: &str) -> Binding<'_> {
    Binding { tenant: "", purpose: "envelope slot", record: kdf.as_bytes(), generation: 1 }
}
