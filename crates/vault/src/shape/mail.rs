//! E-mail addresses: `tkn-<16 base32>@mail.invalid`, or under a domain the operator owns.
//!
//! `.invalid` is reserved by RFC 2606, so mail to a surrogate can reach nobody. Spellings of
//! one address that differ in case are told apart by the label: `mail`, `mail1`, `mail2`.

use zeroize::Zeroizing;

use super::{Canonical, Domain, Shape, seeded};

const PREFIX: &str = "tkn-";
const LABEL: &str = "mail";
const RESERVED: &str = "invalid";
/// LIMIT: how many spellings of one address are told apart; the rest are values of their own.
pub(super) const DRESSES: u16 = 1000;

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let text = Some(Zeroizing::new(value.to_ascii_lowercase()));
    Some(Canonical { shape: Shape::Mail, text })
}

pub(super) fn spell(body: &str, dress: u16, domain: Domain<'_>) -> String {
    match (dress, domain) {
        (0, None) => format!("{PREFIX}{body}@{LABEL}.{RESERVED}"),
        (0, Some(domain)) => format!("{PREFIX}{body}@{domain}"),
        (dress, domain) => {
            format!("{PREFIX}{body}@{LABEL}{dress}.{}", domain.unwrap_or(RESERVED))
        }
    }
}

pub(super) fn read(text: &str, domain: Domain<'_>) -> Option<(usize, String, u16)> {
    if !starts_with(text, PREFIX) {
        return None;
    }
    let code = text.get(PREFIX.len()..)?;
    let body = seeded::read(code)?;
    let host = code.get(seeded::CHARS..)?.strip_prefix('@')?;
    let (host_len, dress) = reserved(host).or_else(|| owned(host, domain?))?;
    Some((PREFIX.len() + seeded::CHARS + 1 + host_len, body, dress))
}

/// Reads `mail.invalid` or `mail<number>.invalid`.
fn reserved(host: &str) -> Option<(usize, u16)> {
    let (label_len, dress) = label(host)?;
    let rest = host.get(label_len..)?.strip_prefix('.')?;
    starts_with(rest, RESERVED).then_some((label_len + 1 + RESERVED.len(), dress))
}

/// Reads the operator's domain, or `mail<number>` under it.
fn owned(host: &str, domain: &str) -> Option<(usize, u16)> {
    if starts_with(host, domain) {
        return Some((domain.len(), 0));
    }
    let (label_len, dress) = label(host).filter(|(_, dress)| *dress > 0)?;
    let rest = host.get(label_len..)?.strip_prefix('.')?;
    starts_with(rest, domain).then_some((label_len + 1 + domain.len(), dress))
}

/// Reads `mail` and its number, which is 0 where there is none.
fn label(host: &str) -> Option<(usize, u16)> {
    if !starts_with(host, LABEL) {
        return None;
    }
    let rest = host.get(LABEL.len()..)?;
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..count)?;
    if number.is_empty() {
        return Some((LABEL.len(), 0));
    }
    let dress = number.parse().ok().filter(|dress| (1..DRESSES).contains(dress))?;
    (!number.starts_with('0')).then_some((LABEL.len() + count, dress))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}
