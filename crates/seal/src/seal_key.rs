//! Sealing: XAES-256-GCM, bound to a place and committed to one key.
//!
//! A blob is version (1), key id (8), key commitment (32), nonce (24), ciphertext, tag (16).
//! It does not say what it belongs to: see `Binding`.

use std::fmt;

use zeroize::{Zeroize as _, Zeroizing};

use crate::random::nonce;
use crate::xaes::{NONCE_BYTES, TAG_BYTES, Xaes};
use crate::{Binding, SealError, mac, random};

/// The first byte of every blob.
const VERSION: u8 = 1;
const ID_BYTES: usize = 8;
const HEAD_BYTES: usize = 1 + ID_BYTES + 32;

/// How many bytes a sealed blob is longer than what is in it.
pub const OVERHEAD: usize = HEAD_BYTES + NONCE_BYTES + TAG_BYTES;

/// Seals and opens. Wiped when dropped; not printable, not comparable, not copyable.
pub struct SealKey {
    bytes: Zeroizing<[u8; 32]>,
    /// How every blob of this key begins. AES-GCM commits to no key: one blob could open under
    /// two of them to two contents. The keyed hash in here ties it to one.
    head: [u8; HEAD_BYTES],
    /// `None` only where the library refused the key; then nothing seals and nothing opens.
    cipher: Option<Xaes>,
}

impl SealKey {
    /// Takes the bytes of a key.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let id = mac::hmac(&bytes, "portcullis/seal/v1/id");
        let commitment = mac::hmac(&bytes, "portcullis/seal/v1/commitment");
        let mut head = [0; HEAD_BYTES];
        let content = [VERSION].into_iter().chain(id.into_iter().take(ID_BYTES)).chain(commitment);
        head.iter_mut().zip(content).for_each(|(to, from)| *to = from);
        let cipher = Xaes::new(&bytes).ok();
        let key = Self { bytes: Zeroizing::new(bytes), head, cipher };
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

    /// Names the key without showing it; stands in each blob.
    #[must_use]
    pub fn id(&self) -> [u8; 8] {
        let mut id = [0; ID_BYTES];
        id.iter_mut().zip(self.head.iter().skip(1)).for_each(|(to, from)| *to = *from);
        id
    }

    /// Seals `plaintext` for the place that `binding` names.
    ///
    /// # Errors
    ///
    /// [`SealError::Random`], [`SealError::Seal`].
    pub fn seal(&self, plaintext: &[u8], binding: &Binding<'_>) -> Result<Vec<u8>, SealError> {
        let cipher = self.cipher.as_ref().ok_or(SealError::Key)?;
        let nonce = nonce()?;
        let mut blob = Vec::with_capacity(plaintext.len() + OVERHEAD);
        blob.extend_from_slice(&self.head);
        blob.extend_from_slice(&nonce);
        blob.extend_from_slice(plaintext);
        let content = blob.get_mut(HEAD_BYTES + NONCE_BYTES..).unwrap_or_default();
        match cipher.seal(&nonce, &binding.encode(), content) {
            Ok(tag) => blob.extend_from_slice(&tag),
            Err(error) => {
                // The plaintext stands in there.
                blob.zeroize();
                return Err(error);
            }
        }
        Ok(blob)
    }

    /// Opens a blob that this key sealed for the place that `binding` names.
    ///
    /// # Errors
    ///
    /// [`SealError::Open`], whatever is wrong.
    pub fn open(
        &self,
        blob: &[u8],
        binding: &Binding<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (head, rest) = blob.split_first_chunk::<HEAD_BYTES>().ok_or(SealError::Open)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Open)?;
        if !mac::same(head, &self.head) {
            return Err(SealError::Open);
        }
        let cipher = self.cipher.as_ref().ok_or(SealError::Open)?;
        cipher.open(nonce, &binding.encode(), sealed)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLACE: Binding<'static> =
        Binding { tenant: "default", purpose: "value", record: b"row", generation: 1 };

    /// A blob of version 1, which must open for ever.
    const BLOB: &str = "01a6b72799d5e049e61072983f8a5d3f3a87c5e910fb28756155f7549a3a9225e920a465e64b136c9a20206a9bf623734cddd96efba47d39da64db2f7ea6766ab68d40a9abd91842b034a9fc5e054ef5cbb36c4f3c902022a694914db5d986591fb8c0e373";

    #[test]
    fn blob_of_version_1_opens() {
        let blob = data_encoding::HEXLOWER.decode(BLOB.as_bytes()).unwrap();
        let open = SealKey::from_bytes([7; 32]).open(&blob, &PLACE).unwrap();
        assert_eq!(open.as_slice(), b"kept since version 1");
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let key = SealKey::from_bytes([7; 32]);
        let blob = key.seal(b"078-05-1120", &PLACE).unwrap();
        for at in 0..blob.len() {
            for bit in 0..8 {
                let mut bent = blob.clone();
                bent[at] ^= 1 << bit;
                assert_eq!(key.open(&bent, &PLACE).err(), Some(SealError::Open), "{at} {bit}");
            }
            assert_eq!(key.open(&blob[..at], &PLACE).err(), Some(SealError::Open), "{at}");
        }
        assert!(key.open(&[blob.as_slice(), &[0]].concat(), &PLACE).is_err());
    }

    #[test]
    fn moved_blob_does_not_open() {
        let key = SealKey::from_bytes([7; 32]);
        let blob = key.seal(b"078-05-1120", &PLACE).unwrap();
        let check = |place: Binding<'_>| {
            assert_eq!(key.open(&blob, &place).err(), Some(SealError::Open), "{place:?}");
        };
        check(Binding { tenant: "other", ..PLACE });
        check(Binding { tenant: "defaultv", purpose: "alue", ..PLACE });
        check(Binding { purpose: "secret", ..PLACE });
        check(Binding { record: b"row2", ..PLACE });
        check(Binding { record: b"", ..PLACE });
        check(Binding { generation: 0, ..PLACE });
        check(Binding { generation: 2, ..PLACE });
    }

    #[test]
    fn id_names_the_key() {
        let key = SealKey::from_bytes([7; 32]);
        assert_eq!(key.id(), SealKey::from_bytes([7; 32]).id());
        assert_ne!(key.id(), SealKey::from_bytes([8; 32]).id());
        assert_eq!(key.seal(b"", &PLACE).unwrap()[1..9], key.id());
        assert_eq!(format!("{key:?}"), "SealKey(..)");
    }

    proptest! {
        #[test]
        fn opens_what_it_sealed(bytes: [u8; 32], plaintext: Vec<u8>, record: Vec<u8>) {
            let place = Binding { record: &record, ..PLACE };
            let key = SealKey::from_bytes(bytes);
            let blob = key.seal(&plaintext, &place).unwrap();
            prop_assert_eq!(blob.len(), plaintext.len() + OVERHEAD);
            let open = key.open(&blob, &place).unwrap();
            prop_assert_eq!(open.as_slice(), plaintext.as_slice());
            prop_assert_ne!(&blob, &key.seal(&plaintext, &place).unwrap());
            let other = SealKey::from_bytes(bytes.map(|byte| byte ^ 1));
            prop_assert_eq!(other.open(&blob, &place).err(), Some(SealError::Open));
        }

        #[test]
        fn nonsense_does_not_open(blob: Vec<u8>) {
            let key = SealKey::from_bytes([7; 32]);
            prop_assert_eq!(key.open(&blob, &PLACE).err(), Some(SealError::Open));
        }
    }
}
