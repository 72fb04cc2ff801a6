//! Passwords that stand where nothing but a password can: beside a user's name in an address or
//! a command. So the bar is lower than for values whose key is all that is known.

use super::assignment::placeholder::is_placeholder;

/// The user where none is named.
pub(super) const NOBODY: &str = "";
/// Shorter ones are examples.
const BYTES_MIN: usize = 4;
const LETTERS_MIN: usize = 6;

/// Whether `password` is the real password of `user`: no placeholder, no variable, no example.
pub(super) fn is_password(user: &str, password: &str) -> bool {
    let letters = password.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digits = password.bytes().all(|byte| byte.is_ascii_digit());
    let least = if letters || digits { LETTERS_MIN } else { BYTES_MIN };
    let shown = password.bytes().any(|byte| byte.is_ascii_alphanumeric());
    let capitals = letters && password.bytes().all(|byte| byte.is_ascii_uppercase());
    let template = |text: &str| text.contains(['$', '{', '<', '%']) && is_placeholder(text);
    password.len() >= least
        && shown
        && !capitals
        && !password.eq_ignore_ascii_case(user)
        && !is_placeholder(password)
        && !template(user)
}
