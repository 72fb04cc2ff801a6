//! IBANs: the user-assigned country code `XT` of ISO 3166-1, length and kinds of characters as
//! the value's, check digits of ISO 7064 (mod 97) valid.

use zeroize::Zeroizing;

use super::digits::is_separator;
use super::{Canonical, Draw, Shape};

const COUNTRY: &str = "XT";
/// ISO 13616: the shortest is Norway's, and 34 is the most.
const CHARS: std::ops::RangeInclusive<usize> = 15..=34;

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let body = compact(value);
    let mut head = body.bytes();
    let is_one = CHARS.contains(&body.len())
        && head.by_ref().take(2).all(|byte| byte.is_ascii_uppercase())
        && head.by_ref().take(2).all(|byte| byte.is_ascii_digit())
        && value.chars().all(|letter| letter.is_ascii_alphanumeric() || is_separator(letter));
    if !is_one {
        return None;
    }
    let text = mirrorable(value).then_some(body);
    Some(Canonical { shape: Shape::Iban, text })
}

/// The value without separators, in upper case.
pub(super) fn compact(value: &str) -> Zeroizing<String> {
    let letters = value.chars().filter(char::is_ascii_alphanumeric);
    Zeroizing::new(letters.map(|letter| letter.to_ascii_uppercase()).collect())
}

/// Whether case and grouping can be told from a surrogate that mirrors them.
fn mirrorable(value: &str) -> bool {
    let one_case = !value.bytes().any(|byte| byte.is_ascii_lowercase())
        || !value.bytes().any(|byte| byte.is_ascii_uppercase());
    one_case && (value.bytes().all(|byte| byte.is_ascii_alphanumeric()) || in_fours(value))
}

/// Whether one and the same separator stands after every four characters, and nowhere else.
fn in_fours(value: &str) -> bool {
    let Some(separator) = value.chars().nth(4).filter(|found| is_separator(*found)) else {
        return false;
    };
    let mut groups = value.split(separator).peekable();
    while let Some(group) = groups.next() {
        let full = group.len() == 4 || (groups.peek().is_none() && (1..4).contains(&group.len()));
        if !full || !group.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return false;
        }
    }
    true
}

pub(super) fn body(value: &str, draw: &Draw) -> Option<String> {
    let value = compact(value);
    let account: String = value
        .chars()
        .skip(4)
        .zip(draw.0)
        .map(|(letter, byte)| match letter.is_ascii_digit() {
            true => char::from(b'0' + byte % 10),
            false => char::from(b'A' + byte % 26),
        })
        .collect();
    let check = 98 - remainder(&format!("{account}{COUNTRY}00"))?;
    let body = format!("{COUNTRY}{check:02}{account}");
    // No surrogate begins with a shorter one, so that a word which follows in the text cannot
    // change where it is read to end.
    let begins = |length| body.get(..length).is_some_and(is_body);
    let alone = !(*CHARS.start()..body.len()).any(begins);
    let is_round = account.bytes().all(|byte| byte == b'0');
    (alone && !is_round).then_some(body)
}

/// The text as a number (letters are 10 to 35), modulo 97.
fn remainder(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |sum, letter| {
        let value = letter.to_digit(36)?;
        Some((sum * if value > 9 { 100 } else { 10 } + value) % 97)
    })
}

fn is_body(body: &str) -> bool {
    let (Some(head), Some(account)) = (body.get(..4), body.get(4..)) else { return false };
    let checks = head.get(2..).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    CHARS.contains(&body.len()) && checks && remainder(&format!("{account}{head}")) == Some(1)
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    if !text.get(..2)?.eq_ignore_ascii_case(COUNTRY) {
        return None;
    }
    let lower = text.starts_with('x');
    let separator = text.chars().nth(4).filter(|found| is_separator(*found));
    let mut body = String::with_capacity(*CHARS.end());
    let mut rest = text;
    while body.len() < *CHARS.end() {
        let mut letters = rest.chars();
        let mut next = letters.next();
        if let (Some(separator), true) =
            (separator, !body.is_empty() && body.len().is_multiple_of(4))
        {
            next = next.filter(|found| *found == separator).and_then(|_| letters.next());
        }
        // Case must hold, or a word after the number would count as its last group.
        let Some(letter) = next.filter(|letter| match lower {
            true => letter.is_ascii_digit() || letter.is_ascii_lowercase(),
            false => letter.is_ascii_digit() || letter.is_ascii_uppercase(),
        }) else {
            break;
        };
        body.push(letter.to_ascii_uppercase());
        rest = letters.as_str();
        if is_body(&body) {
            return Some((text.len() - rest.len(), body, 0));
        }
    }
    None
}

/// Writes `body` in the place of the letters and digits of `like`, in its case.
pub(super) fn mirror(like: &str, body: &str) -> String {
    let lower = like.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut next = body.chars();
    let mut out = String::with_capacity(like.len());
    for character in like.chars() {
        if character.is_ascii_alphanumeric() {
            let letter = next.next();
            out.extend(letter.map(|l| if lower { l.to_ascii_lowercase() } else { l }));
        } else {
            out.push(character);
        }
    }
    out
}
