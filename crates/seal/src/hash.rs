//! SHA-256, whole and in pieces.
//!
//! It is not keyed: what must not be guessed from its hash takes a [`crate::MacKey`].

use std::fmt;

use aws_lc_rs::digest;

/// Hashes `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    array(&digest::digest(&digest::SHA256, bytes))
}

/// Hashes what comes in pieces.
pub struct Sha256(digest::Context);

impl Sha256 {
    /// Starts with nothing.
    #[must_use]
    pub fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Gives the hash of all pieces together.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        array(&self.0.finish())
    }
}

impl Default for Sha256 {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sha256(..)")
    }
}

fn array(digest: &digest::Digest) -> [u8; 32] {
    let mut bytes = [0; 32];
    // SHA-256 has 32 bytes, so nothing is cut and nothing is missing.
    bytes.iter_mut().zip(digest.as_ref()).for_each(|(to, from)| *to = *from);
    bytes
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_answers() {
        let check = |text: &str, expected: &str| {
            assert_eq!(HEXLOWER.encode(&sha256(text.as_bytes())), expected, "{text:?}");
        };
        // FIPS 180-4 examples.
        check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        check("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        check(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        );
    }

    proptest! {
        #[test]
        fn pieces_hash_like_the_whole(pieces: Vec<Vec<u8>>) {
            let mut hash = Sha256::new();
            pieces.iter().for_each(|piece| hash.update(piece));
            prop_assert_eq!(hash.finish(), sha256(&pieces.concat()));
        }
    }
}
