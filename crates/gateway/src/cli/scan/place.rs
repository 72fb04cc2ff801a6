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
}

/// Goes through a piece of a text, never back.
#[derive(Debug)]
pub(super) struct Counter<'t> {
    text: &'t [u8],
    at: usize,
    place: Place,
    /// The next line's end at or after `at`: while it is ahead, nobody looks for lines.
    newline: usize,
    /// Then bytes are code points, and nobody counts them.
    ascii: bool,
}

impl<'t> Counter<'t> {
    /// Begins at `place`, which is where the piece begins.
    pub(super) fn new(place: Place, text: &'t str) -> Self {
        let text = text.as_bytes();
        let newline = memchr::memchr(b'\n', text).unwrap_or(text.len());
        Self { text, at: 0, place, newline, ascii: text.is_ascii() }
    }

    /// The place of a byte of the piece that is not before the last one that was asked for.
    pub(super) fn to(&mut self, to: usize) -> Place {
        let passed = self.text.get(self.at..to).unwrap_or_default();
        self.place.bytes += passed.len();
        let characters = self.characters(passed);
        self.place.characters += characters;
        if self.newline < to {
            self.place.line += memchr::memchr_iter(b'\n', passed).count();
            let last = memchr::memrchr(b'\n', passed).map_or(0, |last| last + 1);
            self.place.column = 1 + self.characters(passed.get(last..).unwrap_or_default());
            let ahead = self.text.get(to..).unwrap_or_default();
            self.newline = to + memchr::memchr(b'\n', ahead).unwrap_or(ahead.len());
        } else {
            self.place.column += characters;
        }
        self.at = to;
        self.place
    }

    fn characters(&self, bytes: &[u8]) -> usize {
        if self.ascii { bytes.len() } else { count(bytes) }
    }
}

/// The code points of UTF-8: all bytes that do not continue one.
pub(super) fn count(bytes: &[u8]) -> usize {
    let begins = |byte: &u8| u8::from(*byte & 0xC0 != 0x80);
    // A byte counts up to 255: in such blocks the compiler counts many bytes at once.
    let blocks = bytes.chunks(255);
    blocks.map(|block| usize::from(block.iter().map(begins).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::{Counter, Place, count};

    fn check(pieces: &[&str], expected: (usize, usize, usize, usize)) {
        let place = pieces
            .iter()
            .fold(Place::START, |place, piece| Counter::new(place, piece).to(piece.len()));
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

    #[test]
    fn steps_within_a_piece_give_what_one_step_gives() {
        let text = "one\ntwo h\u{f6}\n\n\u{1f600} four\nfive";
        for first in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            for second in (first..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let mut counter = Counter::new(Place::START, text);
                counter.to(first);
                let expected = Counter::new(Place::START, text).to(second);
                assert_eq!(counter.to(second), expected, "{first} {second}");
            }
        }
    }

    #[test]
    fn long_texts_are_counted_in_blocks() {
        for length in [0, 1, 254, 255, 256, 1000] {
            assert_eq!(count("\u{f6}".repeat(length).as_bytes()), length);
        }
    }
}
