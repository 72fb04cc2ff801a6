//! Which characters a run of a token is made of.
//!
//! Alphabets only; how long a run may be says its rule.

/// A set of ASCII characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Decimal digits.
    Digit,
    /// Hexadecimal digits.
    Hex,
    /// Letters.
    Letter,
    /// Letters and digits.
    Alphanumeric,
    /// Capital letters and digits.
    Capital,
    /// Small letters and digits.
    Small,
    /// The alphabet of Bech32 (BIP 173) in capitals: no `1`, `B`, `I`, `O`.
    Bech32,
    /// Letters, digits, `_`.
    Word,
    /// Letters, digits, `-`.
    Dashed,
    /// base64url: letters, digits, `-`, `_`.
    Url,
    /// base64url with `=`, which vendors also write between.
    UrlPadded,
    /// base64url with `=` and `.`.
    UrlDotted,
    /// The unreserved characters of URLs (RFC 3986, 2.3): letters, digits, `-`, `.`, `_`, `~`.
    Unreserved,
    /// base64: letters, digits, `+`, `/`.
    Path,
    /// base64 with its padding: letters, digits, `+`, `/`, `=`.
    Base64,
    /// base64 of either alphabet, without padding.
    AnyBase64,
    /// base64 in a URL, where `+`, `/` and `=` are written with `%`.
    Percent,
}

impl Class {
    /// Whether it has this character.
    pub(crate) fn has(self, byte: u8) -> bool {
        match self {
            Self::Digit => byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Letter => byte.is_ascii_alphabetic(),
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Capital => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Small => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
            Self::Bech32 => Self::Capital.has(byte) && !matches!(byte, b'1' | b'B' | b'I' | b'O'),
            Self::Word => byte.is_ascii_alphanumeric() || byte == b'_',
            Self::Dashed => byte.is_ascii_alphanumeric() || byte == b'-',
            Self::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::UrlPadded => Self::Url.has(byte) || byte == b'=',
            Self::UrlDotted => Self::UrlPadded.has(byte) || byte == b'.',
            Self::Unreserved => Self::Url.has(byte) || matches!(byte, b'.' | b'~'),
            Self::Path => byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+'),
            Self::Base64 => Self::Path.has(byte) || byte == b'=',
            Self::AnyBase64 => Self::Path.has(byte) || Self::Url.has(byte),
            Self::Percent => Self::Path.has(byte) || matches!(byte, b'%' | b'='),
        }
    }

    /// Whether a run of this class that is full and stands before this character is a part of
    /// something longer. Dots and equals signs may stand behind a token, in a sentence or a URL.
    pub(crate) fn joins(self, byte: u8) -> bool {
        self.has(byte) && !matches!(byte, b'.' | b'=')
    }
}
