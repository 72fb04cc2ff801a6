//! Sealed blobs: what they are bound to, and that only one key opens them.
//!
//! A blob is: version (1 byte), key id (8), key commitment (32), nonce (24), ciphertext, tag (16).
//! GCM alone does not commit to its key: a blob could be made that opens under two. So the
//! key's HMAC over a fixed text stands in the blob and is part of what is authenticated.

use zeroize::Zeroizing;

use crate::xaes::{NONCE_BYTES, TAG_BYTES, Xaes};
use crate::{MacKey, SealError, random, same};

const VERSION: u8 = 1;
const ID_BYTES: usize = 8;
const COMMITMENT_BYTES: usize = 32;
const HEAD_BYTES: usize = 1 + ID_BYTES + COMMITMENT_BYTES;

/// Bytes that sealing adds.
pub const OVERHEAD_BYTES: usize = HEAD_BYTES + NONCE_BYTES + TAG_BYTES;

/// A key that seals and opens.
pub struct SealKey {
    bytes: Zeroizing<[u8; 32]>,
    xaes: Option<Xaes>,
    head: [u8; HEAD_BYTES],
}

/// To what a blob is bound: it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// Whose it is.
    pub tenant: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// Which record it belongs to.
    pub record: &'a [u8],
    /// Which of the record's versions; 0 where there is but one.
    pub generation: u64,
}

impl SealKey {
    /// Takes the bytes of a key.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let mac = MacKey::from_bytes(bytes);
        let commitment = mac.mac("portcullis seal key commitment v1", &[]);
        let id = mac.mac("portcullis seal key id v1", &[]);
        let said = [VERSION].into_iter().chain(id.into_iter().take(ID_BYTES)).chain(commitment);
        let mut head = [0; HEAD_BYTES];
        for (to, from) in head.iter_mut().zip(said) {
            *to = from;
        }
        Self { xaes: Xaes::new(&bytes).ok(), bytes: Zeroizing::new(bytes), head }
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

    /// Tells keys apart; says nothing of the key.
    #[must_use]
    pub fn id(&self) -> [u8; ID_BYTES] {
        let mut id = [0; ID_BYTES];
        for (to, from) in id.iter_mut().zip(self.head.iter().skip(1)) {
            *to = *from;
        }
        id
    }

    /// Seals `plaintext` to the place that `binding` names.
    ///
    /// # Errors
    ///
    /// [`SealError::Unusable`] if there is no randomness.
    pub fn seal(&self, plaintext: &[u8], binding: &Binding<'_>) -> Result<Vec<u8>, SealError> {
        let xaes = self.xaes.as_ref().ok_or(SealError::Unusable)?;
        let nonce: [u8; NONCE_BYTES] = random()?;
        let mut blob = Vec::with_capacity(plaintext.len() + OVERHEAD_BYTES);
        blob.extend_from_slice(&self.head);
        blob.extend_from_slice(&nonce);
        blob.extend_from_slice(plaintext);
        let aad = self.associated(binding);
        let text = blob.get_mut(HEAD_BYTES + NONCE_BYTES..).unwrap_or_default();
        let tag = xaes.seal(&nonce, &aad, text)?;
        blob.extend_from_slice(&tag);
        Ok(blob)
    }

    /// Opens what was sealed with this key to the same place.
    ///
    /// # Errors
    ///
    /// [`SealError::DoesNotOpen`], whatever is wrong with it.
    pub fn open(
        &self,
        blob: &[u8],
        binding: &Binding<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let xaes = self.xaes.as_ref().ok_or(SealError::Unusable)?;
        let (head, rest) = blob.split_at_checked(HEAD_BYTES).ok_or(SealError::DoesNotOpen)?;
        if !same(head, &self.head) {
            return Err(SealError::DoesNotOpen);
        }
        let (nonce, sealed) =
            rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::DoesNotOpen)?;
        let mut text = Zeroizing::new(sealed.to_vec());
        let length = xaes.open(nonce, &self.associated(binding), &mut text)?;
        text.truncate(length);
        Ok(text)
    }

    /// What is authenticated beside the text: head and binding, each part with its length.
    fn associated(&self, binding: &Binding<'_>) -> Vec<u8> {
        let generation = binding.generation.to_be_bytes();
        let parts = [
            self.head.as_slice(),
            binding.tenant.as_bytes(),
            binding.purpose.as_bytes(),
            binding.record,
            &generation,
        ];
        let mut aad = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
        for part in parts {
            aad.extend_from_slice(&(part.len() as u64).to_be_bytes());
            aad.extend_from_slice(part);
        }
        aad
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HERE: Binding<'_> = Binding { tenant: "t", purpose: "p", record: b"r", generation: 1 };

    proptest! {
        #[test]
        fn what_is_sealed_opens(text in proptest::collection::vec(any::<u8>(), 0..200)) {
            let key = SealKey::generate().unwrap();
            let blob = key.seal(&text, &HERE).unwrap();
            prop_assert_eq!(blob.len(), text.len() + OVERHEAD_BYTES);
            prop_assert_eq!(&*key.open(&blob, &HERE).unwrap(), &text);
        }
    }

    #[test]
    fn no_changed_byte_opens() {
        let key = SealKey::from_bytes([9; 32]);
        let blob = key.seal(b"ada@example.com", &HERE).unwrap();
        for at in 0..blob.len() {
            let mut changed = blob.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(&changed, &HERE).unwrap_err(), SealError::DoesNotOpen, "{at}");
            let cut = &blob[..at];
            assert_eq!(key.open(cut, &HERE).unwrap_err(), SealError::DoesNotOpen, "{at}");
        }
    }

    #[test]
    fn it_opens_nowhere_else() {
        let key = SealKey::from_bytes([9; 32]);
        let blob = key.seal(b"x", &HERE).unwrap();
        for elsewhere in [
            Binding { tenant: "tp", purpose: "", ..HERE },
            Binding { tenant: "u", ..HERE },
            Binding { purpose: "q", ..HERE },
            Binding { record: b"s", ..HERE },
            Binding { generation: 2, ..HERE },
        ] {
            assert_eq!(key.open(&blob, &elsewhere).unwrap_err(), SealError::DoesNotOpen);
        }
        let other = SealKey::from_bytes([8; 32]);
        assert_eq!(other.open(&blob, &HERE).unwrap_err(), SealError::DoesNotOpen);
        assert_ne!(other.id(), key.id());
    }

    #[test]
    fn two_seals_of_one_text_differ() {
        let key = SealKey::from_bytes([9; 32]);
        assert_ne!(key.seal(b"x", &HERE).unwrap(), key.seal(b"x", &HERE).unwrap());
    }
}
