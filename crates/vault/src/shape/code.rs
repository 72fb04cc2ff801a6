//! Identifiers in base 16: UUIDs, and words of sixteen to sixty-four digits, in the length and
//! the case of the value.
//!
//! A UUID has version 8, which RFC 9562 leaves to everybody for purposes of his own, so that no
//! generator of the other versions makes it, and validators take it. Both begin with 32 bits of
//! ours: one word in four billion that is none of ours begins so too.
//! The form does not tell of which kind the value is; the store does.

use zeroize::Zeroizing;

use super::{Canonical, Draw, Shape};

/// A digit first, so that it is no beginning of an IBAN; with letters, so that its case is seen.
const PREFIX: &str = "0f5c0de5";
/// Where the fixed digits of a UUID are, behind the prefix: version and variant.
const VERSION: (usize, char) = (14, '8');
const VARIANT: (usize, char) = (19, 'a');
const DASHES: [usize; 4] = [8, 13, 18, 23];
/// LIMIT: RFC 9562: 32 digits and four dashes.
const UUID_CHARS: usize = 36;
/// LIMIT: from eight digits behind the prefix up to SHA-256.
const DIGITS: std::ops::RangeInclusive<usize> = 16..=64;

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let (len, body) = take(value)?;
    // A number is no word of this alphabet, and a word of letters alone is a word.
    let mixed =
        body.bytes().any(|b| b.is_ascii_digit()) && body.bytes().any(|b| b.is_ascii_alphabetic());
    let fits = len == value.len() && (mixed || body.len() == UUID_CHARS && body.contains('-'));
    let text = Some(Zeroizing::new(body));
    fits.then_some(Canonical { shape: Shape::Code, text })
}

/// A UUID or a word at the start of `text`, in lower case, and its length.
fn take(text: &str) -> Option<(usize, String)> {
    let uuid = text.get(..UUID_CHARS).filter(|head| is_uuid(head));
    let run = || {
        let count = text.bytes().take(DIGITS.end() + 1).take_while(u8::is_ascii_hexdigit).count();
        text.get(..count).filter(|_| DIGITS.contains(&count))
    };
    let spelled = uuid.or_else(run)?;
    let mixed = spelled.bytes().any(|b| b.is_ascii_uppercase())
        && spelled.bytes().any(|b| b.is_ascii_lowercase());
    (!mixed).then(|| (spelled.len(), spelled.to_ascii_lowercase()))
}

fn is_uuid(text: &str) -> bool {
    text.char_indices().all(|(at, c)| match DASHES.contains(&at) {
        true => c == '-',
        false => c.is_ascii_hexdigit(),
    })
}

pub(super) fn body(value: &str, draw: &Draw) -> Option<String> {
    let (_, like) = take(value)?;
    let digits = draw.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let mut digits = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16));
    let uuid = like.contains('-');
    let mut body = PREFIX.to_owned();
    for at in PREFIX.len()..like.len() {
        body.extend(match uuid {
            true if DASHES.contains(&at) => Some('-'),
            true if at == VERSION.0 => Some(VERSION.1),
            true if at == VARIANT.0 => Some(VARIANT.1),
            _ => digits.next(),
        });
    }
    Some(body)
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    if !text.get(..PREFIX.len())?.eq_ignore_ascii_case(PREFIX) {
        return None;
    }
    let (len, body) = take(text)?;
    let fixed = |(at, c): (usize, char)| body.chars().nth(at) == Some(c);
    let is_one = !body.contains('-') || (fixed(VERSION) && fixed(VARIANT));
    is_one.then_some((len, body, 0))
}

/// Whether a text is such an identifier.
pub(crate) fn is_code(text: &str) -> bool {
    read(text).is_some_and(|(len, ..)| len == text.len())
}

/// Writes `body` in the case of `like`.
pub(super) fn mirror(like: &str, body: &str) -> String {
    match like.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => body.to_ascii_uppercase(),
        false => body.to_ascii_lowercase(),
    }
}
