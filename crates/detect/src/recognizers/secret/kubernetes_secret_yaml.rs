//! The data of Secrets in manifests of Kubernetes: base64, which hides nothing.
//!
//! All values of a block are one finding, from the first to the last.

use super::token;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("kubernetes-secret-yaml", Trigger::Literals(&["data:"]), find);

/// LIMIT: bytes before and after a block in which its kind may be named.
const REACH_BYTES: usize = 300;
/// LIMIT: bytes of a block that are looked at.
const BLOCK_BYTES_MAX: usize = 8 * 1024;
/// LIMIT: bytes of white space behind `data:`.
const GAP_BYTES_MAX: usize = 16;
/// A value of fewer characters is hardly worth anything.
const VALUE_BYTES_MIN: usize = 8;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let from = cursor.at + "data:".len();
    let block = block(cursor, from)?;
    (is_secret_before(cursor) || is_secret_after(cursor, block.next))
        .then(|| Match::new(block.start, block.end, token::SCORE))
}

/// The values of a block.
struct Block {
    start: usize,
    end: usize,
    /// Where the block is over.
    next: usize,
}

/// Reads the lines after `data:` that are indented further, a key and base64 each.
fn block(cursor: &Cursor<'_>, from: usize) -> Option<Block> {
    let own = indentation(cursor.slice(0, cursor.at))?;
    let mut at = cursor.run(from, GAP_BYTES_MAX, |byte| matches!(byte, b' ' | b'\t' | b'\r'));
    let mut found: Option<Block> = None;
    while at - from < BLOCK_BYTES_MAX && cursor.byte(at) == Some(b'\n') {
        let end = cursor.run(at + 1, BLOCK_BYTES_MAX, |byte| byte != b'\n');
        let line = cursor.slice(at + 1, end);
        if line.len() - line.trim_start().len() <= own {
            break;
        }
        if let Some((start, end)) = value(cursor, at + 1, end) {
            let first = found.as_ref().map_or(start, |block| block.start);
            found = Some(Block { start: first, end, next: end });
        }
        at = end;
    }
    found.map(|block| Block { next: at, ..block })
}

/// How far the key that follows `left` is indented, if it begins its line.
fn indentation(left: &str) -> Option<usize> {
    let before = left.trim_end_matches([' ', '\t']);
    (before.is_empty() || before.ends_with('\n')).then(|| left.len() - before.len())
}

/// The base64 after the colon of a line, or alone on it, as after `|`.
fn value(cursor: &Cursor<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let line = cursor.slice(start, end);
    let after = line.find(": ").map_or(0, |colon| colon + 2);
    let text = line.get(after..)?;
    let trimmed = text.trim().trim_matches(['"', '\'']);
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if trimmed.len() < VALUE_BYTES_MIN || !trimmed.bytes().all(base64) {
        return None;
    }
    let offset = text.find(trimmed)?;
    let begin = start + after + offset;
    Some((begin, begin + trimmed.len()))
}

/// Whether the manifest names its kind before the cursor.
fn is_secret_before(cursor: &Cursor<'_>) -> bool {
    let left = cursor.slice(0, cursor.at);
    let mut from = left.len().saturating_sub(REACH_BYTES);
    while !left.is_char_boundary(from) {
        from += 1;
    }
    let near = left.get(from..).unwrap_or_default();
    let own = near.rfind("\n---").map_or(near, |end| near.get(end..).unwrap_or_default());
    own.lines().any(is_kind)
}

/// Whether it names its kind after the block.
fn is_secret_after(cursor: &Cursor<'_>, next: usize) -> bool {
    let mut end = cursor.run(next, REACH_BYTES, |_| true);
    while !cursor.text.is_char_boundary(end) {
        end -= 1;
    }
    let near = cursor.slice(next, end);
    let own = near.find("---").map_or(near, |end| near.get(..end).unwrap_or_default());
    own.lines().any(is_kind)
}

/// Whether a line says `kind: Secret`.
fn is_kind(line: &str) -> bool {
    let Some(kind) = line.trim().strip_prefix("kind:") else { return false };
    kind.trim().trim_matches(['"', '\'']).eq_ignore_ascii_case("secret")
}
