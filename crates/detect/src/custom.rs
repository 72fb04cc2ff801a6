//! An identifier of the operator's own: a pattern, the words before it, a check digit.
//!
//! It says what is looked for; `own` looks.

use portcullis_model::Entity;

use crate::checksum::{luhn, mod_11_10, remainder_97, verhoeff, weighted};
use crate::pattern::Pattern;

/// What a match scores where nothing else is said: it is reported.
pub const CUSTOM_SCORE: f32 = 0.6;
/// The same where words are named: it is reported with one of them before it.
pub const CUSTOM_SCORE_WITH_CONTEXT: f32 = 0.4;

/// An identifier of the operator's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Custom {
    /// What it is; a new name or one that recognizers find too.
    pub entity: Entity,
    /// How it is written.
    pub pattern: Pattern,
    /// Words and phrases that raise the score when they stand before it, or in its key.
    pub context: Vec<String>,
    /// How sure the pattern alone makes it, 0 to 1; `None` means [`CUSTOM_SCORE`], or
    /// [`CUSTOM_SCORE_WITH_CONTEXT`].
    pub score: Option<f32>,
    /// What its check digit must satisfy.
    pub validator: Option<Validator>,
}

impl Custom {
    /// How sure the pattern alone makes it.
    pub(crate) fn base(&self) -> f32 {
        let usual = if self.context.is_empty() { CUSTOM_SCORE } else { CUSTOM_SCORE_WITH_CONTEXT };
        self.score.unwrap_or(usual)
    }
}

/// A check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validator {
    /// ISO/IEC 7812-1, over the digits.
    Luhn,
    /// J. Verhoeff's dihedral check, over the digits.
    Verhoeff,
    /// ISO/IEC 7064 mod 11,10, over the digits.
    Mod11_10,
    /// ISO/IEC 7064 mod 97-10, over digits and letters: the rest is 1.
    Mod97,
    /// The same with the first four characters moved to the end, as ISO 13616 has it.
    Iban,
    /// Nine digits, weighted 3-7-1: routing numbers of United States banks.
    Aba,
    /// Ten digits, weighted 10 to 1, modulo 11: NHS numbers and ISBN-10.
    Mod11,
}

impl Validator {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Luhn,
        Self::Verhoeff,
        Self::Mod11_10,
        Self::Mod97,
        Self::Iban,
        Self::Aba,
        Self::Mod11,
    ];

    /// What the configuration calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Luhn => "luhn",
            Self::Verhoeff => "verhoeff",
            Self::Mod11_10 => "mod11_10",
            Self::Mod97 => "mod97",
            Self::Iban => "iban",
            Self::Aba => "aba",
            Self::Mod11 => "mod11",
        }
    }

    /// Whether a value is valid; what is no digit, or no letter where letters count, is passed
    /// over.
    pub(crate) fn accepts(self, value: &str) -> bool {
        let chars = match self {
            Self::Mod97 | Self::Iban => kept(value, u8::is_ascii_alphanumeric),
            Self::Luhn | Self::Verhoeff | Self::Mod11_10 | Self::Aba | Self::Mod11 => {
                kept(value, u8::is_ascii_digit)
            }
        };
        // A single digit checks nothing.
        if chars.len() < 2 || chars.iter().all(|byte| *byte == b'0') {
            return false;
        }
        match self {
            Self::Luhn => luhn(&chars),
            Self::Verhoeff => verhoeff(&chars),
            Self::Mod11_10 => mod_11_10(&chars),
            Self::Mod97 => remainder_97(&numerals(&chars)) == 1,
            Self::Iban => {
                let (head, body) = chars.split_at_checked(4).unwrap_or((&chars, &[]));
                remainder_97(&numerals(&[body, head].concat())) == 1
            }
            Self::Aba => {
                chars.len() == 9
                    && weighted(&chars, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
            }
            Self::Mod11 => {
                chars.len() == 10
                    && weighted(&chars, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
            }
        }
    }
}

fn kept(value: &str, counts: fn(&u8) -> bool) -> Vec<u8> {
    value.bytes().filter(counts).collect()
}

/// Letters as the numbers that they are worth: `A` is 10.
fn numerals(chars: &[u8]) -> Vec<u8> {
    let digits = chars.iter().flat_map(|byte| {
        let value = char::from(*byte).to_digit(36).unwrap_or_default();
        let tens = char::from_digit(value / 10, 10).filter(|_| value > 9);
        [tens, char::from_digit(value % 10, 10)]
    });
    digits.flatten().filter_map(|digit| u8::try_from(digit).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validators_tell_right_from_wrong() {
        for (validator, right, wrong) in [
            (Validator::Luhn, "MBR-7992739871 3", "MBR-79927398710"),
            (Validator::Verhoeff, "1234-51", "1235-41"),
            (Validator::Mod11_10, "07945", "07944"),
            // 76 is the check number of 0123456 by ISO/IEC 7064 mod 97-10.
            (Validator::Mod97, "0123456-76", "0123456-67"),
            (Validator::Iban, "gb82 west 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
            (Validator::Aba, "0110-0001-5", "011000016"),
            (Validator::Mod11, "401 023 2137", "401 023 2138"),
            (Validator::Luhn, "18", "0"),
            (Validator::Luhn, "59", "0000"),
        ] {
            assert!(validator.accepts(right), "{validator:?} {right}");
            assert!(!validator.accepts(wrong), "{validator:?} {wrong}");
        }
    }
}
