//! Passwords that a sentence gives: `the password for the wiki is hunter2`, `IDENTIFIED BY 'x'`,
//! `login ada password hunter2` of a `.netrc`.
//!
//! Without quotes a word must have digits and letters: sentences say much of passwords.

use super::assignment::judge;
use super::assignment::key::{WINDOW_BYTES, last};
use super::assignment::value::{Form, Value};
use super::assignment::words::Kind;
use super::command_letter::argument;
use super::given;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("password-in-prose", Trigger::Literals(WORDS), find);

/// What a password is called.
const WORDS: &[&str] = &[
    "password",
    "Password",
    "PASSWORD",
    "passwd",
    "Passwd",
    "passphrase",
    "Passphrase",
    "passcode",
    "Passcode",
    "pwd",
    "Pwd",
    "PWD",
    "PIN",
    "Pin",
    "pin",
    "IDENTIFIED BY",
    "identified by",
    "Identified by",
    "passwort",
    "Passwort",
    "Kennwort",
    "contraseña",
    "Contraseña",
    "senha",
    "Senha",
    "mot de passe",
    "Mot de passe",
    "wachtwoord",
    "Wachtwoord",
    "пароль",
    "Пароль",
    "hasło",
    "Hasło",
    "lösenord",
    "Lösenord",
    "parola",
    "Parola",
    "api key",
    "API key",
    "API Key",
    "access token",
    "secret key",
    "Access token",
];

/// What joins the name and the value, in the languages of the names.
const COPULAS: &[&str] = &[
    "is", "was", "are", "be", "to", "ist", "lautet", "es", "est", "é", "è", "era", "jest", "är",
    "er", "=", ":", "->",
];

/// LIMIT: words between the name and the copula.
const WORDS_MAX: usize = 6;
/// LIMIT: bytes from the name to the value.
const LEAD_BYTES_MAX: usize = 72;
/// LIMIT: bytes of a value.
const VALUE_BYTES_MAX: usize = 128;
const QUOTED: f32 = 0.7;
const BARE: f32 = 0.6;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let word = WORDS
        .iter()
        .filter(|word| cursor.literal(cursor.at, word))
        .max_by_key(|word| word.len())?;
    let from = cursor.at + word.len();
    if cursor.byte(from) == Some(b' ') && is_netrc(cursor) {
        return of_netrc(cursor, cursor.run(from, 3, |byte| byte == b' '));
    }
    let place = place(cursor, from)?;
    let value = match cursor.char(place.at) {
        Some('"') => quoted(cursor, place.at, '"'),
        Some('\'') => quoted(cursor, place.at, '\''),
        Some('`') => quoted(cursor, place.at, '`'),
        Some('“' | '„') => {
            quoted(cursor, place.at, '”').or_else(|| quoted(cursor, place.at, '“'))
        }
        Some('‘' | '‚') => quoted(cursor, place.at, '’'),
        Some('«') => quoted(cursor, place.at, '»'),
        _ if place.said => bare(cursor, place.at),
        _ => None,
    }?;
    // What a database knows a user by follows at once.
    let apart = word.starts_with(['I', 'i']) && place.at > from + 1;
    if apart { None } else { judged(cursor, word, &value) }
}

fn judged(cursor: &Cursor<'_>, word: &str, value: &Value) -> Option<Match> {
    let text = cursor.slice(value.start, value.end);
    let small = word.to_ascii_lowercase();
    let kind = match small.as_str() {
        "pin" | "passcode" if text.bytes().all(|byte| byte.is_ascii_digit()) => Kind::Pin,
        "pin" => return None,
        "passphrase" => Kind::Passphrase,
        "api key" | "access token" | "secret key" => Kind::Secret,
        _ => Kind::Password,
    };
    judge::score(kind, text, value)?;
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let rule = if kind == Kind::Secret { "generic-api-key" } else { "generic-password" };
    let score = if value.quoted { QUOTED } else { BARE };
    (value.quoted || digits).then(|| Match::new(value.start, value.end, score).of_rule(rule))
}

/// Where a value may begin.
struct Place {
    at: usize,
    /// A word says that it is one.
    said: bool,
}

/// The place behind the name and the words that join it with the value.
fn place(cursor: &Cursor<'_>, from: usize) -> Option<Place> {
    let mut at = from;
    for _ in 0..WORDS_MAX {
        let begin = cursor.run(at, 3, |byte| byte == b' ');
        let next = cursor.char(begin)?;
        if begin == at && at == from && !matches!(next, ':' | '=') || begin - from > LEAD_BYTES_MAX
        {
            return None;
        }
        if matches!(next, '"' | '\'' | '`' | '“' | '„' | '‘' | '‚' | '«') {
            return Some(Place { at: begin, said: false });
        }
        let end = word_end(cursor, begin);
        let word = cursor.slice(begin, end);
        if COPULAS.iter().any(|copula| word.eq_ignore_ascii_case(copula)) {
            let at = cursor.run(end, 3, |byte| byte == b' ');
            return (at > end).then_some(Place { at, said: true });
        }
        let plain =
            word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '/' | '.' | '@' | '_'));
        if word.is_empty() || !plain {
            return None;
        }
        at = end;
    }
    None
}

/// Where a word ends; a colon or an equals sign is one by itself.
fn word_end(cursor: &Cursor<'_>, from: usize) -> usize {
    if matches!(cursor.byte(from), Some(b':' | b'=')) {
        return from + 1;
    }
    let mut end = from;
    while end - from < 32 {
        match cursor.char(end) {
            Some(c)
                if !c.is_whitespace() && !matches!(c, ':' | '=' | '"' | '\'' | '`' | ',' | ';') =>
            {
                end += c.len_utf8()
            }
            _ => break,
        }
    }
    end
}

/// Whether the name stands in a line of a `.netrc`.
fn is_netrc(cursor: &Cursor<'_>) -> bool {
    let left = last(cursor.text.get(..cursor.at).unwrap_or_default(), WINDOW_BYTES);
    left.contains("login ") && (left.contains("machine ") || left.contains("default "))
}

/// The password of a machine: nothing else can stand there.
fn of_netrc(cursor: &Cursor<'_>, start: usize) -> Option<Match> {
    let (start, end) = argument(cursor, start);
    let password = cursor.slice(start, end);
    let fits = end - start < VALUE_BYTES_MAX && given::is_password(given::NOBODY, password);
    fits.then(|| Match::new(start, end, BARE).of_rule("generic-password"))
}

fn quoted(cursor: &Cursor<'_>, from: usize, closing: char) -> Option<Value> {
    let start = from + cursor.char(from)?.len_utf8();
    let mut end = start;
    loop {
        match cursor.char(end)? {
            c if c == closing => break,
            '"' if end == start => return None,
            c if c.is_whitespace() || end - start > VALUE_BYTES_MAX => return None,
            c => end += c.len_utf8(),
        }
    }
    Some(Value { start, end, form: Form::None, quoted: true })
}

/// A word without the punctuation of the sentence behind it.
fn bare(cursor: &Cursor<'_>, start: usize) -> Option<Value> {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '`' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';'
            )
    };
    let mut end = start;
    while let Some(c) = cursor.char(end).filter(|c| !ends(*c)) {
        end += c.len_utf8();
        if end - start > VALUE_BYTES_MAX {
            return None;
        }
    }
    let text = cursor.slice(start, end).trim_end_matches(['.', ':', '?']);
    let end = start + text.len();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let fits = digits > 0 && (text.len() >= 6 || digits == text.len() && digits >= 4);
    fits.then_some(Value { start, end, form: Form::None, quoted: false })
}
