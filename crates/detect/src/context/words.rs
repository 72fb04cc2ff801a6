//! Takes the words out of a text, from its end on.
//!
//! A word is a run of letters; a capital after a small letter begins a new one (`phoneNumber`).

/// LIMIT: words before a value that count.
const WORDS_MAX: usize = 10;

/// Words, the nearest to the end of the text first.
#[derive(Debug, Default)]
pub(crate) struct Words<'t> {
    list: [Word<'t>; WORDS_MAX],
    count: usize,
}

/// A word, and a sum of its letters that is the same in any case and for its plural.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    pub(crate) sum: u32,
}

impl<'t> Words<'t> {
    /// The last words of `text`, without its first one if that is cut.
    pub(crate) fn before(text: &'t str, cut: bool) -> Self {
        let mut words = Self::default();
        words.fill(text, cut);
        words
    }

    /// Adds the words of a text that stands before.
    pub(crate) fn extend(&mut self, text: &'t str) {
        self.fill(text, false);
    }

    pub(crate) fn as_slice(&self) -> &[Word<'t>] {
        self.list.get(..self.count).unwrap_or_default()
    }

    fn fill(&mut self, text: &'t str, cut: bool) {
        let mut rest = text;
        while let Some((before, word)) = last(rest) {
            if cut && before.is_empty() {
                return;
            }
            let Some(slot) = self.list.get_mut(self.count) else { return };
            *slot = word;
            self.count += 1;
            rest = before;
        }
    }
}

/// The last word of `text`, and what stands before it.
pub(crate) fn last_word(text: &str) -> Option<(&str, &str)> {
    last(text).map(|(before, word)| (before, word.text))
}

/// The same, with the sum of its letters: they are looked at once.
fn last(text: &str) -> Option<(&str, Word<'_>)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().rposition(|byte| Letter::of(*byte) != Letter::None)? + 1;
    let (mut start, mut sum) = (end, SUM_EMPTY);
    let mut after = Letter::None;
    for byte in bytes.get(..end)?.iter().rev() {
        let letter = Letter::of(*byte);
        match letter {
            Letter::None => break,
            Letter::Small if after == Letter::Capital => break,
            Letter::Small | Letter::Capital => {}
            Letter::Foreign => return foreign_word(text.get(..end)?),
        }
        if start < end || !matches!(byte, b's' | b'S') {
            sum = mix(sum, *byte);
        }
        start -= 1;
        after = letter;
    }
    let (before, word) = text.get(..end)?.split_at_checked(start)?;
    Some((before, Word { text: word, sum }))
}

/// What a byte is to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letter {
    None,
    Small,
    Capital,
    /// A part of a character beyond ASCII.
    Foreign,
}

impl Letter {
    #[inline]
    fn of(byte: u8) -> Self {
        LETTERS.get(usize::from(byte)).copied().unwrap_or(Self::None)
    }
}

static LETTERS: [Letter; 256] = letters();

#[expect(clippy::cast_possible_truncation, reason = "there are 256 bytes")]
#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn letters() -> [Letter; 256] {
    let mut table = [Letter::None; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' => Letter::Small,
            b'A'..=b'Z' => Letter::Capital,
            0x80.. => Letter::Foreign,
            _ => Letter::None,
        };
        byte += 1;
    }
    table
}

const SUM_EMPTY: u32 = 0x811c_9dc5;

/// The sum of a word's letters, from its last one on: the same in any case, and for its plural.
pub(crate) fn sum(word: &str) -> u32 {
    let stem = word.strip_suffix(['s', 'S']).unwrap_or(word);
    stem.bytes().rev().fold(SUM_EMPTY, mix)
}

fn mix(sum: u32, byte: u8) -> u32 {
    (sum ^ u32::from(byte | 0x20)).wrapping_mul(0x0100_0193)
}

/// The word that ends with the last letter of `text`, which may lie beyond ASCII, and what stands
/// before it.
fn foreign_word(text: &str) -> Option<(&str, Word<'_>)> {
    let text = text.trim_end_matches(|c: char| !is_letter(c));
    let mut start = text.len();
    let mut capital = false;
    for c in text.chars().rev() {
        if !is_letter(c) || (capital && !is_capital(c)) {
            break;
        }
        capital = is_capital(c);
        start -= c.len_utf8();
    }
    let (before, word) = text.split_at_checked(start)?;
    (!word.is_empty()).then(|| (before, Word { text: word, sum: sum(word) }))
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { c.is_alphabetic() }
}

fn is_capital(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { c.is_uppercase() }
}
