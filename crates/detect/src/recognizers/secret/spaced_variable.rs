//! Variables that are set with a space between name and value: `ENV NAME value` of a Dockerfile,
//! `setenv NAME value` of csh, `set -gx NAME value` of fish, `setx NAME value` of Windows.

use super::assignment::key::{WINDOW_BYTES, last};
use super::assignment::{decide, key, value};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::named("spaced-variable", "generic-api-key", Trigger::Literals(COMMANDS), find);

const COMMANDS: &[&str] =
    &["ENV ", "env ", "setenv ", "setx ", "set -x ", "set -gx ", "set -Ux ", "SetEnv "];
/// LIMIT: bytes of the name of a variable.
const NAME_BYTES_MAX: usize = 64;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let known = COMMANDS.iter().find(|command| cursor.literal(cursor.at, command))?;
    // Sentences speak of the env too.
    if *known == "env " && !begins_line(cursor) {
        return None;
    }
    let blank = |byte: u8| matches!(byte, b' ' | b'\t');
    let start = cursor.run(cursor.at + known.len(), 8, blank);
    let end =
        cursor.run(start, NAME_BYTES_MAX, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let at = cursor.run(end, 8, blank);
    let name = cursor.slice(start, end);
    // Sentences have small letters.
    if at == end || name.len() < 3 || name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    decide(cursor, &value::argument(cursor, at)?, &key::hinted(name))
}

fn begins_line(cursor: &Cursor<'_>) -> bool {
    let left = last(cursor.slice(0, cursor.at), WINDOW_BYTES);
    let line = left.rsplit(['\n', '\r']).next().unwrap_or(left);
    line.len() < WINDOW_BYTES && line.trim().is_empty()
}
