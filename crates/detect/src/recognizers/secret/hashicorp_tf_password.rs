//! Passwords of administrators as they stand in the configuration of Terraform
//! (`administrator_login_password`, azurerm provider).

use super::token;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = super::recognizer(
    "hashicorp-tf-password",
    Trigger::Literals(&["administrator_login_pass"]),
    find,
);

const NAME: &str = "administrator_login_password";
/// LIMIT: bytes of white space around the equals sign.
const GAP_BYTES_MAX: usize = 24;
/// LIMIT: bytes of a password.
const PASSWORD_BYTES_MAX: usize = 128;
const PASSWORD_BYTES_MIN: usize = 8;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let name = cursor.literal(cursor.at, NAME).then_some(cursor.at + NAME.len())?;
    let operator = cursor.run(name, GAP_BYTES_MAX, |byte| matches!(byte, b' ' | b'\t' | b'"'));
    if !matches!(cursor.byte(operator), Some(b'=' | b':')) {
        return None;
    }
    let quote = cursor.run(operator + 1, GAP_BYTES_MAX, |byte| matches!(byte, b' ' | b'\t'));
    if cursor.byte(quote) != Some(b'"') {
        return None;
    }
    let start = quote + 1;
    let end = cursor.run(start, PASSWORD_BYTES_MAX, |byte| byte.is_ascii_graphic() && byte != b'"');
    let password = cursor.slice(start, end);
    let fits = password.len() >= PASSWORD_BYTES_MIN && cursor.byte(end) == Some(b'"');
    // `${...}` and `<...>` stand for a password.
    let stands_for = password.starts_with(['$', '<', '{', '%']);
    (fits && !stands_for && token::is_plausible(password))
        .then(|| Match::new(start, end, token::SCORE))
}
