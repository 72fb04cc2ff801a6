//! Weighs a match with the words before it and the key it stands under.
//!
//! Only words before a value count: so a stream decides as soon as the value is complete, and
//! exactly as the whole text would.

mod words;

use self::words::{Words, last_word};
use crate::boundary::is_word;
use crate::detector::Hint;
use crate::recognizer::Recognizer;

/// LIMIT: bytes before a value in which words count.
pub(crate) const WINDOW_BYTES: usize = 96;
/// What a word directly before a value adds to its score; farther words add a little less, so
/// that of two entities the one named last wins.
const BOOST: f32 = 0.4;
const BOOST_PER_WORD: f32 = 0.01;
/// LIMIT: bytes of a script without spaces in which its words count.
const JOINED_BYTES: usize = 48;
/// LIMIT: cues that count before one value, the nearest first.
const HITS_MAX: usize = 16;

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

/// The cues of a set of recognizers, compiled for quick look-up.
#[derive(Debug)]
pub(crate) struct Cues {
    /// Cues by the first byte of their last word.
    by_first: Vec<Vec<Cue>>,
    /// Cues of scripts without spaces between words.
    joined: Vec<(&'static str, usize)>,
    /// The list that each recognizer's context is.
    lists: Vec<usize>,
}

/// A word or phrase of one list.
#[derive(Debug)]
struct Cue {
    phrase: &'static str,
    last: &'static str,
    list: usize,
}

/// The cues before a value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Context {
    hits: [Hit; HITS_MAX],
    count: usize,
}

/// A cue of a list, so many words before the value.
#[derive(Debug, Clone, Copy, Default)]
struct Hit {
    list: usize,
    distance: u8,
}

/// The list of [`OTHERWISE`]; those of recognizers follow.
const OTHERWISE_LIST: usize = 0;

impl Cues {
    /// Compiles the cues of these recognizers.
    pub(crate) fn new(recognizers: &[&'static Recognizer]) -> Self {
        let mut by_first = Vec::new();
        by_first.resize_with(256, Vec::new);
        let mut made = Self { by_first, joined: Vec::new(), lists: Vec::new() };
        let mut lists: Vec<&'static [&'static str]> = vec![OTHERWISE];
        for recognizer in recognizers {
            let known = lists.iter().position(|list| *list == recognizer.context);
            made.lists.push(known.unwrap_or(lists.len()));
            if known.is_none() {
                lists.push(recognizer.context);
            }
        }
        for (index, list) in lists.iter().enumerate() {
            for phrase in *list {
                made.add(phrase, index);
            }
        }
        made
    }

    fn add(&mut self, phrase: &'static str, list: usize) {
        let last = phrase.rsplit(' ').next().unwrap_or(phrase);
        if phrase.chars().next().is_some_and(|c| !c.is_ascii() && !is_word(c)) {
            self.joined.push((phrase, list));
        } else if let Some(first) = last.bytes().next()
            && let Some(cues) = self.by_first.get_mut(usize::from(first))
        {
            cues.push(Cue { phrase, last, list });
        }
    }

    fn slot(&self, word: &str) -> Option<&Vec<Cue>> {
        word.bytes().next().and_then(|byte| self.by_first.get(usize::from(byte)))
    }

    /// Finds the cues before a value at `start`.
    pub(crate) fn before(&self, text: &str, start: usize, hint: &Hint<'_>) -> Context {
        let window = window(text, start);
        let mut words = Words::before(window.text, window.cut);
        if let Some(key) = hint.key {
            words.extend(key);
        }
        let mut context = Context::default();
        for (distance, word) in words.as_slice().iter().enumerate() {
            let distance = u8::try_from(distance).unwrap_or(u8::MAX);
            self.look_up(word, words.after(usize::from(distance)), distance, &mut context);
        }
        if !window.text.is_ascii() || hint.key.is_some_and(|key| !key.is_ascii()) {
            self.look_for_joined(window.text, &mut context);
            self.look_for_joined(hint.key.unwrap_or_default(), &mut context);
        }
        context
    }

    /// Adds the cues that end with `word`, which stands after the words `rest`, nearest first.
    fn look_up(&self, word: &str, rest: &[&str], distance: u8, context: &mut Context) {
        let Some(first) = word.bytes().next() else { return };
        if first.is_ascii() {
            let first = first.to_ascii_lowercase();
            for cue in self.by_first.get(usize::from(first)).into_iter().flatten() {
                if is_cue(word, cue.last) && precedes(cue.phrase, rest) {
                    context.add(cue.list, distance);
                }
            }
            return;
        }
        let small = word.to_lowercase();
        for cue in self.slot(&small).into_iter().flatten() {
            if small == cue.last && precedes(cue.phrase, rest) {
                context.add(cue.list, distance);
            }
        }
    }

    fn look_for_joined(&self, window: &str, context: &mut Context) {
        let near = tail(window, JOINED_BYTES);
        for (cue, list) in &self.joined {
            if near.contains(cue) {
                context.add(*list, 1);
            }
        }
    }

    /// What this context adds to the score of a match of the recognizer with this index.
    pub(crate) fn boost(&self, context: &Context, recognizer: usize) -> f32 {
        let Some(list) = self.lists.get(recognizer) else { return 0.0 };
        let Some(distance) = context.nearest(*list) else { return 0.0 };
        if context.nearest(OTHERWISE_LIST).is_some_and(|other| other < distance) {
            return 0.0;
        }
        (BOOST - BOOST_PER_WORD * f32::from(distance)).max(0.0)
    }
}

impl Context {
    fn add(&mut self, list: usize, distance: u8) {
        if let Some(slot) = self.hits.get_mut(self.count) {
            *slot = Hit { list, distance };
            self.count += 1;
        }
    }

    fn nearest(&self, list: usize) -> Option<u8> {
        let hits = self.hits.iter().take(self.count);
        hits.filter(|hit| hit.list == list).map(|hit| hit.distance).min()
    }
}

/// The word nearest before `start`.
pub(crate) fn word_before(text: &str, start: usize) -> Option<&str> {
    let window = window(text, start);
    let (before, word) = last_word(window.text)?;
    (!window.cut || !before.is_empty()).then_some(word)
}

/// Whether `word` is `cue` in any case, or its plural.
fn is_cue(word: &str, cue: &str) -> bool {
    match word.len().checked_sub(cue.len()) {
        Some(0) => word.eq_ignore_ascii_case(cue),
        Some(1) => word.strip_suffix(['s', 'S']).is_some_and(|stem| stem.eq_ignore_ascii_case(cue)),
        _ => false,
    }
}

/// Whether the words of `phrase` but for its last one are the nearest of `rest`.
fn precedes(phrase: &str, rest: &[&str]) -> bool {
    let mut rest = rest.iter();
    phrase.split(' ').rev().skip(1).all(|part| rest.next().is_some_and(|word| is_cue(word, part)))
}

/// The text before a value, and whether its first word is cut.
struct Window<'t> {
    text: &'t str,
    cut: bool,
}

fn window(text: &str, start: usize) -> Window<'_> {
    let left = text.get(..start).unwrap_or_default();
    let near = tail(left, WINDOW_BYTES);
    Window { text: near, cut: near.len() < left.len() }
}

/// The last bytes of `text`, whole characters.
fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::{Detector, Hint, Settings};

    /// What the context before a phone number adds to its score, in hundredths.
    fn check(text: &str, key: Option<&str>, expected: i32) {
        let settings = Settings { min_score: 0.0, ..Settings::standard() };
        let detector = Detector::new(settings).unwrap();
        let text = format!("{text}2025550143");
        let found = detector.find(&text, &Hint { key });
        let scores: Vec<_> = found.iter().map(|f| (f.score * 100.0).round() as i32 - 20).collect();
        assert_eq!(scores, [expected], "{text}");
    }

    #[test]
    fn near_words_add_more() {
        check("phone ", None, 40);
        check("Phone: ", None, 40);
        check("PHONES ", None, 40);
        check("phone number is ", None, 38);
        check("phone a b c d e f g h i ", None, 31);
        check("phone a b c d e f g h i j ", None, 0);
    }

    #[test]
    fn words_are_split_where_people_join_them() {
        check("phoneNumber=", None, 39);
        check("home_phone: ", None, 40);
        check("phone2: ", None, 40);
        check("gramophone ", None, 0);
        check("phoney ", None, 0);
    }

    #[test]
    fn phrases_need_all_their_words() {
        check("contact number ", None, 40);
        check("number contact ", None, 0);
    }

    #[test]
    fn other_scripts_count() {
        check("ТЕЛЕФОН: ", None, 40);
        check("電話番号は", None, 39);
        check("Téléphone : ", None, 40);
    }

    #[test]
    fn the_nearest_word_decides() {
        check("phone order ", None, 0);
        check("order phone ", None, 40);
        check("order ", Some("phone"), 0);
    }

    #[test]
    fn a_key_stands_before_all_words() {
        check("", Some("phone"), 40);
        check("", Some("電話"), 39);
        check("now ", Some("phone"), 39);
    }

    #[test]
    fn a_cut_word_is_no_cue() {
        let far = "x".repeat(super::WINDOW_BYTES - "phone ".len());
        check(&format!("{far}phone "), None, 0);
        let near = " ".repeat(super::WINDOW_BYTES - "phone".len());
        check(&format!("phone{near}"), None, 40);
        check(&format!("micro phone{near}"), None, 0);
    }
}
