//! XAES-256-GCM (C2SP): AES-256-GCM under a key that is derived from half of a long nonce, so
//! that random nonces are safe for any number of messages.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_256, EncryptingKey, UnboundCipherKey};
use zeroize::Zeroize;

use crate::SealError;

/// Bytes of a nonce.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes that the tag adds.
pub(crate) const TAG_BYTES: usize = 16;
const BLOCK: usize = 16;

/// A key of XAES-256-GCM, with its derivation prepared.
pub(crate) struct Xaes {
    block: EncryptingKey,
    /// The first CMAC subkey (NIST SP 800-38B, 6.1): inputs here are whole blocks.
    subkey: [u8; BLOCK],
}

impl Drop for Xaes {
    fn drop(&mut self) {
        self.subkey.zeroize();
    }
}

impl Xaes {
    pub(crate) fn new(key: &[u8; 32]) -> Result<Self, SealError> {
        let block = EncryptingKey::ecb(UnboundCipherKey::new(&AES_256, key)?)?;
        let mut zero = [0; BLOCK];
        block.encrypt(&mut zero)?;
        Ok(Self { block, subkey: doubled(zero) })
    }

    /// Encrypts in place and gives the tag.
    pub(crate) fn seal(
        &self,
        nonce: &[u8; NONCE_BYTES],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; TAG_BYTES], SealError> {
        let (key, nonce) = self.derive(nonce)?;
        let tag = key.seal_in_place_separate_tag(nonce, Aad::from(aad), text)?;
        tag.as_ref().try_into().map_err(|_| SealError::Unusable)
    }

    /// Decrypts in place what stands before the tag; gives its length.
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE_BYTES],
        aad: &[u8],
        sealed: &mut [u8],
    ) -> Result<usize, SealError> {
        let (key, nonce) = self.derive(nonce)?;
        let opened = key.open_in_place(nonce, Aad::from(aad), sealed);
        opened.map(|text| text.len()).map_err(|_| SealError::DoesNotOpen)
    }

    /// The key and nonce of one message: C2SP XAES-256-GCM, steps 2 to 5.
    fn derive(&self, nonce: &[u8; NONCE_BYTES]) -> Result<(LessSafeKey, Nonce), SealError> {
        let (head, tail) = nonce.split_at(12);
        let mut blocks = [0; 2 * BLOCK];
        for (counter, block) in (1..).zip(blocks.chunks_exact_mut(BLOCK)) {
            let message = [0, counter, b'X', 0].into_iter().chain(head.iter().copied());
            for ((to, from), mask) in block.iter_mut().zip(message).zip(self.subkey) {
                *to = from ^ mask;
            }
        }
        self.block.encrypt(&mut blocks)?;
        let key = UnboundKey::new(&AES_256_GCM, &blocks);
        blocks.zeroize();
        let nonce = Nonce::try_assume_unique_for_key(tail)?;
        Ok((LessSafeKey::new(key?), nonce))
    }
}

/// Doubling in GF(2^128), as CMAC numbers its bits.
fn doubled(block: [u8; BLOCK]) -> [u8; BLOCK] {
    let number = u128::from_be_bytes(block);
    let carry = if number >> 127 == 1 { 0x87 } else { 0 };
    ((number << 1) ^ carry).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn known_answers() {
        // C2SP XAES-256-GCM, test vectors: most significant bit of the subkey clear, and set.
        check([1; 32], "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
        check(
            [3; 32],
            "c2sp.org/XAES-256-GCM",
            "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d",
        );
    }

    #[track_caller]
    fn check(key: [u8; 32], aad: &str, want: &str) {
        let xaes = Xaes::new(&key).unwrap();
        let nonce = b"ABCDEFGHIJKLMNOPQRSTUVWX";
        let mut sealed = b"XAES-256-GCM".to_vec();
        let tag = xaes.seal(nonce, aad.as_bytes(), &mut sealed).unwrap();
        sealed.extend_from_slice(&tag);
        assert_eq!(HEXLOWER.encode(&sealed), want);
        let length = xaes.open(nonce, aad.as_bytes(), &mut sealed).unwrap();
        assert_eq!(&sealed[..length], b"XAES-256-GCM");
        assert_eq!(xaes.open(nonce, b"another", &mut sealed), Err(SealError::DoesNotOpen));
    }
}
