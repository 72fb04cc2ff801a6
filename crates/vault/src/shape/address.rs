//! IP addresses: version 4 from 240.0.0.0/4, version 6 from 2001:db8::/32.
//!
//! Never issued: 240.0.0.0/24 and everything under 255 (netmasks and broadcast), and every
//! version 6 address with a group below 0x1000, which is where the textbooks' examples are.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};

use zeroize::Zeroizing;

use super::{Canonical, Draw, Shape};

const PREFIX6: &str = "2001:db8";
const PREFIX6_PADDED: &str = "2001:0db8";
/// How many groups follow the prefix of version 6.
const GROUPS6: usize = 6;
/// Upper case or not, times padded or not.
pub(super) const DRESSES: u16 = 4;
const UPPER: u16 = 1;
const PADDED: u16 = 2;

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let (shape, text) = match value.parse::<Ipv4Addr>() {
        Ok(address) => (Shape::Address4, address.to_string()),
        Err(_) => (Shape::Address6, value.parse::<Ipv6Addr>().ok()?.to_string()),
    };
    Some(Canonical { shape, text: Some(Zeroizing::new(text)) })
}

pub(super) fn body4(draw: &Draw) -> Option<String> {
    let number = u32::try_from(draw.below(1 << 28)).ok()?;
    let address = Ipv4Addr::from(0xf000_0000 | number);
    (!published4(address)).then(|| address.to_string())
}

fn published4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    a == 255 || (a, b, c) == (240, 0, 0)
}

pub(super) fn body6(draw: &Draw) -> Option<String> {
    let mut body = PREFIX6.to_owned();
    for pair in draw.0.chunks_exact(2).take(GROUPS6) {
        let group = pair.iter().fold(0_u16, |sum, byte| (sum << 8) | u16::from(*byte));
        if group < 0x1000 {
            return None;
        }
        write!(body, ":{group:x}").ok()?;
    }
    Some(body)
}

pub(super) fn dress(value: &str) -> u16 {
    let upper = value.bytes().any(|byte| byte.is_ascii_uppercase());
    let padded = value.split(':').any(|group| group.len() > 1 && group.starts_with('0'));
    u16::from(upper) * UPPER + u16::from(padded) * PADDED
}

pub(super) fn spell6(body: &str, dress: u16) -> String {
    let text = match dress & PADDED {
        0 => body.to_owned(),
        _ => body.replacen(PREFIX6, PREFIX6_PADDED, 1),
    };
    if dress & UPPER == 0 { text } else { text.to_ascii_uppercase() }
}

pub(super) fn read4(text: &str) -> Option<(usize, String, u16)> {
    let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    // "255.255.255.255" has 15 characters; a point after the last digit ends a sentence.
    let len = text.bytes().take(16).take_while(is_part).count();
    let word = text.get(..len)?.trim_end_matches('.');
    let address: Ipv4Addr = word.parse().ok()?;
    let is_one =
        address.octets().first().is_some_and(|first| *first >= 240) && !published4(address);
    is_one.then(|| (word.len(), word.to_owned(), 0))
}

pub(super) fn read6(text: &str) -> Option<(usize, String, u16)> {
    let head = |prefix: &str| {
        text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let (prefix, padded) = match (head(PREFIX6_PADDED), head(PREFIX6)) {
        (true, _) => (PREFIX6_PADDED, PADDED),
        (false, true) => (PREFIX6, 0),
        (false, false) => return None,
    };
    let len = prefix.len() + GROUPS6 * 5;
    let groups = text.get(prefix.len()..len)?;
    let is_group = |group: &[u8]| match group {
        [b':', first, rest @ ..] => {
            *first != b'0' && first.is_ascii_hexdigit() && rest.iter().all(u8::is_ascii_hexdigit)
        }
        _ => false,
    };
    if !groups.as_bytes().chunks(5).all(is_group) {
        return None;
    }
    let upper = u16::from(text.get(..len)?.bytes().any(|byte| byte.is_ascii_uppercase())) * UPPER;
    Some((len, format!("{PREFIX6}{}", groups.to_ascii_lowercase()), upper + padded))
}
