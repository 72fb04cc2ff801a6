//! Payment cards: the issuer number 4000 00, length as the value's, Luhn valid.
//!
//! Documentation cards live under this prefix too (with a country and a run of zeros behind
//! it), so a part of the range is never issued and never read.

use zeroize::Zeroizing;

use super::digits::{Prefix, Run, luhn};
use super::{Canonical, Draw, Shape};

const PREFIX: &str = "400000";
/// ISO/IEC 7812-1 lets account numbers have 10 to 19 digits; no brand issues less than 12.
const DIGITS: std::ops::RangeInclusive<usize> = 12..=19;

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let run = Run::whole(value).filter(|run| DIGITS.contains(&run.digits.len()))?;
    Some(Canonical { shape: Shape::Card, text: Some(Zeroizing::new(run.digits.to_string())) })
}

pub(super) fn body(value: &str, draw: &Draw) -> Option<String> {
    let length = value.bytes().filter(u8::is_ascii_digit).count();
    let free = length.checked_sub(PREFIX.len() + 1)?;
    let number = draw.below(10_u64.checked_pow(u32::try_from(free).ok()?)?);
    let open = format!("{PREFIX}{number:0free$}");
    let check = (10 - luhn(&format!("{open}0"))) % 10;
    let body = format!("{open}{check}");
    // No surrogate begins with a shorter one, so that a number which follows in the text
    // cannot change where it is read to end.
    let begins = |length| body.get(..length).is_some_and(is_body);
    let alone = !(*DIGITS.start()..length).any(begins);
    (alone && is_body(&body)).then_some(body)
}

/// Documentation cards are `400000`, a country or `000`, and zeros before the last few digits.
fn published(digits: &str) -> bool {
    let tail = digits.get(PREFIX.len()..).unwrap_or_default();
    let zeros = if tail.len() > 6 { tail.get(3..6) } else { tail.get(..3) };
    zeros == Some("000") || tail.starts_with("123456")
}

fn is_body(digits: &str) -> bool {
    digits.starts_with(PREFIX) && luhn(digits) == 0 && !published(digits)
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    let mut prefix = Prefix::default();
    let mut rest = text;
    loop {
        rest = prefix.step(rest)?;
        let digits = prefix.digits();
        if !digits.bytes().zip(PREFIX.bytes()).all(|(digit, expected)| digit == expected) {
            return None;
        }
        if digits.len() >= *DIGITS.start() && is_body(digits) {
            return Some((text.len() - rest.len(), digits.to_owned(), 0));
        }
    }
}
