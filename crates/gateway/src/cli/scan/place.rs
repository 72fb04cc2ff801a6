//! Where in a text a byte stands: its line, its column, and how many code points are before it.
//!
//! It counts each byte once, whatever is asked.

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Bytes before it.
    pub(super) bytes: usize,
    /// Code points before it.
    pub(super) characters: usize,
    /// Its line, from 1.
    pub(super) line: usize,
    /// Its column in code points, from 1.
    pub(super) column: usize,
}

impl Place {
    /// The start of a text.
    pub(super) const START: Self = Self { bytes: 0, characters: 0, line: 1, column: 1 };

    /// The place after this text.
    pub(super) fn after(self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let characters = count(bytes);
        let Some(last) = memchr::memrchr(b'\n', bytes) else {
            return Self {
                bytes: self.bytes + bytes.len(),
                characters: self.characters + characters,
                line: self.line,
                column: self.column + characters,
            };
        };
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        let rest = bytes.get(last + 1..).unwrap_or_default();
        Self {
            bytes: self.bytes + bytes.len(),
            characters: self.characters + characters,
            line: self.line + lines,
            column: 1 + count(rest),
        }
    }
}

/// The code points of UTF-8: all bytes that do not continue one.
pub(super) fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::Place;

    fn check(pieces: &[&str], expected: (usize, usize, usize, usize)) {
        let place = pieces.iter().fold(Place::START, |place, piece| place.after(piece));
        assert_eq!((place.bytes, place.characters, place.line, place.column), expected);
    }

    #[test]
    fn places_are_counted_over_any_cuts() {
        check(&[], (0, 0, 1, 1));
        check(&["abc"], (3, 3, 1, 4));
        check(&["ab\nc"], (4, 4, 2, 2));
        check(&["ab", "\n", "c"], (4, 4, 2, 2));
        check(&["h\u{f6}\u{1f600}\n\u{e9}x"], (11, 6, 2, 3));
        check(&["h\u{f6}", "\u{1f600}\n", "\u{e9}", "x"], (11, 6, 2, 3));
        check(&["\n\n\n"], (3, 3, 4, 1));
    }
}
