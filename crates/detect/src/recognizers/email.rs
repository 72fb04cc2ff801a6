//! Mail addresses: RFC 5322 dot-atoms at a domain name, internationalised ones (RFC 6531) too.
//!
//! Address literals (`user@[192.0.2.1]`) are not recognised. Names of
//! accounts on hosts (`git@github.com:org/repo.git`) are not addresses.

use portcullis_model::Entity;

use super::email_spelled::TOPS;
use crate::boundary::{is_word, local_run};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "email",
    entity: Entity::EMAIL_ADDRESS,
    rule: None,
    trigger: Trigger::At,
    context: &[],
    find,
};

/// A domain name followed by this much of a path is the host of a copy command.
const PATH_BYTES_MAX: usize = 64;
/// LIMIT: RFC 1035 2.3.4.
const DOMAIN_BYTES_MAX: usize = 253;
/// LIMIT: RFC 1035 2.3.4.
const LABEL_BYTES_MAX: usize = 63;
const SCORE: f32 = 0.95;

/// Endings of file names that are no top-level domains: `icon@2x.png` is a file.
const FILE_ENDINGS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "svg", "css", "scss", "js", "mjs", "jsx", "tsx", "json",
    "tgz", "gz", "tar", "html", "htm", "xml", "yaml", "yml", "toml", "txt", "log", "pdf", "csv",
    "lock", "exe", "dll", "jar", "whl", "service", "socket", "mount", "timer", "conf",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = local_start(cursor)?;
    let end = domain_end(cursor, cursor.at + 1)?;
    let user = cursor.slice(start, cursor.at) == "git" || is_user_info(cursor, start);
    if user || is_copy_source(cursor, end) {
        return None;
    }
    Some(Match::new(start, end, SCORE))
}

/// Where the local part begins; none if it cannot be one.
pub(super) fn local_start(cursor: &Cursor<'_>) -> Option<usize> {
    let (run, fits) = local_run(cursor.text, cursor.at);
    let text = cursor.slice(run, cursor.at);
    let dots = text.rfind("..").map_or(0, |at| at + 2);
    let text = text.get(dots..)?.trim_start_matches(['.', '-', '+', '%', '\'']);
    (fits && !text.is_empty() && !text.ends_with('.')).then(|| cursor.at - text.len())
}

/// Where the longest domain name ends that begins at `from`.
pub(super) fn domain_end(cursor: &Cursor<'_>, from: usize) -> Option<usize> {
    let mut best = None;
    let mut start = from;
    let mut previous = "";
    let mut ideographic = false;
    loop {
        let end = label_end(cursor, start)?;
        let label = cursor.slice(start, end);
        if starts_sentence(previous, label) && best.is_some() {
            return best;
        }
        if start > from && (!ideographic || TOPS.contains(&label)) {
            best = top_level(cursor, start, label).or(best);
        }
        let valid = !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
        let dot = cursor.char(end).filter(|c| *c == '.' || is_full_stop(*c));
        // It ends sentences too, which may go on without a space.
        let other = dot.is_some_and(is_full_stop);
        let next = end + dot.map_or(0, char::len_utf8);
        let more = dot.is_some() && cursor.char(next).is_some_and(is_label);
        if !valid || !more || (other && best.is_some()) || end - from > DOMAIN_BYTES_MAX {
            return best;
        }
        ideographic |= other;
        previous = label;
        start = next;
    }
}

/// The full stops of Chinese and Japanese, which browsers take for dots too (RFC 3490, 3.1).
fn is_full_stop(c: char) -> bool {
    matches!(c, '\u{3002}' | '\u{ff61}')
}

/// `write to ada@example.com.Then call`: a forgotten space.
fn starts_sentence(previous: &str, label: &str) -> bool {
    let small = |text: &str| text.starts_with(|c: char| c.is_lowercase());
    let mut letters = label.chars();
    small(previous) && letters.next().is_some_and(char::is_uppercase) && small(letters.as_str())
}

/// Where the label ends that begins at `start`; none if it is too long.
fn label_end(cursor: &Cursor<'_>, start: usize) -> Option<usize> {
    let mut end = start;
    while let Some(c) = cursor.char(end).filter(|c| is_label(*c)) {
        end += c.len_utf8();
        if end - start > LABEL_BYTES_MAX {
            return None;
        }
    }
    Some(end)
}

fn is_label(c: char) -> bool {
    // No host name has an underscore; names in a domain do, and people write them.
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || (!c.is_ascii() && c.is_alphanumeric())
}

/// Where the domain ends if `label`, at `start`, is or begins with a top-level domain.
fn top_level(cursor: &Cursor<'_>, start: usize, label: &str) -> Option<usize> {
    let ascii = label.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if label.starts_with("xn--") {
        return (label.len() > 4 && !label.ends_with('-')).then_some(start + label.len());
    }
    let (name, rest) = label.split_at_checked(ascii)?;
    if name.is_empty() {
        let letters = label.chars().all(|c| !c.is_ascii() && c.is_alphabetic());
        return (letters && label.chars().count() >= 2).then_some(start + label.len());
    }
    let letters = name.bytes().all(|byte| byte.is_ascii_alphabetic());
    // After a top-level domain, a script without spaces may go on: `ada@example.com으로`.
    let ends = rest.chars().next().is_none_or(|c| c == '-' || !is_word(c));
    let known = !FILE_ENDINGS.iter().any(|ending| name.eq_ignore_ascii_case(ending));
    let closed = rest.is_empty() || cursor.byte(start + ascii).is_some();
    (letters && name.len() >= 2 && ends && known && closed).then_some(start + ascii)
}

/// LIMIT: bytes before a local part in which the beginning of a URL is looked for.
const URL_BYTES_MAX: usize = 96;

/// `https://user:password@host`: RFC 3986 3.2.1, not an address.
fn is_user_info(cursor: &Cursor<'_>, start: usize) -> bool {
    let left = cursor.text.as_bytes().get(..start).unwrap_or_default();
    let outside = |byte: &u8| *byte <= b' ' || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'<');
    let near = left.iter().rev().take(URL_BYTES_MAX);
    let authority = near.take_while(|byte| !outside(byte)).count();
    left.get(..left.len() - authority).is_some_and(|left| left.ends_with(b"://"))
}

/// `host.example:path/to/file`, as `scp` and `git` write it.
fn is_copy_source(cursor: &Cursor<'_>, end: usize) -> bool {
    if cursor.byte(end) != Some(b':') {
        return false;
    }
    let path = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'~');
    let slash = cursor.run(end + 1, PATH_BYTES_MAX, path);
    cursor.byte(slash) == Some(b'/')
}
