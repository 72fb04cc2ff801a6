//! Keyed digests: HMAC-SHA256 (RFC 2104) over parts that cannot be shifted into each other.

use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use crate::{SealError, random};

/// A key for keyed digests.
pub struct MacKey {
    bytes: Zeroizing<[u8; 32]>,
    /// The key's two compressions, done once.
    ready: hmac::Key,
}

impl MacKey {
    /// Takes the bytes of a key.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let ready = hmac::Key::new(hmac::HMAC_SHA256, &bytes);
        Self { bytes: Zeroizing::new(bytes), ready }
    }

    /// A new random key.
    ///
    /// # Errors
    ///
    /// [`SealError::Unusable`] if there is no randomness.
    pub fn generate() -> Result<Self, SealError> {
        random().map(Self::from_bytes)
    }

    /// The key itself, to be wrapped; every use is a place to review.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The keyed digest of `parts`, for one use that `domain` names.
    ///
    /// Domain and parts are preceded by their lengths (64 bits, big-endian).
    #[must_use]
    pub fn mac(&self, domain: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.ready);
        for part in std::iter::once(&domain.as_bytes()).chain(parts) {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let tag = context.sign();
        let mut out = [0; 32];
        for (to, from) in out.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        out
    }
}

impl std::fmt::Debug for MacKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MacKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_hmac_over_length_prefixed_parts() {
        let key = MacKey::from_bytes([7; 32]);
        let mut said = Vec::new();
        for part in ["domain", "one", ""] {
            said.extend_from_slice(&(part.len() as u64).to_be_bytes());
            said.extend_from_slice(part.as_bytes());
        }
        let plain = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]), &said);
        assert_eq!(key.mac("domain", &[b"one", b""]), plain.as_ref());
    }

    #[test]
    fn parts_cannot_be_shifted() {
        let key = MacKey::generate().unwrap();
        assert_ne!(key.mac("d", &[b"ab", b"c"]), key.mac("d", &[b"a", b"bc"]));
        assert_ne!(key.mac("da", &[b"b"]), key.mac("d", &[b"ab"]));
        assert_ne!(key.mac("d", &[b"x"]), MacKey::generate().unwrap().mac("d", &[b"x"]));
    }
}
