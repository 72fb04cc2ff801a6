//! Whether a candidate stands by itself, or is a part of something longer.
//!
//! A surrogate inside a longer word, number or address is not that surrogate; beside letters of
//! another alphabet, or beside an escape, it is. Detection finds values by the same rule (see ADR
//! 33), so that what was concealed is recognised wherever it was put.

use std::ops::Range;

use super::behind::unit_before;
use super::decode::{self, Unit, unit};
use super::names;

/// What a surrogate is, as far as its edges and spellings are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A mail address.
    Mail,
    /// Digits with any separators: telephone, card, social security number, date.
    Number,
    /// A date with the name of a month.
    Date,
    /// Letters and digits in groups: an IBAN.
    Account,
    /// An IPv4 address.
    Address4,
    /// An IPv6 address.
    Address6,
    /// Six pairs of digits in base 16: an address of a network interface.
    Hardware,
    /// A UUID, or a word in base 16.
    Code,
    /// A pseudonym: its check decides, not what joins words.
    Name,
    /// `[[ENTITY:…]]`.
    Bracket,
    /// Anything else, compared as it is written.
    Other,
}

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

/// Looks at both edges of the candidate at `place` in a text that a person reads, perhaps
/// through a renderer that makes links of names of hosts.
pub(super) fn both(text: &str, place: Range<usize>, kind: Kind, last: bool) -> Edge {
    let (before, spelled) = (text.get(..place.start), text.get(place.clone()));
    // `[x](212) 555…` is a link to `212`.
    let link = spelled.is_some_and(|spelled| spelled.starts_with('('))
        && before.is_some_and(|before| before.ends_with(']'));
    if link || is_joined_before(text, &place, kind) {
        return Edge::Bound;
    }
    match after(text, &place, kind, last) {
        Edge::Free => names::after(text, &place, kind, last),
        edge => edge,
    }
}

/// Whether what stands at `place` of a whole text is a part of something longer.
pub(crate) fn is_part(text: &str, place: &Range<usize>, kind: Kind) -> bool {
    is_joined_before(text, place, kind)
        || after(text, place, kind, true) == Edge::Bound
        || kind == Kind::Mail && has_top(text, place.end)
}

/// Top-level domains of more than two letters that many have a host under.
const TOPS: &[&str] = &[
    "com", "net", "org", "edu", "gov", "mil", "int", "biz", "xyz", "top", "app", "dev", "pro",
    "icu", "vip", "fun", "bid", "win", "one", "art", "bar", "tel", "cat", "eus", "llc", "inc",
    "info", "shop", "site", "online", "store", "tech", "live", "work", "news", "email", "mail",
    "cloud", "world", "today", "space", "click", "link", "page", "team", "group", "media", "life",
    "name", "mobi", "asia", "arpa", "club", "design", "digital", "agency", "studio",
];

/// Whether what may be a top-level domain stands behind a mail address, though a person may take
/// it for the first word of a sentence: a program that sends mail takes it for the host.
fn has_top(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    // In `a@b.com@c.com` the last sign counts to some.
    let host = rest
        .strip_prefix('@')
        .and_then(|host| host.split_once(|c: char| !c.is_ascii_alphanumeric() && c != '-'));
    if let Some((label, behind)) = host {
        let dotted = rest.get(label.len() + 1..).is_some_and(|rest| rest.starts_with('.'));
        return dotted && behind.starts_with(is_word);
    }
    let Some(rest) = rest.strip_prefix('.') else { return false };
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let label = rest.get(..letters).unwrap_or_default();
    (letters == 2 && !names::is_file(label))
        || TOPS.iter().any(|top| label.eq_ignore_ascii_case(top))
}

/// A letter or digit of a script that puts spaces between words: letters of other scripts stand
/// directly beside a name or number that they do not belong to.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c < '\u{590}' && c.is_alphanumeric())
}

/// Says whether a letter or digit at `at` would continue a word.
pub(crate) fn is_inside_word(text: &str, at: usize) -> bool {
    unit_before(text, at).is_some_and(|(near, _)| is_word(near)) && !follows_cue(text, at)
}

fn is_joined_before(text: &str, place: &Range<usize>, kind: Kind) -> bool {
    if !text.get(place.start..).is_some_and(|right| right.starts_with(is_word)) {
        return false;
    }
    let Some((near, at)) = unit_before(text, place.start) else { return false };
    if is_word(near) {
        return !(takes_cue(kind) && follows_cue(text, place.start));
    }
    let far = || unit_before(text, at).map(|(far, _)| far);
    let digit = || far().is_some_and(|far| far.is_ascii_digit());
    match kind {
        Kind::Mail | Kind::Other => is_joint(near) && goes_on_before(text, place.start),
        Kind::Number | Kind::Date => (near == '.' || is_dash(near)) && digit(),
        Kind::Address4 => near == '.' && digit(),
        Kind::Address6 => near == ':' && is_group(text.get(..at).unwrap_or_default()),
        Kind::Account | Kind::Hardware | Kind::Code | Kind::Name | Kind::Bracket => false,
    }
}

/// What joins the words of a local part, or of a pseudonym.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '.' | '_' | '+')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}')
}

/// LIMIT: RFC 5321, section 4.5.3.1.1: a local part has at most 64 bytes.
const LOCAL_BYTES_MAX: usize = 64;

/// Whether a word stands before the joints that end at `end`. Two points join nothing.
fn goes_on_before(text: &str, end: usize) -> bool {
    let (mut at, mut pointed) = (end, false);
    while end - at < LOCAL_BYTES_MAX {
        let Some((c, before)) = unit_before(text, at) else { return false };
        if is_word(c) {
            return true;
        }
        if !is_joint(c) || (pointed && c == '.') {
            return false;
        }
        (at, pointed) = (before, c == '.');
    }
    false
}

/// Whether a word that says what follows may be written on to it: `SSN000-12-3456`.
fn takes_cue(kind: Kind) -> bool {
    match kind {
        Kind::Number | Kind::Date | Kind::Address4 | Kind::Address6 => true,
        Kind::Mail
        | Kind::Account
        | Kind::Hardware
        | Kind::Code
        | Kind::Name
        | Kind::Bracket
        | Kind::Other => false,
    }
}

/// LIMIT: letters of a word that says what follows.
const CUE_LETTERS_MAX: usize = 16;

/// Whether a digit at `at` follows a word of letters alone. One letter, or such as digits in
/// base 16 are, would be the beginning of an identifier.
fn follows_cue(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let left = bytes.get(..at).unwrap_or_default().iter().rev().take(CUE_LETTERS_MAX + 1);
    let count = left.clone().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let named = left.take(count).any(|byte| !byte.is_ascii_hexdigit());
    let inside = || unit_before(text, at - count).is_some_and(|(near, _)| is_word(near));
    named && (2..=CUE_LETTERS_MAX).contains(&count) && !inside()
}

/// Whether a text ends in a colon, or in one group of an IPv6 address: what stands before the
/// colon that an address follows.
fn is_group(head: &str) -> bool {
    let chars = head.chars().rev().map(decode::narrow);
    let word: Vec<char> = chars.take(5).take_while(|&c| is_word(c) || c.is_numeric()).collect();
    head.ends_with(':') || (1..=4).contains(&word.len()) && word.iter().all(char::is_ascii_hexdigit)
}

fn after(text: &str, place: &Range<usize>, kind: Kind, last: bool) -> Edge {
    let word = text.get(place.clone()).is_some_and(|spelled| spelled.ends_with(is_word));
    let (near, next) = match unit(text, place.end, last) {
        Unit::Char(c, length) => (c, place.end + length),
        Unit::More => return Edge::More,
        Unit::End => return Edge::Free,
    };
    match (near, kind) {
        _ if word && is_word(near) => Edge::Bound,
        ('.' | '-', Kind::Mail) => names::after(text, place, kind, last),
        ('.' | '-', Kind::Number | Kind::Date) | ('.', Kind::Address4) => {
            char_at(text, next, last, is_digit)
        }
        ('_', Kind::Number | Kind::Date | Kind::Address4) => char_at(text, next, last, is_digit),
        ('_', Kind::Mail | Kind::Other) if word => char_at(text, next, last, is_word),
        ('.' | '-', Kind::Other) => char_at(text, next, last, is_word),
        (':' | '-' | '.', Kind::Hardware) if is_inside(text, place, near) => {
            char_at(text, next, last, |c| c.is_ascii_hexdigit())
        }
        (':', Kind::Address6) => char_at(text, next, last, |c| c.is_ascii_hexdigit()),
        _ => Edge::Free,
    }
}

/// Whether what is spelled at `place` has this separator of its own.
fn is_inside(text: &str, place: &Range<usize>, separator: char) -> bool {
    text.get(place.clone()).is_some_and(|spelled| spelled.contains(separator))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn char_at(text: &str, at: usize, last: bool, is: fn(char) -> bool) -> Edge {
    match unit(text, at, last) {
        Unit::Char(c, _) if is(c) => Edge::Bound,
        Unit::Char(..) | Unit::End => Edge::Free,
        Unit::More => Edge::More,
    }
}
