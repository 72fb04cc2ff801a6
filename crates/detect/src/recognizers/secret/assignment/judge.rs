//! How sure a value is the secret that its key names.
//!
//! It knows the kind of the key and how the value is written, nothing of where it stands.

use super::placeholder::is_placeholder;
use super::plausible::{Counts, is_password, is_strong_token, is_token, is_uuid};
use super::value::Value;
use super::words::Kind;

/// What a person made up, in quotes or not.
const PASSWORD: f32 = 0.75;
const BARE_PASSWORD: f32 = 0.65;
/// What a machine made.
const TOKEN: f32 = 0.8;
/// What a machine made, under a key that may be anything.
const KEY: f32 = 0.6;
/// Fewer words are a sentence of a form, not of a wallet.
const PHRASE_WORDS_MIN: usize = 4;

/// How sure `text` is what a key of this kind names, if it is.
pub(in crate::recognizers::secret) fn score(kind: Kind, text: &str, value: &Value) -> Option<f32> {
    let password = || match is_password(text) {
        true if value.quoted => Some(PASSWORD),
        true if is_bare_password(text) => Some(BARE_PASSWORD),
        _ => None,
    };
    let token = || is_token(text).then_some(TOKEN);
    match kind {
        Kind::Password => token().or_else(password),
        Kind::Passphrase => is_phrase(text).then_some(PASSWORD).or_else(password),
        Kind::Pin => is_pin(text).then_some(BARE_PASSWORD),
        Kind::Secret if value.quoted => token().or_else(|| password().filter(|_| is_made_up(text))),
        Kind::Secret => token(),
        Kind::Auth => (is_token(text) && text.len() >= 16).then_some(TOKEN),
        Kind::Key => is_strong_token(text).then_some(KEY),
        Kind::Session => (is_token(text) && text.len() >= 20 && !is_uuid(text)).then_some(KEY),
    }
}

/// Whether a value without quotes is no name of a program: it has digits and no dots.
fn is_bare_password(text: &str) -> bool {
    let first = text.bytes().next().unwrap_or_default();
    let opens = first.is_ascii_alphanumeric()
        || matches!(first, b'!' | b'#' | b'^' | b'+' | b'_' | b'-' | b'~');
    opens && !is_identifier(text) && !text.contains("::") && !text.contains("->")
}

/// Whether a value could be a name of a program, or a path of names.
fn is_identifier(text: &str) -> bool {
    let name =
        |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.' | b'-' | b'?' | b'!');
    let path = |byte: u8| name(byte) || byte.is_ascii_digit();
    text.bytes().all(name) || text.contains('.') && text.bytes().all(path)
}

/// Whether a value has more than letters and digits, so that it is a password and no name.
fn is_made_up(text: &str) -> bool {
    let signs = text.bytes().any(|byte| {
        matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'?' | b'+' | b'~')
    });
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    signs && digits && letters && text.len() >= 8 && !text.contains(['/', '(', '[', '.'])
}

fn is_pin(text: &str) -> bool {
    (4..=8).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !is_placeholder(text)
}

/// Whether a value is a row of words that are no sentence.
fn is_phrase(text: &str) -> bool {
    const SENTENCE: &[&str] = &[
        "the",
        "your",
        "a",
        "an",
        "is",
        "to",
        "enter",
        "please",
        "for",
        "of",
        "must",
        "passphrase",
        "password",
        "this",
        "in",
        "or",
        "and",
    ];
    let words = || text.split(' ');
    let plain = |word: &str| {
        word.len() > 1
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    words().count() >= PHRASE_WORDS_MIN
        && words().all(plain)
        && !words().any(|word| SENTENCE.contains(&word))
        && Counts::of(text).letters_only_small()
}
