//! JSON web tokens in compact form: JWS (RFC 7515 7.1) and JWE (RFC 7516 7.1).
//!
//! The signature is not checked, so an unsigned token (`alg: none`) is a finding too.

use super::token::{Class, is_documented, is_varied};
use crate::boundary::char_before;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("jwt", Trigger::Literals(&["eyJ"]), find);

const SCORE: f32 = 0.99;
/// LIMIT: parts that are longer belong to something else.
const PART_BYTES_MAX: usize = 4096;
/// Less than this is no JSON object with anything in it.
const PART_BYTES_MIN: usize = 10;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    // A token within a row of such characters is not the beginning of one; this also keeps
    // `eyJ-eyJ-...` linear.
    let inside = char_before(cursor.text, cursor.at)
        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if inside {
        return None;
    }
    let header = part(cursor, cursor.at)?;
    let payload = next_part(cursor, header)?;
    let json = cursor.slice(header + 1, payload).starts_with("ey");
    let signed = next_part(cursor, payload);
    let end = match (json, signed) {
        (true, Some(end)) => end,
        // `header.payload.` without a signature.
        (true, None) if cursor.byte(payload) == Some(b'.') => payload + 1,
        (true, None) => payload,
        (false, Some(end)) => next_part(cursor, end).and_then(|end| next_part(cursor, end))?,
        (false, None) => return None,
    };
    let token = cursor.slice(cursor.at, end);
    let signature = token.rsplit('.').next().unwrap_or_default();
    (is_varied(token) && !is_documented(signature)).then(|| Match::new(cursor.at, end, SCORE))
}

fn next_part(cursor: &Cursor<'_>, end: usize) -> Option<usize> {
    (cursor.byte(end) == Some(b'.')).then(|| part(cursor, end + 1)).flatten()
}

/// Where the part ends that begins at `start`.
fn part(cursor: &Cursor<'_>, start: usize) -> Option<usize> {
    let end = cursor.run(start, PART_BYTES_MAX, |byte| Class::Url.has(byte));
    (PART_BYTES_MIN..PART_BYTES_MAX).contains(&(end - start)).then_some(end)
}
