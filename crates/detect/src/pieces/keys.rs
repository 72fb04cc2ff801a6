//! What the keys of a document say about a piece of it.

use super::Piece;

/// Keys that say nothing but that a value stands here.
const VALUES: &[&str] = &["value", "val", "content", "data", "text", "answer", "contents"];
/// Keys under which stands what a value beside them is.
const NAMES: &[&str] =
    &["name", "key", "label", "field", "header", "title", "attribute", "question", "parameter"];
/// Keys that say in which form a value stands here.
const FORMS: &[&str] =
    &["raw", "original", "plain", "plaintext", "full", "formatted", "normalized", "display"];
/// LIMIT: bytes of a name; a longer text is prose.
const NAME_BYTES_MAX: usize = 64;
/// LIMIT: names in a pointer that are looked at, those included that say nothing.
pub(super) const NAMES_MAX: usize = 5;
/// LIMIT: how many pieces away a name may stand.
const BESIDE_MAX: usize = 8;

/// What names a piece.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Key<'a> {
    /// The words that name it, the nearest last.
    pub(super) text: &'a str,
    /// The names among them: the same for all records of a list.
    pub(super) names: [&'a str; NAMES_MAX],
}

impl<'a> Key<'a> {
    /// What names the piece with this index, if anything does.
    pub(super) fn of(pieces: &[Piece<'a>], index: usize) -> Option<Self> {
        let piece = pieces.get(index)?;
        // A key stands under the name above it.
        let pointer = if piece.is_key { parent(piece.pointer).0 } else { piece.pointer };
        let beside = beside(pieces, index).map(|text| Self { text, names: [text, "", "", "", ""] });
        beside.or_else(|| named_by(pointer))
    }
}

/// The pointer without its last segment, and that segment.
pub(super) fn parent(pointer: &str) -> (&str, &str) {
    let slash = pointer.bytes().rposition(|byte| byte == b'/');
    let parts = slash.and_then(|at| pointer.get(..at).zip(pointer.get(at + 1..)));
    parts.unwrap_or(("", pointer))
}

fn is_index(segment: &str) -> bool {
    segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a key says nothing of what the value is.
fn is_value(segment: &str) -> bool {
    VALUES.iter().chain(FORMS).any(|value| segment.eq_ignore_ascii_case(value))
}

/// The last two names in a pointer that say something, with what stands between them.
fn named_by(pointer: &str) -> Option<Key<'_>> {
    let mut key = Key::default();
    let mut slots = key.names.iter_mut();
    let mut telling = 0;
    let mut start = None;
    let mut rest = pointer;
    while !rest.is_empty() {
        let (above, segment) = parent(rest);
        if !is_index(segment) {
            let Some(name) = slots.next().filter(|_| telling < 2) else { break };
            *name = segment;
            start = Some(rest.len() - segment.len());
            telling += usize::from(!is_value(segment));
        }
        rest = above;
    }
    key.text = pointer.get(start?..)?;
    Some(key)
}

/// The name that stands beside a value: `{"name": "ssn", "value": ".."}`.
fn beside<'a>(pieces: &[Piece<'a>], index: usize) -> Option<&'a str> {
    let (above, own) = parent(pieces.get(index)?.pointer);
    if !VALUES.iter().any(|value| own.eq_ignore_ascii_case(value)) {
        return None;
    }
    let from = index.saturating_sub(BESIDE_MAX);
    let near = pieces.get(from..pieces.len().min(index + BESIDE_MAX + 1))?;
    let name = near.iter().find(|piece| {
        let (other, key) = parent(piece.pointer);
        !piece.is_key
            && other == above
            && NAMES.iter().any(|name| key.eq_ignore_ascii_case(name))
            && piece.text.len() <= NAME_BYTES_MAX
    });
    name.map(|piece| piece.text)
}
