//! A value that must not be printed, copied or compared by accident.
//!
//! It does not encrypt: what is kept on disk is sealed by the crates that keep it.

use std::fmt;

use zeroize::Zeroizing;

/// A sensitive text: personal data, a credential. Wiped from memory when dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text into protection.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The one way out; every use is a place to review.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
