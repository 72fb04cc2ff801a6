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
/// LIMIT: bytes of a pointer that are looked at, its last ones.
const POINTER_BYTES_MAX: usize = 256;
/// LIMIT: how many pieces away a name may stand.
const BESIDE_MAX: usize = 8;

/// What names a piece.
pub(super) struct Key<'a>(Option<&'a str>);

impl<'a> Key<'a> {
    /// What names the piece with this index.
    pub(super) fn of(pieces: &[Piece<'a>], index: usize) -> Self {
        let Some(piece) = pieces.get(index) else { return Self(None) };
        // A key stands under the name above it.
        let pointer = if piece.is_key { parent(piece.pointer).0 } else { piece.pointer };
        let named = beside(pieces, index);
        Self(named.or_else(|| named_by(pointer)))
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        self.0
    }
}

/// The pointer without its last segment, and that segment.
pub(super) fn parent(pointer: &str) -> (&str, &str) {
    pointer.rsplit_once('/').unwrap_or(("", pointer))
}

fn is_index(segment: &str) -> bool {
    segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a key says nothing of what the value is.
fn is_value(segment: &str) -> bool {
    VALUES.iter().chain(FORMS).any(|value| segment.eq_ignore_ascii_case(value))
}

/// The last two names in a pointer that say something, with what stands between them.
fn named_by(pointer: &str) -> Option<&str> {
    let mut names = 0;
    let mut start = None;
    let mut at = pointer.len();
    for segment in pointer.rsplit('/') {
        at -= segment.len();
        if !is_index(segment) {
            start = Some(at);
            names += usize::from(!is_value(segment));
        }
        at = at.saturating_sub(1);
        if names == 2 || pointer.len() - at > POINTER_BYTES_MAX {
            break;
        }
    }
    start.and_then(|start| pointer.get(start..))
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
