//! IPv6 addresses: RFC 4291 2.2, whole, compressed and with an embedded IPv4 address; with a zone
//! (RFC 4007 11).
//!
//! Short compressed forms are paths in some languages (`a::b`, `[::2]`): they need a digit and
//! some length, or the words before them.

use portcullis_model::Entity;

use crate::boundary::opens;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};
use crate::recognizers::ip::v4;

pub(in crate::recognizers) const RECOGNIZER: Recognizer = Recognizer {
    name: "ipv6",
    entity: Entity::IP_ADDRESS,
    rule: None,
    trigger: Trigger::Colon,
    context: super::CONTEXT,
    find,
};

/// LIMIT: Linux allows 15 bytes for the name of an interface.
const ZONE_BYTES_MAX: usize = 16;

/// What was read of an address.
#[derive(Default)]
struct Parts {
    groups: usize,
    compressed: bool,
    embedded: bool,
    /// How many groups have two digits.
    pairs: usize,
    end: usize,
}

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let left = cursor.text.as_bytes().get(..cursor.at)?.iter().rev().take(4);
    let start = cursor.at - left.take_while(|byte| byte.is_ascii_hexdigit()).count();
    let parts = read(cursor, start)?;
    let whole = if parts.compressed { parts.groups <= 7 } else { parts.groups == 8 };
    let goes_on = cursor.byte(parts.end) == Some(b':')
        && cursor.byte(parts.end + 1).is_some_and(|byte| byte.is_ascii_hexdigit() || byte == b':');
    if !whole || goes_on || !opens(cursor.text, start) || !cursor.closes(parts.end) {
        return None;
    }
    let score = score(cursor.slice(start, parts.end), &parts);
    let end = super::network_end(cursor, zone_end(cursor, parts.end), 128);
    Some(Match::new(start, end, score))
}

/// Reads groups from `start` on until something else comes.
fn read(cursor: &Cursor<'_>, start: usize) -> Option<Parts> {
    let mut parts = Parts { end: start, ..Parts::default() };
    let colon = |at: usize| cursor.byte(at) == Some(b':');
    if colon(start) {
        parts.compressed = colon(start + 1).then_some(true)?;
        parts.end += 2;
    }
    while parts.groups < 8 {
        let from = parts.end;
        let end = cursor.run(from, 5, |byte| byte.is_ascii_hexdigit());
        if end == from {
            return Some(parts);
        }
        if cursor.byte(end) == Some(b'.')
            && let Some((end, _)) = v4::quad(cursor, from)
        {
            return Some(Parts { groups: parts.groups + 2, embedded: true, end, ..parts });
        }
        parts.groups += 1;
        parts.pairs += usize::from(end - from == 2);
        parts.end = end;
        if end - from > 4 {
            return None;
        }
        if !colon(end) {
            return Some(parts);
        }
        if colon(end + 1) {
            if parts.compressed {
                return None;
            }
            parts.compressed = true;
            parts.end = end + 2;
        } else if cursor.byte(end + 1).is_some_and(|byte| byte.is_ascii_hexdigit())
            && parts.groups < 8
        {
            parts.end = end + 1;
        } else {
            return Some(parts);
        }
    }
    Some(parts)
}

fn score(text: &str, parts: &Parts) -> f32 {
    let digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let first = text.find(':').unwrap_or_default();
    // Short ones are paths of programs, but for the networks that are in use.
    let network = (first == 4 && text.starts_with(['2', '3', 'f', 'F'])) || text.starts_with("64:");
    match parts.groups {
        _ if parts.embedded => 0.85,
        // Eight pairs are the bytes of something else.
        8 if parts.pairs == 8 => 0.25,
        8 => 0.9,
        3.. if digit => 0.8,
        2 if digit && network => 0.7,
        1 if digit && network => 0.5,
        // Any host and this host.
        0 => 0.05,
        1 if text == "::1" => 0.05,
        _ => 0.2,
    }
}

fn zone_end(cursor: &Cursor<'_>, end: usize) -> usize {
    if cursor.byte(end) != Some(b'%') {
        return end;
    }
    let zone = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let zone_end = cursor.run(end + 1, ZONE_BYTES_MAX, zone);
    let name = cursor.slice(end + 1, zone_end).trim_end_matches('.');
    if name.is_empty() { end } else { end + 1 + name.len() }
}
