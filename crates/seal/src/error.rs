//! The ways in which a primitive can fail.
//!
//! It never says which check failed: that would help who tampers, and nobody else.

/// A primitive failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not sealed by this key for this place, or changed since.
    #[error("the sealed content does not open")]
    Open,
    /// The library refused to seal.
    #[error("the content could not be sealed")]
    Seal,
    /// The bytes are no key of this kind.
    #[error("the key is not usable")]
    Key,
    /// The system gave no random bytes.
    #[error("no randomness is available")]
    Random,
}
