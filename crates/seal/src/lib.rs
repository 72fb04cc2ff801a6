//! Every cryptographic primitive of the product, each behind a type of its own.
//!
//! Over `aws-lc-rs` alone. No file, no clock, no format of anybody else's: what is sealed or
//! signed, and where it is kept, is the business of the other crates.

#![forbid(unsafe_code)]

mod error;
mod hashing;
mod mac;
mod sealing;
mod signing;
mod xaes;

pub use error::SealError;
pub use hashing::{Sha256, random, same, sha256};
pub use mac::MacKey;
pub use sealing::{Binding, OVERHEAD_BYTES, SealKey};
pub use signing::{PublicKey, SIGNATURE_BYTES, SigningKey};

/// The keys of one scope.
pub struct ScopeKeys {
    /// Seals and opens the scope's values.
    pub seal: SealKey,
    /// Derives surrogates.
    pub surrogate: MacKey,
    /// Finds a value again without opening one.
    pub fingerprint: MacKey,
}

impl std::fmt::Debug for ScopeKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScopeKeys(..)")
    }
}
