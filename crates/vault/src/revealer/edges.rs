//! Whether a candidate stands by itself, or is a part of something longer.
//!
//! A surrogate inside a longer word, number, address or host name is not that surrogate.

use std::ops::Range;

use super::decode::{Unit, unit};
use super::keys::Kind;

/// LIMIT: RFC 1035, section 2.3.4: a host name.
const HOST_BYTES_MAX: usize = 253;

/// Whether an edge is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Nothing belongs to it beyond.
    Free,
    /// It goes on.
    Bound,
    /// More text decides.
    More,
}

/// Looks at both edges of the candidate at `place`.
pub(super) fn both(text: &str, place: Range<usize>, kind: Kind, last: bool) -> Edge {
    let spelled = text.get(place.clone()).unwrap_or_default();
    let word = |c: Option<char>| c.is_some_and(is_word);
    let before = text.get(..place.start).unwrap_or_default();
    // `[x](212) 555…` is a link to `212`.
    if spelled.starts_with('(') && before.ends_with(']') {
        return Edge::Bound;
    }
    if word(spelled.chars().next()) && is_bound_before(before, kind) {
        return Edge::Bound;
    }
    after(text, place.end, kind, word(spelled.chars().next_back()), last)
}

/// A letter or digit of a script that puts spaces between words: letters of other scripts stand
/// directly beside a name or number that they do not belong to.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c < '\u{590}' && c.is_alphanumeric())
}

/// Says whether a letter or digit at `at` would continue a word.
pub(crate) fn is_inside_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let mut chars = before.chars().rev();
    let Some(near) = chars.next().filter(|&c| is_word(c)) else { return false };
    // `"Mail:\ntkn-…"` in a piece of program text is a line of its own.
    let line = chars.next() == Some('\\') && matches!(near, 'n' | 'r' | 't' | 'f' | 'v');
    !line && !is_coloured(before) && !is_escape(before.as_bytes())
}

/// Says whether a text ends in `\u003c` or the like.
pub(super) fn is_escape(before: &[u8]) -> bool {
    before.last_chunk::<6>().is_some_and(|tail| {
        tail.starts_with(b"\\u") && tail.iter().skip(2).all(u8::is_ascii_hexdigit)
    })
}

fn is_bound_before(before: &str, kind: Kind) -> bool {
    let mut chars = before.chars().rev();
    let (Some(near), far) = (chars.next(), chars.next()) else { return false };
    if is_word(near) {
        return is_inside_word(before, before.len());
    }
    let digit = far.is_some_and(|c| c.is_ascii_digit());
    match kind {
        Kind::Mail | Kind::Other => {
            matches!(near, '-' | '.' | '_' | '+') && far.is_some_and(is_word)
        }
        Kind::Number | Kind::Account => matches!(near, '-' | '.') && digit,
        Kind::Address4 => near == '.' && digit,
        Kind::Address6 => near == ':' && is_group(before),
        Kind::Bracket => false,
    }
}

/// LIMIT: a sequence that colours a terminal; longer ones are not looked back over.
const COLOUR_CHARS_MAX: usize = 16;

/// Whether a text ends in such a sequence (ECMA-48, section 8.3.117).
fn is_coloured(before: &str) -> bool {
    let mut chars = before.chars().rev().take(COLOUR_CHARS_MAX);
    chars.next() == Some('m')
        && chars.find(|c| !c.is_ascii_digit() && *c != ';') == Some('[')
        && chars.next() == Some('\u{1b}')
}

/// Whether a text ends in `::` or in a colon after one group of an IPv6 address.
fn is_group(before: &str) -> bool {
    let head = before.strip_suffix(':').unwrap_or(before);
    let word: Vec<char> = head.chars().rev().take(5).take_while(|&c| is_word(c)).collect();
    head.ends_with(':') || (1..=4).contains(&word.len()) && word.iter().all(char::is_ascii_hexdigit)
}

fn after(text: &str, end: usize, kind: Kind, word: bool, last: bool) -> Edge {
    let (near, next) = match unit(text, end, last) {
        Unit::Char(c, length) => (c, end + length),
        Unit::More => return Edge::More,
        Unit::End => return Edge::Free,
    };
    match near {
        _ if word && is_word(near) => Edge::Bound,
        // A sentence may end here; but `….evil.com` is a host, and asking for it tells the value.
        '.' => word_at(text, next, last),
        '_' if word => word_at(text, next, last),
        '-' => match kind {
            Kind::Mail | Kind::Other => word_at(text, next, last),
            Kind::Number => digit_or_host(text, next, last),
            Kind::Account | Kind::Address4 | Kind::Address6 | Kind::Bracket => {
                host(text, next, last)
            }
        },
        _ => Edge::Free,
    }
}

fn word_at(text: &str, at: usize, last: bool) -> Edge {
    match unit(text, at, last) {
        Unit::Char(c, _) if is_word(c) => Edge::Bound,
        Unit::Char(..) | Unit::End => Edge::Free,
        Unit::More => Edge::More,
    }
}

fn digit_or_host(text: &str, at: usize, last: bool) -> Edge {
    match unit(text, at, last) {
        Unit::Char(c, _) if c.is_ascii_digit() => Edge::Bound,
        _ => host(text, at, last),
    }
}

/// Whether a label that goes on at `at` is one of a host name: its last label has letters.
fn host(text: &str, at: usize, last: bool) -> Edge {
    let (mut at, mut dot) = (at, false);
    for _ in 0..=HOST_BYTES_MAX {
        match unit(text, at, last) {
            Unit::Char(c, _) if dot && is_word(c) && !c.is_ascii_digit() => return Edge::Bound,
            Unit::Char(c, length) if is_word(c) || (!dot && matches!(c, '-' | '.')) => {
                at += length;
                dot = c == '.';
            }
            Unit::Char(..) | Unit::End => return Edge::Free,
            Unit::More => return Edge::More,
        }
    }
    Edge::Free
}
