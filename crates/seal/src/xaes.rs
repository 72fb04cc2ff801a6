//! XAES-256-GCM as C2SP specifies it: AES-256-GCM under a subkey of half the nonce.
//!
//! Its nonces are random and never run out. It does not commit to the key; `SealKey` does.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_256, EncryptingKey, UnboundCipherKey};
use zeroize::{Zeroize as _, Zeroizing};

use crate::SealError;

/// Bytes of a nonce.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes of a tag.
pub(crate) const TAG_BYTES: usize = 16;

/// A key with what is the same for all of its nonces: its AES schedule and the CMAC subkey.
pub(crate) struct Xaes {
    cipher: EncryptingKey,
    /// K1 of SP 800-38B, section 6.1.
    mask: Zeroizing<[u8; 16]>,
}

impl Xaes {
    /// Takes a key.
    pub(crate) fn new(key: &[u8; 32]) -> Result<Self, SealError> {
        let unbound = UnboundCipherKey::new(&AES_256, key).map_err(|_| SealError::Key)?;
        // Single blocks only: the mode is never used as one.
        let cipher = EncryptingKey::ecb(unbound).map_err(|_| SealError::Key)?;
        let mut zeros = [0; 16];
        cipher.encrypt(&mut zeros).map_err(|_| SealError::Key)?;
        let block = Zeroizing::new(u128::from_be_bytes(zeros));
        zeros.zeroize();
        // Doubling in the field, without a branch on the key.
        let mask = (*block << 1) ^ ((*block >> 127) * 0b1000_0111);
        Ok(Self { cipher, mask: Zeroizing::new(mask.to_be_bytes()) })
    }

    /// Encrypts `content` in place and gives the tag.
    pub(crate) fn seal(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        content: &mut [u8],
    ) -> Result<[u8; TAG_BYTES], SealError> {
        let (key, nonce) = self.derive(nonce).ok_or(SealError::Seal)?;
        let sealed = key.seal_in_place_separate_tag(nonce, Aad::from(associated), content);
        let tag = sealed.map_err(|_| SealError::Seal)?;
        tag.as_ref().try_into().map_err(|_| SealError::Seal)
    }

    /// Decrypts `sealed`, which is ciphertext and tag.
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let length = sealed.len().checked_sub(TAG_BYTES).ok_or(SealError::Open)?;
        let (content, tag) = sealed.split_at_checked(length).ok_or(SealError::Open)?;
        let (key, nonce) = self.derive(nonce).ok_or(SealError::Open)?;
        let mut plain = Zeroizing::new(vec![0; length]);
        key.open_separate_gather(nonce, Aad::from(associated), content, tag, &mut plain)
            .map_err(|_| SealError::Open)?;
        Ok(plain)
    }

    /// The AES-256-GCM key and nonce for a nonce: steps 3 to 6 of the specification.
    fn derive(&self, nonce: &[u8; NONCE_BYTES]) -> Option<(LessSafeKey, Nonce)> {
        let (first, second) = nonce.split_first_chunk::<12>()?;
        let mut blocks = Zeroizing::new([0_u8; 32]);
        for (block, counter) in blocks.chunks_exact_mut(16).zip([1_u8, 2]) {
            let input = [0, counter, b'X', 0].into_iter().chain(*first);
            for ((to, from), mask) in block.iter_mut().zip(input).zip(self.mask.iter()) {
                *to = from ^ mask;
            }
        }
        self.cipher.encrypt(blocks.as_mut_slice()).ok()?;
        let key = UnboundKey::new(&AES_256_GCM, blocks.as_slice()).ok()?;
        Some((LessSafeKey::new(key), Nonce::try_assume_unique_for_key(second).ok()?))
    }
}

#[cfg(test)]
mod tests;
