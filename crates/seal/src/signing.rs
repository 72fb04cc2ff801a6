//! Signatures: Ed25519 (RFC 8032).

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::Zeroizing;

use crate::{SealError, random};

/// Bytes of a signature.
pub const SIGNATURE_BYTES: usize = 64;

/// A key that signs.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl SigningKey {
    /// The key of this seed.
    ///
    /// # Errors
    ///
    /// [`SealError::Unusable`] if the library takes it for none.
    pub fn from_seed(seed: [u8; 32]) -> Result<Self, SealError> {
        let seed = Zeroizing::new(seed);
        let pair = Ed25519KeyPair::from_seed_unchecked(&*seed).map_err(|_| SealError::Unusable)?;
        let bytes = pair.public_key().as_ref().try_into().map_err(|_| SealError::Unusable)?;
        Ok(Self { pair, public: PublicKey(bytes) })
    }

    /// A new random key, with the seed to keep it by.
    ///
    /// # Errors
    ///
    /// [`SealError::Unusable`] if there is no randomness.
    pub fn generate() -> Result<(Zeroizing<[u8; 32]>, Self), SealError> {
        let seed = Zeroizing::new(random()?);
        let key = Self::from_seed(*seed)?;
        Ok((seed, key))
    }

    /// Signs.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        let signature = self.pair.sign(message);
        let mut out = [0; SIGNATURE_BYTES];
        for (to, from) in out.iter_mut().zip(signature.as_ref()) {
            *to = *from;
        }
        out
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.public
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SigningKey").field(&self.public).finish()
    }
}

/// A key that verifies signatures. It is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Takes the bytes of a key.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether `signature` is this key's over `message`.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0).verify(message, signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn known_signatures() {
        // RFC 8032, section 7.1, tests 1 and 2.
        check(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac\
             c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        );
        check(
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e\
             458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        );
    }

    #[track_caller]
    fn check(seed: &str, public: &str, message: &str, signature: &str) {
        let bytes = |hex: &str| HEXLOWER.decode(hex.as_bytes()).unwrap();
        let key = SigningKey::from_seed(bytes(seed).try_into().unwrap()).unwrap();
        assert_eq!(key.public().bytes().as_slice(), bytes(public));
        assert_eq!(key.sign(&bytes(message)).as_slice(), bytes(signature));
        assert!(key.public().verify(&bytes(message), &bytes(signature)));
        assert!(!key.public().verify(b"another", &bytes(signature)));
    }
}
