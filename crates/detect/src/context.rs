//! Weighs a match with the words before it and the key it stands under.
//!
//! Only words before a value count: so a stream decides as soon as the value is complete, and
//! exactly as the whole text would.

mod otherwise;
mod words;

use self::otherwise::{FIELDS, OTHERWISE};
use self::words::{Word, Words, last_word};
use crate::boundary::is_word;
use crate::detector::Hint;

/// LIMIT: bytes before a value in which words count.
pub(crate) const WINDOW_BYTES: usize = 96;
/// What a word directly before a value adds to its score; farther words add a little less, so
/// that of two entities the one named last wins.
pub(crate) const BOOST_MAX: f32 = 0.4;
const BOOST_PER_WORD: f32 = 0.01;
/// LIMIT: bytes of a script without spaces in which its words count.
const JOINED_BYTES: usize = 48;
/// LIMIT: lists of cues, one for each recognizer that has its own.
const LISTS_MAX: usize = 256;
/// How far a cue is that does not stand before a value.
const ABSENT: u8 = u8::MAX;
/// Places of a table of cues: so many more than there are cues that a word which is none is seldom
/// compared with one.
const SLOTS: usize = 1 << 14;

/// What such a word directly before a value takes from its score.
const DOUBT: f32 = 0.1;
/// LIMIT: a cue of two letters counts so many words before a value at most: such letters stand for
/// many things.
const SHORT_CUE_WORDS_MAX: u8 = 2;

/// The cues of a set of recognizers, compiled for quick look-up.
#[derive(Debug)]
pub(crate) struct Cues {
    /// Cues of one word, by its letters.
    words: Table,
    /// Cues of several words, by the letters of the last two.
    phrases: Table,
    /// Whether a word of this place stands in a phrase.
    in_phrase: Vec<bool>,
    /// Cues of scripts without spaces between words.
    joined: Vec<(Box<str>, usize)>,
    /// The list that each recognizer's context is.
    lists: Vec<usize>,
}

/// Cues by the place of their letters.
#[derive(Debug)]
struct Table {
    /// For each place the number of its row, from 1 on; none where empty.
    places: Vec<u16>,
    rows: Vec<Vec<Cue>>,
}

impl Table {
    fn new() -> Self {
        Self { places: vec![0; SLOTS], rows: Vec::new() }
    }

    /// The cues at a place.
    fn at(&self, slot: usize) -> &[Cue] {
        let row = self.places.get(slot).and_then(|row| usize::from(*row).checked_sub(1));
        row.and_then(|row| self.rows.get(row)).map_or(&[], Vec::as_slice)
    }

    /// The row of a place, made where there is none.
    fn row(&mut self, slot: usize) -> Option<&mut Vec<Cue>> {
        let place = self.places.get_mut(slot)?;
        if *place == 0 {
            self.rows.push(Vec::new());
            *place = u16::try_from(self.rows.len()).ok()?;
        }
        usize::from(*place).checked_sub(1).and_then(|row| self.rows.get_mut(row))
    }
}

/// A word or phrase, and the lists that it stands in.
#[derive(Debug)]
struct Cue {
    phrase: Box<str>,
    last: Box<str>,
    /// The words before the last one, nearest first.
    rest: Vec<Box<str>>,
    lists: Vec<usize>,
}

/// The cues before a value: how many words before it the nearest one of each list stands.
#[derive(Debug)]
pub(crate) struct Context {
    nearest: [u8; LISTS_MAX],
}

/// The lists of [`OTHERWISE`] and [`FIELDS`]; those of recognizers follow.
const OTHERWISE_LIST: usize = 0;
const FIELDS_LIST: usize = 1;

impl Cues {
    /// Compiles the cues of recognizers with these contexts, in small letters.
    pub(crate) fn new(contexts: &[Vec<&str>]) -> Self {
        let (words, phrases) = (Table::new(), Table::new());
        let in_phrase = vec![false; SLOTS];
        let mut made = Self { words, phrases, in_phrase, joined: Vec::new(), lists: Vec::new() };
        let mut lists: Vec<&[&str]> = vec![OTHERWISE, FIELDS];
        for context in contexts {
            let known = lists.iter().position(|list| list == context);
            made.lists.push(known.unwrap_or(lists.len()));
            if known.is_none() {
                lists.push(context);
            }
        }
        for (index, list) in lists.iter().enumerate() {
            for phrase in *list {
                made.add(phrase, index);
            }
        }
        made
    }

    fn add(&mut self, phrase: &str, list: usize) {
        if phrase.chars().next().is_some_and(|c| !c.is_ascii() && !is_word(c)) {
            self.joined.push((phrase.into(), list));
            return;
        }
        let mut words = phrase.rsplit(' ');
        let last = words.next().unwrap_or_default();
        let rest: Vec<Box<str>> = words.map(Box::from).collect();
        for part in rest.iter().map(|word| slot(word)).chain([slot(last)]) {
            if let Some(in_phrase) = self.in_phrase.get_mut(part).filter(|_| !rest.is_empty()) {
                *in_phrase = true;
            }
        }
        let row = match rest.first() {
            Some(before) => self.phrases.row(pair_slot(slot(last), slot(before))),
            None => self.words.row(slot(last)),
        };
        let Some(cues) = row else { return };
        match cues.iter_mut().find(|cue| *cue.phrase == *phrase) {
            Some(cue) => cue.lists.push(list),
            None => {
                let (phrase, last) = (phrase.into(), last.into());
                cues.push(Cue { phrase, last, rest, lists: vec![list] });
            }
        }
    }

    /// Finds the cues before a value at `start`.
    pub(crate) fn before(&self, text: &str, start: usize, hint: &Hint<'_>) -> Context {
        let window = window(text, start);
        let mut words = Words::before(window.text, window.cut);
        if let Some(key) = hint.key {
            words.extend(key);
        }
        let mut context = Context { nearest: [ABSENT; LISTS_MAX] };
        for distance in 0..words.as_slice().len() {
            let near = words.as_slice().get(distance..).unwrap_or_default();
            let distance = u8::try_from(distance).unwrap_or(u8::MAX);
            self.look_up(near, |cue| context.add(cue, distance));
        }
        if !window.text.is_ascii() || hint.key.is_some_and(|key| !key.is_ascii()) {
            self.look_for_joined(window.text, &mut context);
            self.look_for_joined(hint.key.unwrap_or_default(), &mut context);
        }
        context
    }

    /// Names the cues that end with the first of these words, which stand nearest first.
    fn look_up(&self, words: &[Word<'_>], mut found: impl FnMut(&Cue)) {
        let Some((word, rest)) = words.split_first() else { return };
        let phrases = rest
            .first()
            .map_or(&[][..], |before| self.phrases.at(pair_slot(fold(word.sum), fold(before.sum))));
        let foreign = !word.text.is_ascii();
        let small = foreign.then(|| word.text.to_lowercase());
        let alone = self.words.at(small.as_deref().map_or(fold(word.sum), slot));
        if alone.is_empty() && phrases.is_empty() {
            return;
        }
        let text = small.as_deref().unwrap_or(word.text);
        for cue in alone.iter().chain(phrases) {
            if is_cue(text, &cue.last) && precedes(&cue.rest, rest) {
                found(cue);
            }
        }
    }

    fn look_for_joined(&self, window: &str, context: &mut Context) {
        let near = tail(window, JOINED_BYTES);
        for (cue, list) in &self.joined {
            if near.contains(&**cue) {
                context.note(*list, 1);
            }
        }
    }

    /// Whether no word of a key is a cue or part of one: then nothing in its text is worth more
    /// or less for it.
    pub(crate) fn says_nothing(&self, key: &str) -> bool {
        let in_phrase = |word: &Word<'_>| self.in_phrase.get(fold(word.sum)) != Some(&false);
        self.names_none(key) && !Words::before(key, false).as_slice().iter().any(in_phrase)
    }

    /// Whether no cue stands in a key.
    pub(crate) fn names_none(&self, key: &str) -> bool {
        let words = Words::before(key, false);
        let mut named = !key.is_ascii();
        for index in 0..words.as_slice().len() {
            self.look_up(words.as_slice().get(index..).unwrap_or_default(), |_| named = true);
        }
        !named
    }

    /// Whether a key names any kind of value.
    pub(crate) fn name_any(&self, key: &str) -> bool {
        let context = self.before("", 0, &Hint { key: Some(key) });
        (OTHERWISE_LIST + 1..LISTS_MAX).any(|list| context.nearest(list).is_some())
    }

    /// Whether a key names the kind of value that the recognizer with this index finds.
    pub(crate) fn name(&self, key: &str, recognizer: usize) -> bool {
        let context = self.before("", 0, &Hint { key: Some(key) });
        self.lists.get(recognizer).is_some_and(|list| context.nearest(*list).is_some())
    }

    /// What this context adds to the score of a match of the recognizer with this index.
    pub(crate) fn boost(&self, context: &Context, recognizer: usize) -> f32 {
        let Some(list) = self.lists.get(recognizer) else { return 0.0 };
        let Some(distance) = context.nearest(*list) else {
            let doubt = [OTHERWISE_LIST, FIELDS_LIST].map(|list| context.nearest(list));
            return if doubt.contains(&Some(0)) { -DOUBT } else { 0.0 };
        };
        if context.nearest(OTHERWISE_LIST).is_some_and(|other| other < distance) {
            return 0.0;
        }
        (BOOST_MAX - BOOST_PER_WORD * f32::from(distance)).max(0.0)
    }
}

impl Context {
    fn add(&mut self, cue: &Cue, distance: u8) {
        if cue.phrase.len() <= 2 && distance > SHORT_CUE_WORDS_MAX {
            return;
        }
        for list in &cue.lists {
            self.note(*list, distance);
        }
    }

    fn note(&mut self, list: usize, distance: u8) {
        if let Some(nearest) = self.nearest.get_mut(list) {
            *nearest = distance.min(*nearest);
        }
    }

    fn nearest(&self, list: usize) -> Option<u8> {
        self.nearest.get(list).copied().filter(|distance| *distance != ABSENT)
    }
}

/// The place of a word in a table of cues: the same in any case, and for its plural.
fn slot(word: &str) -> usize {
    fold(words::sum(word))
}

/// The place of a phrase that ends with words of these places.
fn pair_slot(last: usize, before: usize) -> usize {
    (last.wrapping_mul(0x9e5) ^ before) % SLOTS
}

/// A sum of 32 bits as a place.
fn fold(sum: u32) -> usize {
    usize::try_from(sum ^ sum >> 15).unwrap_or_default() % SLOTS
}

/// The word nearest before `start`.
pub(crate) fn word_before(text: &str, start: usize) -> Option<&str> {
    let window = window(text, start);
    let (before, word) = last_word(window.text)?;
    (!window.cut || !before.is_empty()).then_some(word)
}

/// Whether one of the `count` words nearest before `start` is one of these, in any case.
pub(crate) fn is_among(text: &str, start: usize, count: usize, known: &[&str]) -> bool {
    let window = window(text, start);
    let words = Words::before(window.text, window.cut);
    let mut near = words.as_slice().iter().take(count);
    near.any(|word| known.iter().any(|known| word.text.eq_ignore_ascii_case(known)))
}

/// The text before a value in which words count.
pub(crate) fn near(text: &str, start: usize) -> &str {
    window(text, start).text
}

/// Whether `word` is `cue` in any case, or its plural.
fn is_cue(word: &str, cue: &str) -> bool {
    match word.len().checked_sub(cue.len()) {
        Some(0) => word.eq_ignore_ascii_case(cue),
        Some(1) => word.strip_suffix(['s', 'S']).is_some_and(|stem| stem.eq_ignore_ascii_case(cue)),
        _ => false,
    }
}

/// Whether the words `parts` are the nearest of `rest`.
fn precedes(parts: &[Box<str>], rest: &[Word<'_>]) -> bool {
    parts.len() <= rest.len() && parts.iter().zip(rest).all(|(part, word)| is_cue(word.text, part))
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

/// LIMIT: bytes of a key that are looked at, its last ones: it is read anew at each candidate.
const KEY_BYTES_MAX: usize = 128;

/// As much of a key as is looked at.
pub(crate) fn key_end(key: &str) -> &str {
    tail(key, KEY_BYTES_MAX)
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
