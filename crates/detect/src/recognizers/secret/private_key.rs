//! Private keys in textual encoding (PEM): RFC 7468, RFC 1421 with headers, OpenSSH and OpenPGP.
//!
//! The whole block is the finding, also where its line ends are escaped (`\\n`) or it stands on
//! one line, and without its end if that was cut off. Public keys and certificates are not.

use super::token::is_varied;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("private-key", Trigger::Literals(&["-----BEGIN", "---- BEGIN"]), find);

const SCORE: f32 = 0.99;
const BEGIN: &str = "-----BEGIN";
/// RFC 4716 writes four dashes and a space where RFC 7468 writes five dashes.
const DASHES: &str = "----";
const DASHES_MAX: usize = 5;
/// LIMIT: `ENCRYPTED PRIVATE KEY` and the like.
const LABEL_BYTES_MAX: usize = 40;
/// LIMIT: the longest block that is looked at; an RSA key of 16,384 bits has 13 KiB.
pub(crate) const BLOCK_BYTES_MAX: usize = 16 * 1024;
/// LIMIT: a header line of RFC 1421.
const HEADER_BYTES_MAX: usize = 160;
/// The shortest key that is worth something (Ed25519, raw) has 43 characters.
const KEY_BYTES_MIN: usize = 40;
/// The shortest run that a line of a key can be before a space; less is prose.
const LINE_BYTES_MIN: usize = 24;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let label_start = cursor.at + BEGIN.len();
    let label_end = label(cursor, label_start)?;
    if !cursor.slice(label_start, label_end).contains("PRIVATE KEY") {
        return None;
    }
    let body = body(cursor, dashes(cursor, label_end))?;
    if !is_varied(cursor.slice(body.start, body.end)) {
        return None;
    }
    let end = end(cursor, body.next).unwrap_or(body.end);
    Some(Match::new(cursor.at, end, SCORE))
}

/// Where the label ends that begins at `start` and is followed by dashes.
fn label(cursor: &Cursor<'_>, start: usize) -> Option<usize> {
    let class = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ';
    let end = cursor.run(start, LABEL_BYTES_MAX, class);
    cursor.literal(end, DASHES).then_some(end)
}

/// Where the dashes end that begin at `start`.
fn dashes(cursor: &Cursor<'_>, start: usize) -> usize {
    cursor.run(start, DASHES_MAX, |byte| byte == b'-')
}

/// What stands between the two lines of dashes.
struct Body {
    start: usize,
    /// One past the last character of the key.
    end: usize,
    /// Where something else begins.
    next: usize,
}

/// Reads header lines and base64 from `from` on.
fn body(cursor: &Cursor<'_>, from: usize) -> Option<Body> {
    let mut body = Body { start: from, end: from, next: from };
    let mut key_bytes = 0;
    while body.next - from < BLOCK_BYTES_MAX {
        body.next = gap(cursor, body.next);
        let end = cursor.run(body.next, BLOCK_BYTES_MAX, is_base64);
        if end == body.next {
            break;
        }
        if let Some(line_end) = header(cursor, end) {
            body.next = line_end;
            continue;
        }
        if end - body.next < LINE_BYTES_MIN && is_prose(cursor, end) {
            break;
        }
        key_bytes += end - body.next;
        body.end = end;
        body.next = end;
    }
    (key_bytes >= KEY_BYTES_MIN).then_some(body)
}

/// Whether a space and another word follow: then this is a sentence about keys.
fn is_prose(cursor: &Cursor<'_>, end: usize) -> bool {
    cursor.byte(end) == Some(b' ') && cursor.byte(end + 1).is_some_and(is_base64)
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Skips white space and how it is written in strings of code: `\n`, `\r`, quotes, `+`, commas.
fn gap(cursor: &Cursor<'_>, from: usize) -> usize {
    let mut at = from;
    while at - from < HEADER_BYTES_MAX {
        at = match cursor.byte(at) {
            Some(b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b',' | b'>') => at + 1,
            Some(b'\\') => match cursor.byte(at + 1) {
                Some(b'n' | b'r' | b't' | b'\\' | b'"') => at + 2,
                _ => at + 1,
            },
            _ => return at,
        };
    }
    at
}

/// Where the header line ends whose name ends at `name_end`, if it is one: `DEK-Info: ...`.
fn header(cursor: &Cursor<'_>, name_end: usize) -> Option<usize> {
    let name_end = match cursor.byte(name_end) {
        // One dash within a name, as in `Proc-Type`.
        Some(b'-') => cursor.run(name_end + 1, HEADER_BYTES_MAX, |byte| byte.is_ascii_alphabetic()),
        _ => name_end,
    };
    if cursor.byte(name_end) != Some(b':') {
        return None;
    }
    Some(cursor.run(name_end, HEADER_BYTES_MAX, |byte| !matches!(byte, b'\n' | b'\\')))
}

/// Where the line of dashes at `start` ends, if it ends the block.
fn end(cursor: &Cursor<'_>, start: usize) -> Option<usize> {
    if !cursor.literal(start, DASHES) {
        return None;
    }
    let word = cursor.run(dashes(cursor, start), 1, |byte| byte == b' ');
    if !cursor.literal(word, "END ") {
        return None;
    }
    label(cursor, word + "END ".len()).map(|end| dashes(cursor, end))
}
