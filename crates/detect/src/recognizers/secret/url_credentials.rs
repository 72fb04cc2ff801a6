//! Passwords and tokens in the user information of addresses: RFC 3986, 3.2.1, and the
//! connection strings of databases and brokers that are written like addresses.
//!
//! The finding is the password, so that user and host stay readable.

use super::assignment::plausible::is_strong_token;
use super::given;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("url-credentials", Trigger::Literals(&["://"]), find);

/// Surer than the mail address that a password and a host look like.
const SCORE: f32 = 0.96;
/// LIMIT: bytes of user information and host.
const AUTHORITY_BYTES_MAX: usize = 512;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at + 3;
    let before = cursor.at.checked_sub(1).and_then(|at| cursor.text.as_bytes().get(at))?;
    if !before.is_ascii_alphanumeric() {
        return None;
    }
    let end = cursor.run(start, AUTHORITY_BYTES_MAX, is_authority);
    if end - start >= AUTHORITY_BYTES_MAX {
        return None;
    }
    let authority = cursor.slice(start, end);
    let (information, host) = authority.rsplit_once('@')?;
    let end = start + information.len();
    let Some((user, password)) = information.split_once(':') else {
        let token = is_strong_token(information) && !host.is_empty();
        return token.then(|| Match::new(start, end, SCORE));
    };
    let real = !host.is_empty() && given::is_password(user, password);
    real.then(|| Match::new(end - password.len(), end, SCORE))
}

/// What user information and host are made of, as people write them.
fn is_authority(byte: u8) -> bool {
    byte > b' '
        && !matches!(
            byte,
            b'/' | b'?' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | b'(' | b')' | b'|'
        )
}
