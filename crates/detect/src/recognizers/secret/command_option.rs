//! Secrets that are arguments of long options: `--password VALUE`, `--api-key VALUE`.
//!
//! With an equals sign between them they are assignments and found as such.

use portcullis_model::Entity;

use super::assignment::{decide, key, value};
use super::command_letter;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "long-option-secret",
    entity: Entity::SECRET,
    rule: Some("command-line-secret"),
    trigger: Trigger::Literals(&["--"]),
    context: &[],
    find,
};

/// LIMIT: bytes of the name of an option.
const NAME_BYTES_MAX: usize = 40;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at + 2;
    let before = cursor.at.checked_sub(1).and_then(|at| cursor.text.as_bytes().get(at)).copied();
    if matches!(before, Some(b'-')) || !cursor.byte(start)?.is_ascii_alphabetic() {
        return None;
    }
    let end = cursor.run(start, NAME_BYTES_MAX, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
    });
    let at = cursor.run(end, 4, |byte| byte == b' ');
    if at == end {
        return None;
    }
    let name = cursor.slice(start, end);
    if name == "user" {
        return command_letter::user(cursor, at);
    }
    let value = value::argument(cursor, at)?;
    decide(cursor, &value, &key::hinted(name))
}
