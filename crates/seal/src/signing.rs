//! Signatures: Ed25519.
//!
//! It knows nothing of what is signed; callers sign texts that name their own purpose.

use std::fmt;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{SealError, random};

/// Signs. Wiped when dropped; not printable, not comparable, not copyable.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl SigningKey {
    /// Takes the seed of a key.
    ///
    /// # Errors
    ///
    /// [`SealError::Key`] if the library refuses it.
    pub fn from_seed(mut seed: [u8; 32]) -> Result<Self, SealError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| SealError::Key);
        seed.zeroize();
        let pair = pair?;
        let bytes = pair.public_key().as_ref().try_into().map_err(|_| SealError::Key)?;
        Ok(Self { pair, public: PublicKey(bytes) })
    }

    /// Makes a random key; its seed is to be sealed and kept.
    ///
    /// # Errors
    ///
    /// [`SealError::Random`], [`SealError::Key`].
    pub fn generate() -> Result<(Zeroizing<[u8; 32]>, Self), SealError> {
        let seed = Zeroizing::new(random()?);
        let key = Self::from_seed(*seed)?;
        Ok((seed, key))
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.pair.sign(message);
        let mut bytes = [0; 64];
        // An Ed25519 signature has 64 bytes, so nothing is cut and nothing is missing.
        bytes.iter_mut().zip(signature.as_ref()).for_each(|(to, from)| *to = *from);
        bytes
    }

    /// What verifies its signatures.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.public
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// Verifies signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Takes the bytes of a key; bytes that are none verify nothing.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// Whether `signature` is this key's signature of `message`.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0).verify(message, signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;

    fn hex<const N: usize>(text: &str) -> [u8; N] {
        HEXLOWER.decode(text.as_bytes()).unwrap().try_into().unwrap()
    }

    /// RFC 8032, section 7.1, tests 1 and 2.
    #[test]
    fn known_answers() {
        let check = |seed: &str, public: &str, message: &[u8], signature: &str| {
            let key = SigningKey::from_seed(hex(seed)).unwrap();
            assert_eq!(key.public().bytes(), hex(public));
            assert_eq!(key.sign(message), hex(signature));
            assert!(key.public().verify(message, &hex::<64>(signature)));
        };
        check(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            b"",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        );
        check(
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            &[0x72],
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        );
    }

    #[test]
    fn made_key_is_the_key_of_its_seed() {
        let (seed, key) = SigningKey::generate().unwrap();
        assert_eq!(SigningKey::from_seed(*seed).unwrap().public(), key.public());
        assert_ne!(SigningKey::generate().unwrap().1.public(), key.public());
        assert_eq!(format!("{key:?}"), "SigningKey(..)");
    }

    proptest! {
        #[test]
        fn any_change_is_seen(message: Vec<u8>, seed: [u8; 32], at in 0_usize..64, bit in 0_u8..8) {
            let key = SigningKey::from_seed(seed).unwrap();
            let signature = key.sign(&message);
            prop_assert!(key.public().verify(&message, &signature));
            let mut bent = signature;
            bent[at] ^= 1 << bit;
            prop_assert!(!key.public().verify(&message, &bent));
            prop_assert!(!key.public().verify(&message, &signature[..at]));
            let longer = [message.as_slice(), b"x"].concat();
            prop_assert!(!key.public().verify(&longer, &signature));
            let other = SigningKey::from_seed(seed.map(|byte| byte ^ 1)).unwrap();
            prop_assert!(!other.public().verify(&message, &signature));
        }
    }
}
