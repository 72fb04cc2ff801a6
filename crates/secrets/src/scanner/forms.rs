//! The forms in which a value may stand in a text, as the readings give them.
//!
//! Percent and JSON escapes, and separators, are no forms: the readings undo them. Nothing is
//! decoded: what a form hides in is left as it is.

use data_encoding::{BASE64_NOPAD, HEXLOWER, HEXUPPER};
use zeroize::Zeroizing;

use super::PREFIX_BYTES;
use super::reading::{Reading, Step, View};

/// LIMIT: how many separators at an end of a value are found with it.
pub(super) const AROUND_MAX: usize = 16;
/// Shorter values are not searched for: what is replaced would tell who guesses.
pub(super) const CHARS_MIN: usize = 12;
/// A value of fewer distinct characters stands everywhere, and is no secret.
const DISTINCT_MIN: usize = 4;

/// What is searched for.
pub(super) struct Form {
    /// The bytes that count.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) around: Around,
    /// The most separators between two bytes that count.
    pub(super) gap: usize,
}

/// What belongs to a form before and after its first and last byte that counts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// Separators before.
    pub(super) lead: usize,
    /// Separators after.
    pub(super) trail: usize,
    /// Whether the character before, if it is one of base64, tells some bits of the value.
    pub(super) coded_before: bool,
    /// Whether the one after does.
    pub(super) coded_after: bool,
}

/// Whether a value is long and varied enough to be searched for.
pub(super) fn is_scanned(value: &str) -> bool {
    let mut distinct: Vec<char> = Vec::new();
    for c in value.chars() {
        if distinct.len() < DISTINCT_MIN && !distinct.contains(&c) {
            distinct.push(c);
        }
    }
    value.chars().nth(CHARS_MIN - 1).is_some()
        && distinct.len() == DISTINCT_MIN
        && PREFIX_BYTES <= read(value, Reading::Raw).bytes.len()
}

/// All forms of a value that are long enough to be told from other text.
pub(super) fn forms(value: &str) -> Vec<Form> {
    let reversed: Zeroizing<String> = Zeroizing::new(value.chars().rev().collect());
    let mut all = Vec::new();
    for text in [value, &reversed] {
        let raw = read(text, Reading::Raw);
        let unescaped = read(text, Reading::Unescaped);
        if *unescaped.bytes != *raw.bytes {
            all.push(unescaped);
        }
        all.push(raw);
    }
    for digits in [HEXLOWER.encode(value.as_bytes()), HEXUPPER.encode(value.as_bytes())] {
        all.push(read(&Zeroizing::new(digits), Reading::Raw));
    }
    all.extend((0..3).map(|offset| coded(value, offset)));
    all.retain(|form| PREFIX_BYTES <= form.bytes.len());
    all
}

/// A value in base64 with `offset` bytes before it: the characters that it alone decides.
fn coded(value: &str, offset: usize) -> Form {
    let mut padded = Zeroizing::new(vec![0; offset]);
    padded.extend_from_slice(value.as_bytes());
    let text = Zeroizing::new(BASE64_NOPAD.encode(&padded));
    let bits = padded.len() * 8;
    let own = text.get((offset * 8).div_ceil(6)..bits / 6).unwrap_or_default();
    let mut form = read(own, Reading::Raw);
    form.around.coded_before = offset != 0;
    form.around.coded_after = !bits.is_multiple_of(6);
    form
}

fn read(text: &str, reading: Reading) -> Form {
    let view = View { text, base: 0, finished: true };
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut around = Around::default();
    let mut gap = 0;
    let mut at = 0;
    loop {
        match view.step(at, reading) {
            Step::End | Step::Unfinished => break,
            Step::Dropped { width } => {
                at += width;
                around.trail += 1;
            }
            Step::Kept { bytes: kept, count, width } => {
                if bytes.is_empty() {
                    around.lead = around.trail;
                } else {
                    gap = gap.max(around.trail);
                }
                around.trail = 0;
                at += width;
                bytes.extend(kept.into_iter().take(count));
            }
        }
    }
    around.lead = around.lead.min(AROUND_MAX);
    around.trail = around.trail.min(AROUND_MAX);
    Form { bytes, around, gap }
}
