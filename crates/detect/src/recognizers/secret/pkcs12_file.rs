//! PKCS #12 files (RFC 7292) in base64, as they stand in variables and manifests: they hold private
//! keys. The file itself is not text and no matter of this crate.

use super::token;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("pkcs12-file", Trigger::Literals(&["MII", "MIACAQMwg"]), find);

/// A sequence of two bytes of length, the version 3 and the next sequence, in DER; the same of open
/// length, in BER.
const DER: (usize, &str) = (6, "IBAzCC");
const BER: (usize, &str) = (0, "MIACAQMwg");
/// LIMIT: bytes of a file that are looked at.
const FILE_BYTES_MAX: usize = 16 * 1024;
/// The smallest file with a key in it is larger.
const FILE_BYTES_MIN: usize = 200;
/// A line of base64 has more than this before its end.
const LINE_BYTES_MIN: usize = 40;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at;
    let is = |(offset, text): (usize, &str)| cursor.literal(start + offset, text);
    if !cursor.opens(start) || !(is(DER) || is(BER)) || goes_on(cursor) {
        return None;
    }
    let mut end = line(cursor, start);
    while end - start < FILE_BYTES_MAX {
        let Some(next) = next_line(cursor, end) else { break };
        end = line(cursor, next);
    }
    let fits = end - start >= FILE_BYTES_MIN && token::is_varied(cursor.slice(start, end));
    fits.then(|| Match::new(start, end, token::SCORE))
}

/// Whether a line of base64 stands before, to which this one belongs.
fn goes_on(cursor: &Cursor<'_>) -> bool {
    let left = cursor.slice(0, cursor.at).trim_end().as_bytes();
    let line = left.iter().rev().take(LINE_BYTES_MIN);
    line.filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')).count()
        == LINE_BYTES_MIN
}

/// Where the base64 ends that begins at `start`.
fn line(cursor: &Cursor<'_>, start: usize) -> usize {
    cursor.run(start, FILE_BYTES_MAX, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
    })
}

/// Where the next line begins after one that ends at `end`, if it is base64 too.
fn next_line(cursor: &Cursor<'_>, end: usize) -> Option<usize> {
    let next = cursor.run(end, 16, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    let long = line(cursor, next) - next >= LINE_BYTES_MIN;
    (long && cursor.slice(end, next).contains('\n')).then_some(next)
}
