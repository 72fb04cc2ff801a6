//! Hardware addresses of network interfaces (EUI-48): `d6:5e:…`, in the separators and the case
//! of the value.
//!
//! No card is made with such an address: its first octet has the bit that says "locally
//! administered" (IEEE 802, clause 8.4), so that it is in no block that the IEEE sells to makers;
//! and among the local ones it is in the quadrant that IEEE 802c reserves (second digit `6`),
//! which no protocol that hands out addresses uses. But a phone that invents an address for each
//! network may invent this one, one time in 16,384: so the store decides.

use zeroize::Zeroizing;

use super::{Canonical, Draw, Shape};

/// Unicast, local, reserved quadrant. Begins with a letter, so that its case is always seen.
const PREFIX: &str = "d65e";
/// LIMIT: IEEE 802: an EUI-48 has twelve digits in base 16.
const DIGITS: usize = 12;

/// How such addresses are grouped: what stands between groups, and how long those are.
const GROUPINGS: [(char, usize); 3] = [(':', 2), ('-', 2), ('.', 4)];

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let (len, digits) = take(value)?;
    let upper = value.bytes().any(|byte| byte.is_ascii_uppercase());
    let mixed = upper && value.bytes().any(|byte| byte.is_ascii_lowercase());
    // A surrogate has one case, or the word behind it could be taken for its last digits.
    let text = (!mixed).then(|| Zeroizing::new(digits));
    (len == value.len()).then_some(Canonical { shape: Shape::Hardware, text })
}

/// Twelve digits at the start of `text`, in lower case, and how long they are there.
fn take(text: &str) -> Option<(usize, String)> {
    let mark = |size: usize| text.get(size..)?.chars().next();
    let grouping = GROUPINGS.iter().find(|(between, size)| mark(*size) == Some(*between));
    let mut letters = text.char_indices();
    let mut digits = String::with_capacity(DIGITS);
    while digits.len() < DIGITS {
        if let Some((between, size)) = grouping
            && !digits.is_empty()
            && digits.len().is_multiple_of(*size)
        {
            letters.next().filter(|(_, found)| found == between)?;
        }
        let (_, digit) = letters.next().filter(|(_, found)| found.is_ascii_hexdigit())?;
        digits.push(digit.to_ascii_lowercase());
    }
    Some((text.len() - letters.as_str().len(), digits))
}

pub(super) fn body(draw: &Draw) -> Option<String> {
    let body = format!("{PREFIX}{:08x}", draw.below(1 << 32));
    (!published(&body)).then_some(body)
}

/// What people type where they need any address: one digit or a run of digits.
fn published(body: &str) -> bool {
    let tail = body.get(PREFIX.len()..).unwrap_or_default();
    let first = tail.get(..1).unwrap_or_default();
    tail.replace(first, "").is_empty() || tail.starts_with("123456") || tail.starts_with("000000")
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    if !text.get(..2)?.eq_ignore_ascii_case("d6") {
        return None;
    }
    let (len, digits) = take(text)?;
    (digits.starts_with(PREFIX) && !published(&digits)).then_some((len, digits, 0))
}

/// Writes `body` in the place of the digits of `like`, in its case; a text of decimal digits
/// alone has the lower one.
pub(super) fn mirror(like: &str, body: &str) -> String {
    let upper = like.bytes().any(|byte| byte.is_ascii_uppercase());
    let mut next = body.chars().map(|c| if upper { c.to_ascii_uppercase() } else { c });
    like.chars().filter_map(|c| if c.is_ascii_hexdigit() { next.next() } else { Some(c) }).collect()
}

/// The digits alone.
pub(super) fn only(value: &str) -> Zeroizing<String> {
    let digits = value.chars().filter(char::is_ascii_hexdigit);
    Zeroizing::new(digits.map(|digit| digit.to_ascii_lowercase()).collect())
}
