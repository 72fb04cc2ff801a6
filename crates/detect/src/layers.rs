//! The readings of a text: as it stands, and with what hides a value undone, level by level.
//!
//! A layer is a text that was rewritten from the one below, with a map of what came from where.
//! Every layer is searched, so nothing that a plain text shows is lost by reading it otherwise.
//! It knows no recognizer.

mod escapes;
mod fold;
mod map;
mod table;

use self::map::Map;

/// LIMIT: so deep may escapes be nested in one another.
const ESCAPES_DEEP_MAX: usize = 3;

/// How far before and behind an escape a layer reads otherwise than the one below: recognizers
/// look so far back, and values are seldom longer. Behind what only ends a line or a string it is
/// less, for source text is full of those.
const AROUND: (usize, usize) = (512, 384);
const AROUND_ENDS: (usize, usize) = (48, 96);

/// Texts of so many bytes at most are seen at a glance to have one reading.
const SHORT_BYTES: usize = 64;

/// Whether a byte begins nothing that may be read otherwise.
fn is_itself(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n') && !matches!(byte, b'%' | b'&' | b'\\')
}

/// A reading of a text.
#[derive(Debug)]
struct Layer {
    text: String,
    map: Map,
    slot: usize,
}

/// How many different readings there are.
pub(crate) const SLOTS: usize = ESCAPES_DEEP_MAX + 2;

/// The readings of one text.
#[derive(Debug)]
pub(crate) struct Layers<'t> {
    raw: &'t str,
    /// Each is rewritten from the one before, the first one from the raw text.
    above: Vec<Layer>,
    /// The first one that is worth a search: those below say the same, less plainly.
    first: usize,
    /// Nothing follows the raw text.
    finished: bool,
}

impl<'t> Layers<'t> {
    /// Reads `raw`; `finished` says that nothing follows. Else what may be the beginning of an
    /// escape at its end is left out of the layers that undo it.
    pub(crate) fn read(raw: &'t str, finished: bool) -> Self {
        let mut made = Self { raw, above: Vec::new(), first: 0, finished };
        if raw.len() <= SHORT_BYTES && raw.bytes().all(is_itself) {
            return made;
        }
        made.push(0, fold::uncolour(raw, finished));
        made.push(0, fold::fold(made.top()));
        made.first = made.above.len();
        for slot in 1..=ESCAPES_DEEP_MAX {
            if !made.push(slot, escapes::undo(made.top(), finished)) {
                break;
            }
        }
        made.push(ESCAPES_DEEP_MAX + 1, fold::lookalike(made.top()));
        made
    }

    fn push(&mut self, slot: usize, read: Option<(String, Map)>) -> bool {
        let Some((text, map)) = read else { return false };
        self.above.push(Layer { text, map, slot });
        true
    }

    /// Which reading a layer is, whatever others there are.
    pub(crate) fn slot(&self, layer: usize) -> usize {
        let above = layer.checked_sub(1).and_then(|index| self.above.get(index));
        above.map_or(0, |layer| layer.slot)
    }

    /// Whether the raw text is the only reading.
    pub(crate) fn is_plain(&self) -> bool {
        self.above.is_empty()
    }

    /// How long the raw text is.
    pub(crate) fn raw_len(&self) -> usize {
        self.raw.len()
    }

    /// The indices of the layers that are worth a search.
    pub(crate) fn indices(&self) -> std::ops::RangeInclusive<usize> {
        self.first..=self.above.len()
    }

    /// The text of a layer; 0 is the raw text.
    pub(crate) fn text(&self, layer: usize) -> &str {
        let above = layer.checked_sub(1).and_then(|index| self.above.get(index));
        above.map_or(self.raw, |layer| &layer.text)
    }

    /// The parts of a layer that read otherwise than the one below, in order; for the first one
    /// that is worth a search, all of it.
    pub(crate) fn parts(&self, layer: usize) -> Vec<(usize, usize)> {
        let text = self.text(layer);
        let above = layer.checked_sub(1).filter(|_| layer > self.first);
        let Some(read) = above.and_then(|index| self.above.get(index)) else {
            return vec![(0, text.len())];
        };
        let mut parts: Vec<(usize, usize)> = Vec::new();
        // More of the text may make an escape of what was left out at its end.
        let cut = (!self.finished).then_some((text.len(), text.len()));
        for (start, end) in read.map.pieces().chain(cut) {
            let around = if ends_only(text, start, end) { AROUND_ENDS } else { AROUND };
            let part = (start.saturating_sub(around.0), (end + around.1).min(text.len()));
            match parts.last_mut() {
                Some(last) if part.0 <= last.1 => last.1 = last.1.max(part.1),
                _ => parts.push(part),
            }
        }
        parts
    }

    fn top(&self) -> &str {
        self.text(self.above.len())
    }

    fn maps(&self, layer: usize) -> impl DoubleEndedIterator<Item = &Map> {
        self.above.iter().take(layer).map(|layer| &layer.map)
    }

    /// The raw place of what begins at `at` in a layer.
    pub(crate) fn down_start(&self, layer: usize, at: usize) -> usize {
        self.maps(layer).rev().fold(at, |at, map| map.down_start(at))
    }

    /// The raw place of what ends at `at` in a layer.
    pub(crate) fn down_end(&self, layer: usize, at: usize) -> usize {
        self.maps(layer).rev().fold(at, |at, map| map.down_end(at))
    }

    /// What a raw place is in a layer; inside of an escape it is its start.
    pub(crate) fn up(&self, layer: usize, raw: usize) -> usize {
        let raw = self.floor(raw);
        self.maps(layer).fold(raw, |at, map| map.up(at))
    }

    /// The raw place, or the start of the escape that it is inside of in any layer.
    pub(crate) fn floor(&self, raw: usize) -> usize {
        let mut floor = raw;
        let mut at = raw;
        for (layer, map) in self.maps(self.above.len()).enumerate() {
            let edge = map.floor(at);
            if edge < at {
                floor = self.down_start(layer, edge);
            }
            at = map.up(edge);
        }
        floor
    }

    /// The raw place from which on the topmost layer has at least `bytes` before raw `end`.
    pub(crate) fn before(&self, end: usize, bytes: usize) -> usize {
        let layer = self.above.len();
        let mut at = self.up(layer, end).saturating_sub(bytes);
        while !self.top().is_char_boundary(at) {
            at -= 1;
        }
        self.floor(self.down_start(layer, at))
    }
}

/// A key with all that it says when it is read otherwise behind it; none if it hides nothing.
pub(crate) fn plain_key(key: &str) -> Option<String> {
    let layers = Layers::read(key, true);
    (!layers.is_plain()).then(|| format!("{key} {}", layers.top()))
}

/// Whether this piece only ends a line or a string.
fn ends_only(text: &str, start: usize, end: usize) -> bool {
    let piece = text.get(start..end).unwrap_or_default();
    matches!(piece, "\n" | "\r" | "\t" | "\"" | "'" | "\\" | "\0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &[&str]) {
        let layers = Layers::read(raw, true);
        let texts: Vec<_> = layers.indices().map(|layer| layers.text(layer)).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_text_is_read_level_by_level() {
        check("plain & simple", &["plain & simple"]);
        check("a%40b", &["a%40b", "a@b"]);
        check("a%2540b", &["a%2540b", "a%40b", "a@b"]);
        check("ａ%EF%BC%A0b", &["a%EF%BC%A0b", "a@b"]);
        check("&amp;#37;40", &["&amp;#37;40", "&#37;40", "%40", "@"]);
        check("\x1b[1ma\x1b[0m％40b", &["a%40b", "a@b"]);
        check("а%40b", &["а%40b", "а@b", "a@b"]);
    }

    #[test]
    fn places_of_all_levels_lie_in_the_raw_text() {
        let layers = Layers::read("x%2540y", true);
        assert_eq!((layers.down_start(2, 1), layers.down_end(2, 2)), (1, 6));
        let floors: Vec<_> = (0..8).map(|raw| layers.floor(raw)).collect();
        assert_eq!(floors, [0, 1, 1, 1, 1, 1, 6, 7]);
        assert_eq!(layers.up(2, 6), 2);
        assert_eq!(layers.before(7, 2), 1);
    }
}
