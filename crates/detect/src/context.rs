//! Weighs a match with the words before it and the key it stands under.
//!
//! Only words before a value count: so a stream decides as soon as the value is complete, and
//! exactly as the whole text would.

use crate::boundary::is_word;
use crate::detector::Hint;

/// LIMIT: bytes before a value in which words count.
pub(crate) const WINDOW_BYTES: usize = 96;
/// LIMIT: words before a value that count.
const WINDOW_WORDS: usize = 10;
/// What a word directly before a value adds to its score; farther words add a little less, so
/// that of two entities the one named last wins.
const BOOST: f32 = 0.4;
const BOOST_PER_WORD: f32 = 0.01;
/// LIMIT: bytes of a script without spaces in which its words count.
const JOINED_BYTES: usize = 48;

/// Words that say a number is something else. The nearest word decides.
const OTHERWISE: &[&str] = &[
    "order",
    "invoice",
    "tracking",
    "ref",
    "reference",
    "isbn",
    "issn",
    "sku",
    "ticket",
    "version",
    "build",
    "serial",
    "case",
    "transaction",
    "timestamp",
    "epoch",
    "upc",
    "ean",
    "gtin",
    "part",
    "model",
    "batch",
    "lot",
    "port",
    "pid",
    "quantity",
    "qty",
    "total",
    "amount",
    "price",
    "usd",
    "eur",
    "commit",
    "sha",
    "hash",
    "uuid",
    "guid",
    "page",
    "row",
    "line",
    "count",
    "bytes",
    "size",
    "offset",
    "item",
    "product",
    "bestellung",
    "rechnung",
    "commande",
    "facture",
    "pedido",
    "ordine",
    "fattura",
];

/// Says how much the context of a match at `start` adds to its score.
pub(crate) fn boost(text: &str, start: usize, hint: &Hint<'_>, cues: &[&str]) -> f32 {
    if cues.is_empty() {
        return 0.0;
    }
    let window = window(text, start);
    let mut words = Words::default();
    words.fill(window.text, window.cut);
    let before = words.count;
    if let Some(key) = hint.key {
        words.fill(key, false);
    }
    let words = words.list.get(..words.count).unwrap_or_default();
    let named = nearest(words, cues).or_else(|| joined(window.text, cues));
    let Some(distance) = named else { return 0.0 };
    let otherwise = nearest(words.get(..before).unwrap_or_default(), OTHERWISE);
    if otherwise.is_some_and(|other| other < distance) {
        return 0.0;
    }
    let steps = u8::try_from(distance).unwrap_or(u8::MAX);
    (BOOST - BOOST_PER_WORD * f32::from(steps)).max(0.0)
}

/// How many words stand between a value at `start` and the nearest of these cues before it.
pub(crate) fn words_since(text: &str, start: usize, cues: &[&str]) -> Option<usize> {
    let window = window(text, start);
    let mut words = Words::default();
    words.fill(window.text, window.cut);
    nearest(words.list.get(..words.count).unwrap_or_default(), cues)
}

/// The text before a value, and whether its first word is cut.
struct Window<'t> {
    text: &'t str,
    cut: bool,
}

fn window(text: &str, start: usize) -> Window<'_> {
    let mut from = start.saturating_sub(WINDOW_BYTES);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    Window { text: text.get(from..start).unwrap_or_default(), cut: from > 0 }
}

/// Words, the nearest first.
#[derive(Default)]
struct Words<'t> {
    list: [&'t str; WINDOW_WORDS],
    count: usize,
}

impl<'t> Words<'t> {
    /// Adds the words of `text`, from its end on, without the first one if it is cut.
    fn fill(&mut self, text: &'t str, cut: bool) {
        let mut end = text.len();
        while let Some(word) = last_word(text.get(..end).unwrap_or_default()) {
            if cut && word.start == 0 {
                return;
            }
            let Some(slot) = self.list.get_mut(self.count) else { return };
            *slot = text.get(word.clone()).unwrap_or_default();
            self.count += 1;
            end = word.start;
        }
    }
}

/// The last word of `text`: letters, split where a capital follows a small letter (`phoneNumber`).
fn last_word(text: &str) -> Option<std::ops::Range<usize>> {
    let letter = |c: char| c.is_alphabetic();
    let end = text.rfind(letter).map(|at| at + text.get(at..).map_or(1, first_len))?;
    let mut start = end;
    let mut capital = false;
    for (at, c) in text.get(..end)?.char_indices().rev() {
        if !letter(c) || (capital && !c.is_uppercase()) {
            break;
        }
        capital = c.is_uppercase();
        start = at;
    }
    Some(start..end)
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// The index of the nearest word at which one of the phrases ends.
fn nearest(words: &[&str], phrases: &[&str]) -> Option<usize> {
    (0..words.len()).find(|from| {
        let words = words.get(*from..).unwrap_or_default();
        phrases.iter().any(|phrase| {
            let mut words = words.iter();
            phrase.split(' ').rev().all(|part| words.next().is_some_and(|word| same(word, part)))
        })
    })
}

/// Whether `word` is `cue` in any case, or its plural.
fn same(word: &str, cue: &str) -> bool {
    if cue.is_ascii() {
        let stem = word.strip_suffix(['s', 'S']).unwrap_or(word);
        return word.eq_ignore_ascii_case(cue) || stem.eq_ignore_ascii_case(cue);
    }
    word.chars().flat_map(char::to_lowercase).eq(cue.chars())
}

/// Cues of scripts that put no spaces between words, anywhere in the last few of them.
fn joined(window: &str, cues: &[&str]) -> Option<usize> {
    let mut from = window.len().saturating_sub(JOINED_BYTES);
    while !window.is_char_boundary(from) {
        from += 1;
    }
    let near = window.get(from..).unwrap_or_default();
    cues.iter()
        .filter(|cue| cue.chars().next().is_some_and(|c| !c.is_ascii() && !is_word(c)))
        .any(|cue| near.contains(cue))
        .then_some(1)
}
