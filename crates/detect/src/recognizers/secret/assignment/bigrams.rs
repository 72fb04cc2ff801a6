//! Tells words from what a machine made by the pairs of letters in them.
//!
//! Four of five pairs in English words and names of programs are among 140 frequent ones, one of
//! five in random letters (counted over the words of Rust and Python sources and of
//! documentation).

/// The frequent pairs, by their first letter.
const FREQUENT: &[(u8, &[u8])] = &[
    (b'a', b"bcdgilmnprst"),
    (b'b', b"il"),
    (b'c', b"aehklort"),
    (b'd', b"aei"),
    (b'e', b"acdeflmnprstvx"),
    (b'f', b"io"),
    (b'g', b"e"),
    (b'h', b"aeio"),
    (b'i', b"acdefglmnoprstz"),
    (b'k', b"e"),
    (b'l', b"aeiloy"),
    (b'm', b"aeiop"),
    (b'n', b"acdefgiost"),
    (b'o', b"cdlmnoprstuw"),
    (b'p', b"aeilopprt"),
    (b'r', b"aeimost"),
    (b's', b"acehiopstu"),
    (b't', b"aceihiorstuy"),
    (b'u', b"lmnprst"),
    (b'v', b"ae"),
    (b'w', b"o"),
    (b'z', b"e"),
];

/// The second letters of frequent pairs as bits, by the first letter.
static TABLE: [u32; 256] = table();

#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut rows = FREQUENT;
    while let [(first, seconds), rest @ ..] = rows {
        let mut seconds = *seconds;
        while let [second, rest @ ..] = seconds {
            table[*first as usize] |= 1 << (*second - b'a');
            seconds = rest;
        }
        rows = rest;
    }
    table
}

/// How many pairs of letters stand in a text, and how many of them are frequent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::recognizers::secret) struct Pairs {
    all: usize,
    frequent: usize,
}

impl Pairs {
    pub(in crate::recognizers::secret) fn of(text: &str) -> Self {
        let mut pairs = Self::default();
        for pair in text.as_bytes().windows(2) {
            let [first, second] = pair else { continue };
            if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() {
                pairs.all += 1;
                pairs.frequent += usize::from(is_frequent(*first, *second));
            }
        }
        pairs
    }

    /// Whether these are the pairs of what is no word in any case.
    pub(super) fn are_noise(self) -> bool {
        self.all >= 5 && self.frequent * 10 < self.all * 4
    }

    /// Whether these are the pairs of words; of too few pairs nothing can be said.
    pub(in crate::recognizers::secret) fn are_words(self) -> bool {
        self.all >= 3 && self.frequent * 20 >= self.all * if self.all < 8 { 13 } else { 11 }
    }
}

fn is_frequent(first: u8, second: u8) -> bool {
    let row = TABLE.get(usize::from(first.to_ascii_lowercase())).copied().unwrap_or_default();
    row >> (second.to_ascii_lowercase().wrapping_sub(b'a') & 31) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        assert_eq!(Pairs::of(text).are_words(), expected, "{text} {:?}", Pairs::of(text));
    }

    #[test]
    fn words_are_words() {
        for text in
            ["authentication", "getUserAccessToken", "my-secret-value", "hunter", "swordfish"]
        {
            check(text, true);
        }
    }

    #[test]
    fn noise_is_none() {
        for text in ["kZqVtLwPxRnBcDfGhJkM", "x7Kq2mZ9pL4vR8tY1wN6", "qwvjzkxgbtph", "a1b2c3d4"] {
            check(text, false);
        }
    }
}
