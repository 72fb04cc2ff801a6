//! Addresses of resources (RFC 3986). One with a password in its user information (3.2.1) is a
//! finding; any other is shown at score 0 and never reported.

use portcullis_model::Entity;

use crate::boundary::opens;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

const ENTITY: Entity = Entity::known("URL");

/// With a scheme.
pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "url",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(&["://"]),
    context: &[],
    find,
};

/// A host and a path without a scheme, at the top-level domains that most of them have.
pub(super) const BARE: Recognizer = Recognizer {
    name: "url_bare",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(&[".com", ".org", ".net", ".edu", ".gov", ".co."]),
    context: &[],
    find: find_bare,
};

/// LIMIT: bytes of a scheme.
const SCHEME_BYTES_MAX: usize = 32;
/// LIMIT: bytes of user information, host and port.
const AUTHORITY_BYTES_MAX: usize = 512;
/// LIMIT: bytes of a host before its top-level domain, and of that.
const HOST_BYTES_MAX: usize = 64;
const TOP_BYTES_MAX: usize = 16;
/// LIMIT: bytes of the rest; what follows is not concealed.
const PATH_BYTES_MAX: usize = 2048;
const WITH_PASSWORD: f32 = 0.96;
const WITH_NAME: f32 = 0.3;
const PLAIN: f32 = 0.05;
const HOST_ALONE: f32 = 0.01;

/// What manuals write for a password.
const PLACEHOLDERS: &[&str] = &[
    "pass",
    "passwd",
    "password",
    "pwd",
    "pw",
    "secret",
    "token",
    "mypassword",
    "your_password",
    "yourpassword",
    "changeme",
    "xxx",
    "xxxx",
    "xxxxx",
    "xxxxxx",
    "***",
    "****",
    "*****",
    "example",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = scheme_start(cursor)?;
    let from = cursor.at + "://".len();
    let authority = cursor.run(from, AUTHORITY_BYTES_MAX, is_authority);
    let text = cursor.slice(from, authority);
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let name = host.split(':').next().unwrap_or_default();
    let has_dot = name.trim_matches('.').contains('.') && name.bytes().all(is_host);
    let score = match user.split_once(':') {
        Some((name, password)) if !host.is_empty() => with_password(name, password),
        None if !user.is_empty() && !host.is_empty() => WITH_NAME,
        _ => has_dot.then_some(PLAIN)?,
    };
    let end = path_end(cursor, authority);
    let found = Match::new(start, end, score);
    // Whoever reads the finding has to know that it holds a secret.
    let found = if score < WITH_PASSWORD { found } else { found.of_rule("url-credentials") };
    (end > from).then_some(found)
}

fn find_bare(cursor: &Cursor<'_>) -> Option<Match> {
    let left = cursor.text.as_bytes().get(..cursor.at)?.iter().rev().take(HOST_BYTES_MAX + 1);
    let before = left.take_while(|byte| is_host(**byte)).count();
    let start = cursor.at - before;
    let end = cursor.run(cursor.at, TOP_BYTES_MAX, is_host);
    let label = cursor.slice(cursor.at + 1, end).trim_end_matches(['.', '-']);
    let end = cursor.at + 1 + label.len();
    let top = label.rsplit('.').next().unwrap_or_default();
    let known = label == "com" || label.len() <= 4 || label.starts_with("co.");
    let letters = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let first = cursor.slice(start, start + 1).bytes().all(|byte| byte.is_ascii_alphanumeric());
    let named = (1..=HOST_BYTES_MAX).contains(&before) && first && opens(cursor.text, start);
    (named && known && letters && cursor.closes(end))
        .then(|| Match::new(start, path_end(cursor, end), HOST_ALONE))
}

/// Where the scheme begins that stands before the cursor.
fn scheme_start(cursor: &Cursor<'_>) -> Option<usize> {
    let left = cursor.text.as_bytes().get(..cursor.at)?;
    let scheme = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'+' | b'-' | b'.');
    let length = left.iter().rev().take(SCHEME_BYTES_MAX + 1).take_while(scheme).count();
    let start = cursor.at - length;
    let letter = left.get(start).is_some_and(u8::is_ascii_alphabetic);
    (letter && length <= SCHEME_BYTES_MAX && opens(cursor.text, start)).then_some(start)
}

/// How sure a user and a password make it; those that stand for others do not.
fn with_password(user: &str, password: &str) -> f32 {
    let opens = |text: &str| text.starts_with(['<', '{', '$', '[', '%', '*']);
    let filled = |text: &str| opens(text) || text.ends_with(['>', '}', ']']);
    let known = PLACEHOLDERS.iter().any(|known| password.eq_ignore_ascii_case(known));
    if password.is_empty() || known || filled(user) || filled(password) || user == password {
        WITH_NAME
    } else {
        WITH_PASSWORD
    }
}

/// Where path, query and fragment end that begin at `from`, without what ends a sentence.
fn path_end(cursor: &Cursor<'_>, from: usize) -> usize {
    if !matches!(cursor.byte(from), Some(b'/' | b'?' | b'#' | b':')) {
        return cursor.slice(0, from).trim_end_matches(['.', ':', ',', '-']).len();
    }
    let mut end = from;
    while end - from < PATH_BYTES_MAX
        && cursor.byte(end).is_some_and(is_path)
        // What begins another one is read from there on, so that every byte is read once.
        && !(cursor.byte(end) == Some(b':') && cursor.literal(end, "://"))
    {
        end += 1;
    }
    let path =
        cursor.slice(from, end).trim_end_matches(['.', ',', ';', ':', '!', '?', ']', '}', '\\']);
    from + path.len()
}

fn is_path(byte: u8) -> bool {
    let quote = matches!(byte, b'(' | b')' | b'<' | b'>' | b'"' | b'\'' | b'`');
    byte > b' ' && byte < 0x7f && !quote
}

fn is_authority(byte: u8) -> bool {
    byte > b' '
        && !matches!(
            byte,
            b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'\\' | b'(' | b')' | b',' | b'<' | b'>'
        )
}

fn is_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
}
