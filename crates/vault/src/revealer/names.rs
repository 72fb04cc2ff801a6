//! Whether the name of a host goes on behind a candidate: a renderer may ask for such a name
//! without being told to, and the asking tells the value.
//!
//! A file may be named after a value, and the space behind a sentence is often forgotten: these
//! are no hosts, if nothing else makes them one.

use std::ops::Range;

use super::behind::unit_before;
use super::decode::{Unit, unit};
use super::edges::{Edge, Kind, is_word};

/// LIMIT: RFC 1035, section 2.3.4: a host name.
const HOST_BYTES_MAX: usize = 253;
/// LIMIT: letters of the ending of a file or of the first word of a sentence.
const LABEL_CHARS_MAX: usize = 12;

/// Endings of files that are no top-level domains.
const FILE_ENDINGS: &[&str] = &[
    "pdf", "csv", "tsv", "txt", "rtf", "doc", "docx", "odt", "xls", "xlsx", "ods", "ppt", "pptx",
    "json", "jsonl", "xml", "yaml", "yml", "toml", "html", "htm", "log", "eml", "msg", "vcf",
    "ics", "png", "jpg", "jpeg", "gif", "svg", "tiff", "tif", "bmp", "sql", "db", "bak", "parquet",
];

/// Whether a name goes on behind the candidate at `place`.
pub(super) fn after(text: &str, place: &Range<usize>, kind: Kind, last: bool) -> Edge {
    match unit(text, place.end, last) {
        Unit::Char('.', length) => {
            let label = place.end + length;
            match host(text, label, true, last) {
                Edge::Bound => quiet(text, label, may_be_sentence(text, place.start, kind), last),
                edge => edge,
            }
        }
        // Standards forbid the low line in hosts; resolvers and browsers do not.
        Unit::Char('-' | '_', length) => host(text, place.end + length, false, last),
        Unit::Char(..) | Unit::End => Edge::Free,
        Unit::More => Edge::More,
    }
}

/// Whether a label that goes on at `at`, or begins there behind a point, is one of a host name:
/// its last label has letters.
fn host(text: &str, at: usize, pointed: bool, last: bool) -> Edge {
    let (mut at, mut dot) = (at, pointed);
    for _ in 0..=HOST_BYTES_MAX {
        match unit(text, at, last) {
            Unit::Char(c, _) if dot && is_word(c) && !c.is_ascii_digit() => return Edge::Bound,
            Unit::Char(c, length) if is_word(c) || (!dot && matches!(c, '-' | '_' | '.')) => {
                at += length;
                dot = c == '.';
            }
            Unit::Char(..) | Unit::End => return Edge::Free,
            Unit::More => return Edge::More,
        }
    }
    Edge::Free
}

/// Whether a word behind the candidate may be the first one of a sentence. A name of a person and
/// a word may well be somebody's domain, a number or a mail address is not; and what stands
/// before it must be no part of a host name with it, or a value there would be a subdomain.
fn may_be_sentence(text: &str, start: usize, kind: Kind) -> bool {
    let beside = |c: char| c.is_whitespace() || "\"'`(<>*_:=,;|{".contains(c);
    let alone = || unit_before(text, start).is_none_or(|(near, _)| beside(near));
    match kind {
        Kind::Bracket | Kind::Name | Kind::Other => false,
        Kind::Mail
        | Kind::Number
        | Kind::Date
        | Kind::Account
        | Kind::Address4
        | Kind::Address6
        | Kind::Hardware
        | Kind::Code => alone(),
    }
}

/// Whether the label at `at` is all that follows, and no name of a host: the ending of a file, or
/// the word that begins a sentence.
fn quiet(text: &str, at: usize, sentence: bool, last: bool) -> Edge {
    let mut label = String::new();
    let mut end = at;
    let closing = loop {
        match unit(text, end, last) {
            Unit::Char(c, length) if c.is_ascii_alphanumeric() => {
                label.push(c);
                end += length;
            }
            Unit::Char(c, length) => break Some((c, end + length)),
            Unit::End => break None,
            Unit::More => return Edge::More,
        }
        if label.len() > LABEL_CHARS_MAX {
            return Edge::Bound;
        }
    };
    let known = is_file(&label) || (sentence && is_sentence(&label));
    if !known {
        return Edge::Bound;
    }
    match closing {
        None => Edge::Free,
        Some(('.' | '?' | ':', next)) => match unit(text, next, last) {
            Unit::Char(c, _) if !c.is_whitespace() => Edge::Bound,
            Unit::Char(..) | Unit::End => Edge::Free,
            Unit::More => Edge::More,
        },
        Some((c, _)) if c.is_whitespace() || ",;!)]}\"'`*<|".contains(c) => Edge::Free,
        Some(_) => Edge::Bound,
    }
}

/// Whether a label is the ending of a file.
pub(super) fn is_file(label: &str) -> bool {
    FILE_ENDINGS.iter().any(|ending| label.eq_ignore_ascii_case(ending))
}

/// A capital letter alone, or before small ones.
fn is_sentence(label: &str) -> bool {
    let mut letters = label.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.all(|c| c.is_ascii_lowercase())
}
