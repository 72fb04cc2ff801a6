//! Keyed digests: HMAC-SHA256 over parts that carry their lengths.
//!
//! It does not derive keys of other kinds: those are random.

use std::fmt;

use aws_lc_rs::{constant_time, hmac};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{SealError, random};

/// A key for keyed digests. Wiped when dropped; not printable, not comparable, not copyable.
pub struct MacKey {
    bytes: Zeroizing<[u8; 32]>,
    /// The key, with its two inner states computed once.
    ready: hmac::Key,
}

impl MacKey {
    /// Takes the bytes of a key.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let ready = hmac::Key::new(hmac::HMAC_SHA256, &bytes);
        let key = Self { bytes: Zeroizing::new(bytes), ready };
        bytes.zeroize();
        key
    }

    /// Makes a random key.
    ///
    /// # Errors
    ///
    /// [`SealError::Random`].
    pub fn generate() -> Result<Self, SealError> {
        Ok(Self::from_bytes(random()?))
    }

    /// The bytes, to be sealed and kept; every use is a place to review.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The digest of `parts` for the use that `domain` names: other uses, other parts and other
    /// cuts of the same parts give others.
    #[must_use]
    pub fn mac(&self, domain: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.ready);
        for part in [domain.as_bytes()].iter().chain(parts) {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        tag(&context.sign())
    }
}

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(..)")
    }
}

/// Compares in a time that depends on the lengths only.
#[must_use]
pub fn same(one: &[u8], other: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(one, other).is_ok()
}

/// The plain HMAC of one text under `key`.
pub(crate) fn hmac(key: &[u8; 32], text: &str) -> [u8; 32] {
    tag(&hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()))
}

fn tag(tag: &hmac::Tag) -> [u8; 32] {
    let mut bytes = [0; 32];
    // HMAC-SHA256 has 32 bytes, so nothing is cut and nothing is missing.
    bytes.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
    bytes
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;

    /// RFC 4231, cases 1 and 2; shorter keys are the same as keys padded with zeros.
    #[test]
    fn hmac_known_answers() {
        let check = |key: &[u8], text: &str, expected: &str| {
            let mut padded = [0; 32];
            padded[..key.len()].copy_from_slice(key);
            assert_eq!(HEXLOWER.encode(&hmac(&padded, text)), expected);
        };
        check(
            &[0x0b; 20],
            "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        );
        check(
            b"Jefe",
            "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        );
    }

    /// The layout of the parts is a stored format: it must never change.
    #[test]
    fn digest_is_the_hmac_of_parts_with_lengths() {
        let mut flat = Vec::new();
        for part in ["surrogate", "US_SSN", "078-05-1120"] {
            flat.extend_from_slice(&(part.len() as u64).to_be_bytes());
            flat.extend_from_slice(part.as_bytes());
        }
        let expected = hmac(&[7; 32], std::str::from_utf8(&flat).unwrap());
        let key = MacKey::from_bytes([7; 32]);
        assert_eq!(key.mac("surrogate", &[b"US_SSN", b"078-05-1120"]), expected);
    }

    #[test]
    fn domain_parts_and_cuts_matter() {
        let key = MacKey::from_bytes([7; 32]);
        let all = [
            key.mac("a", &[b"bc"]),
            key.mac("ab", &[b"c"]),
            key.mac("a", &[b"b", b"c"]),
            key.mac("a", &[b"bc", b""]),
            key.mac("abc", &[]),
            MacKey::from_bytes([8; 32]).mac("a", &[b"bc"]),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", MacKey::from_bytes([7; 32])), "MacKey(..)");
    }

    proptest! {
        #[test]
        fn same_is_equality(one: Vec<u8>, other: Vec<u8>) {
            prop_assert_eq!(same(&one, &other), one == other);
            prop_assert!(same(&one, &one.clone()));
        }
    }
}
