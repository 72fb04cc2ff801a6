//! The master key: it wraps all other keys and nothing else.
//!
//! It is never on disk in clear, and nothing derived from it seals data.

use std::fmt;

use portcullis_seal::{MacKey, SealError, SealKey, random};
use zeroize::Zeroizing;

/// The master key of a home. Wiped when dropped; not printable, not comparable, not copyable.
pub struct Master {
    bytes: Zeroizing<[u8; 32]>,
    /// Wraps the keys of the key store.
    pub(crate) seal: SealKey,
    /// Names the files of the key store, and guards the slot table.
    pub(crate) mac: MacKey,
}

impl Master {
    /// Makes a random one.
    pub(crate) fn generate() -> Result<Self, SealError> {
        Ok(Self::from_bytes(&Zeroizing::new(random()?)))
    }

    /// Takes an unwrapped one. Its two uses get keys of their own, so that what one algorithm
    /// gives away says nothing of the other.
    pub(crate) fn from_bytes(bytes: &Zeroizing<[u8; 32]>) -> Self {
        let root = MacKey::from_bytes(**bytes);
        let part = |name: &str| root.mac("portcullis/keys/v1/master", &[name.as_bytes()]);
        Self {
            bytes: bytes.clone(),
            seal: SealKey::from_bytes(part("seal")),
            mac: MacKey::from_bytes(part("mac")),
        }
    }

    /// The key itself, for wrapping it in a slot.
    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl fmt::Debug for Master {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Master(..)")
    }
}
