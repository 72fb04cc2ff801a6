//! Takes the words out of a text, from its end on.
//!
//! A word is a run of letters; a capital after a small letter begins a new one (`phoneNumber`).

/// LIMIT: words before a value that count.
const WORDS_MAX: usize = 10;

/// Words, the nearest to the end of the text first.
#[derive(Debug, Default)]
pub(crate) struct Words<'t> {
    list: [&'t str; WORDS_MAX],
    count: usize,
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

    pub(crate) fn as_slice(&self) -> &[&'t str] {
        self.list.get(..self.count).unwrap_or_default()
    }

    /// The words that stand before the one with this index, nearest first.
    pub(crate) fn after(&self, index: usize) -> &[&'t str] {
        self.list.get(index + 1..self.count).unwrap_or_default()
    }

    fn fill(&mut self, text: &'t str, cut: bool) {
        let mut rest = text;
        while let Some((before, word)) = last_word(rest) {
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
    let end = trimmed(text);
    let word = text.get(..end)?;
    let mut start = end;
    let mut capital = false;
    for byte in word.bytes().rev() {
        if !byte.is_ascii() {
            return foreign_word(text, end);
        }
        if !byte.is_ascii_alphabetic() || (capital && !byte.is_ascii_uppercase()) {
            break;
        }
        capital = byte.is_ascii_uppercase();
        start -= 1;
    }
    (start < end).then(|| word.split_at_checked(start)).flatten()
}

/// Where the last letter of `text` ends.
fn trimmed(text: &str) -> usize {
    let other = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphabetic();
    let end = text.len() - text.bytes().rev().take_while(|byte| other(byte)).count();
    match text.as_bytes().get(..end).and_then(<[u8]>::last) {
        Some(byte) if !byte.is_ascii() => text.trim_end_matches(|c: char| !is_letter(c)).len(),
        _ => end,
    }
}

/// The word of letters beyond ASCII that ends at `end`, and what stands before it.
fn foreign_word(text: &str, end: usize) -> Option<(&str, &str)> {
    let text = text.get(..end)?;
    let mut start = end;
    let mut capital = false;
    for c in text.chars().rev() {
        if !is_letter(c) || (capital && !is_capital(c)) {
            break;
        }
        capital = is_capital(c);
        start -= c.len_utf8();
    }
    (start < end).then(|| text.split_at_checked(start)).flatten()
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { c.is_alphabetic() }
}

fn is_capital(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { c.is_uppercase() }
}
