//! ABA routing numbers: first two digits that no Federal Reserve district or class of bank
//! has, checksum valid.

use zeroize::Zeroizing;

use super::digits::{Run, grouped, take};
use super::{Canonical, Draw, Shape};

/// How many two-digit prefixes are free: 13–20, 33–60, 73–79, 81–99.
const PREFIXES: u64 = 8 + 28 + 7 + 19;

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let run = Run::whole(value).filter(|run| run.digits.len() == 9)?;
    let text = mirrorable(&run).then(|| Zeroizing::new(run.digits.to_string()));
    Some(Canonical { shape: Shape::Routing, text })
}

/// Printed as one run, or as on cheques: district, bank, check.
fn mirrorable(run: &Run) -> bool {
    grouped(run, &[9]) || grouped(run, &[4, 4, 1])
}

pub(super) fn body(draw: &Draw) -> Option<String> {
    let number = draw.below(PREFIXES * 1_000_000);
    let prefix = match number / 1_000_000 {
        low @ 0..8 => 13 + low,
        low @ 8..36 => 33 + (low - 8),
        low @ 36..43 => 73 + (low - 36),
        low => 81 + (low - 43),
    };
    let open = format!("{prefix:02}{:06}", number % 1_000_000);
    let check = (10 - checksum(&open)) % 10;
    let body = format!("{open}{check}");
    (!published(&body)).then_some(body)
}

/// Runs of digits that people type where they need any number.
fn published(body: &str) -> bool {
    let first = body.get(..1).unwrap_or_default();
    body.get(2..).is_some_and(|tail| tail.starts_with("000000"))
        || body.replace(first, "").is_empty()
}

/// The weighted sum (3, 7, 1) modulo 10; 0 is valid.
fn checksum(digits: &str) -> u32 {
    let weights = [3, 7, 1].into_iter().cycle();
    digits.bytes().zip(weights).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum::<u32>()
        % 10
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    let prefix: u32 = text.get(..2)?.parse().ok()?;
    if !matches!(prefix, 13..=20 | 33..=60 | 73..=79 | 81..=99) {
        return None;
    }
    let (run, len) = take(text, 9)?;
    let is_one = mirrorable(&run) && checksum(&run.digits) == 0 && !published(&run.digits);
    is_one.then(|| (len, run.digits.to_string(), 0))
}
