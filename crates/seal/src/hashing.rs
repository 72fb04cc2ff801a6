//! SHA-256, randomness, and comparing without telling where two texts part.

use aws_lc_rs::{constant_time, digest, rand};

use crate::SealError;

/// SHA-256 of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    finished(&digest::digest(&digest::SHA256, bytes))
}

/// SHA-256 of bytes that come in pieces.
#[derive(Clone)]
pub struct Sha256(digest::Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl std::fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sha256(..)")
    }
}

impl Sha256 {
    /// Begins with nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all of them.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        finished(&self.0.finish())
    }
}

fn finished(digest: &digest::Digest) -> [u8; 32] {
    let mut out = [0; 32];
    // The library's SHA-256 is 32 bytes long; `zip` says so without an index.
    for (to, from) in out.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    out
}

/// `N` random bytes of the operating system's quality.
///
/// # Errors
///
/// [`SealError::Unusable`] if there are none.
pub fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes)?;
    Ok(bytes)
}

/// Whether two byte strings are equal; takes the same time wherever they differ.
#[must_use]
pub fn same(one: &[u8], other: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(one, other).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_known_texts() {
        // FIPS 180-4, examples.
        check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        check("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[track_caller]
    fn check(text: &str, want: &str) {
        let hex = |bytes: [u8; 32]| data_encoding::HEXLOWER.encode(&bytes);
        assert_eq!(hex(sha256(text.as_bytes())), want);
        let mut pieces = Sha256::new();
        for byte in text.bytes() {
            pieces.update(&[byte]);
        }
        assert_eq!(hex(pieces.finish()), want);
    }

    #[test]
    fn equal_is_equal_and_nothing_else() {
        assert!(same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abd"));
        assert!(!same(b"abc", b"ab"));
        assert_ne!(random::<32>().unwrap(), random::<32>().unwrap());
    }
}
