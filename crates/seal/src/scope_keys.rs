//! The keys of one scope.
//!
//! How they are made, wrapped and kept is the business of the crate `keys`.

use crate::{MacKey, SealError, SealKey};

/// The random keys of one scope; without them nothing of the scope can be read.
#[derive(Debug)]
pub struct ScopeKeys {
    /// Seals the scope's values.
    pub seal: SealKey,
    /// Derives surrogates.
    pub surrogate: MacKey,
    /// Finds a value again without showing it.
    pub fingerprint: MacKey,
}

impl ScopeKeys {
    /// Makes random keys.
    ///
    /// # Errors
    ///
    /// [`SealError::Random`].
    pub fn generate() -> Result<Self, SealError> {
        Ok(Self {
            seal: SealKey::generate()?,
            surrogate: MacKey::generate()?,
            fingerprint: MacKey::generate()?,
        })
    }
}
