//! Users and passwords in base64 behind the word `Basic`: RFC 7617.
//!
//! It finds only what is a user and a password when it is decoded.

use super::bearer_token::of_command;
use super::given;
use crate::cursor::Cursor;
use crate::encoded::decode::{Kind, text};
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = super::recognizer(
    "basic-auth-header",
    Trigger::Literals(&["Basic ", "basic ", "BASIC "]),
    find,
);

const SCORE: f32 = 0.9;
/// LIMIT: bytes of the encoded user and password.
const ENCODED_BYTES_MAX: usize = 512;
/// The user and the password of RFC 7617 and of RFC 2617.
const EXAMPLES: &[&str] = &["open sesame", "Open Sesame", "testpass"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.run(cursor.at + 6, 3, |byte| byte == b' ');
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let end = cursor.run(start, ENCODED_BYTES_MAX, is_base64);
    if !(8..ENCODED_BYTES_MAX).contains(&(end - start)) {
        return None;
    }
    is_pair(cursor.slice(start, end)).then(|| of_command(cursor, Match::new(start, end, SCORE)))
}

/// Whether this is a user and a password when it is decoded.
pub(super) fn is_pair(encoded: &str) -> bool {
    let plain = text(encoded.as_bytes(), Kind::Base64);
    let shown = plain.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    let parts = plain.split_once(':');
    shown
        && parts.is_some_and(|(user, password)| {
            let token = password.is_empty() && user.len() >= 12;
            let example = EXAMPLES.contains(&password);
            (token || given::is_password(user, password)) && !example
        })
}
