//! Payment cards: the issuer number 4000 00, length as the value's, Luhn valid.
//!
//! Documentation cards live under this prefix too (with a country and a run of zeros behind
//! it), so a part of the range is never issued and never read.

use zeroize::Zeroizing;

use super::digits::{Prefix, Run, grouped, luhn};
use super::{Canonical, Draw, End, Shape, ends};

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
    let open = format!("{PREFIX}{number:0free$}0");
    let check = (10 - luhn(&open)) % 10;
    let body = format!("{PREFIX}{number:0free$}{check}");
    (!published(&body)).then_some(body)
}

/// Documentation cards are `400000`, a country or `000`, and zeros before the last few digits.
fn published(digits: &str) -> bool {
    let tail = digits.get(PREFIX.len()..).unwrap_or_default();
    let zeros = if tail.len() > 6 { tail.get(3..6) } else { tail.get(..3) };
    zeros == Some("000") || tail.starts_with("123456")
}

fn is_body(digits: &str) -> bool {
    DIGITS.contains(&digits.len())
        && digits.starts_with(PREFIX)
        && luhn(digits) == 0
        && !published(digits)
}

pub(super) fn read(text: &str, end: End) -> Option<(usize, String, u16)> {
    let mut best: Option<(bool, usize, String)> = None;
    let mut prefix = Prefix::default();
    let mut rest = text;
    while let Some(next) = prefix.step(rest) {
        rest = next;
        let digits = prefix.digits();
        if !PREFIX.starts_with(digits.get(..PREFIX.len().min(digits.len()))?) {
            return None;
        }
        if !is_body(digits) || !ends(rest, end) {
            continue;
        }
        // A card may be followed by another number, which can look like its end: the grouping
        // that cards usually have decides, then the length.
        let usual = is_usual(&prefix.run());
        if best.as_ref().is_none_or(|(was_usual, _, _)| usual >= *was_usual) {
            best = Some((usual, text.len() - rest.len(), digits.to_owned()));
        }
    }
    best.map(|(_, len, body)| (len, body, 0))
}

/// Whether digits are grouped as on cards.
fn is_usual(run: &Run) -> bool {
    let count = u8::try_from(run.digits.len()).unwrap_or_default();
    let groups: [&[u8]; 5] = [&[count], &[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4], &[4, 4, 4, 4, 3]];
    run.uniform && groups.iter().any(|groups| grouped(run, groups))
}
