//! The two ways in which cryptography fails. Neither says which check it was.

use std::fmt;

/// A primitive failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// The blob does not open: another key, another place, a changed byte, another format.
    DoesNotOpen,
    /// The primitive could not run at all: no randomness, a key of the wrong shape.
    Unusable,
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DoesNotOpen => "the sealed data does not open here",
            Self::Unusable => "the cryptographic library refused to work",
        })
    }
}

impl std::error::Error for SealError {}

impl From<aws_lc_rs::error::Unspecified> for SealError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Unusable
    }
}
