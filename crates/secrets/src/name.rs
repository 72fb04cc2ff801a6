//! Names of secrets: paths like `openai/api-key`.
//!
//! A name is no secret: it stands in configuration, in listings and in what replaces a value.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// LIMIT: bytes of a name.
pub const NAME_BYTES_MAX: usize = 128;

/// The name of a secret: segments of letters, digits, `.`, `_` and `-`, with `/` between them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretName(Arc<str>);

/// A text that is no name of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the name of a secret is made of letters, digits, `.`, `_` and `-`, with `/` between parts, \
     and has at most 128 characters, like `openai/api-key`"
)]
pub struct NotAName;

impl SecretName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SecretName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let whole = text.len() <= NAME_BYTES_MAX && text.split('/').all(is_segment);
        if whole { Ok(Self(text.into())) } else { Err(NotAName) }
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether a byte may stand in a name.
pub(crate) const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/')
}

/// No segment is empty, and none means another folder to whoever takes the name for a path.
fn is_segment(segment: &str) -> bool {
    let known = segment.bytes().all(|byte| byte != b'/' && is_name_byte(byte));
    known && !matches!(segment, "" | "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let longest = "n".repeat(NAME_BYTES_MAX);
        for name in ["a", "openai/api-key", "a.b/c_d/E-9", "...", "-", &longest] {
            assert_eq!(name.parse::<SecretName>().unwrap().as_str(), name);
        }
        let longer = "n".repeat(NAME_BYTES_MAX + 1);
        for name in
            ["", "/", "a/", "/a", "a//b", ".", "..", "a/../b", "./a", "a b", "ä", "a\0", &longer]
        {
            assert_eq!(name.parse::<SecretName>(), Err(NotAName), "{name}");
        }
    }
}
