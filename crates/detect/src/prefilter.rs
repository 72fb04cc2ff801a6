//! Says where recognizers may begin: one search for all literals, one table of the rest.
//!
//! It decides nothing: at the places it names, the recognizers do.

mod codes;
mod templates;
mod words;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use crate::boundary::is_local;
use crate::recognizer::{Recognizer, Trigger};
use crate::settings::SettingsError;

pub(crate) use self::codes::{CODE_DIGITS_MAX, CODE_LETTERS_MAX, Codes};
pub(crate) use self::templates::{Templates, Walk};
pub(crate) use self::words::{Stands, Words};

/// LIMIT: bytes of the longest literal; a stream holds back so much of a longer word.
pub(crate) const LITERAL_BYTES_MAX: usize = 24;
/// The triggers of a set of recognizers, by indices into that set.
#[derive(Debug)]
pub(crate) struct Prefilter {
    /// Literals that begin a word.
    pub(crate) words: Words,
    /// All others.
    search: Option<AhoCorasick>,
    literals: Vec<Literal>,
    pub(crate) at: Vec<usize>,
    pub(crate) number: Vec<usize>,
    /// Which of the recognizers are those of numbers that templates describe.
    pub(crate) is_digits: Vec<bool>,
    pub(crate) templates: Templates,
    pub(crate) codes: Codes,
    pub(crate) quad: Vec<usize>,
    pub(crate) letters: Vec<usize>,
    pub(crate) colon: Vec<usize>,
    pub(crate) start: Vec<usize>,
    /// The beginnings of literals that do not stand within one word.
    beginnings: Vec<&'static str>,
    pub(crate) assignment: Vec<usize>,
}

/// A literal that triggers recognizers.
#[derive(Debug)]
struct Literal {
    text: &'static str,
    recognizers: Vec<usize>,
    /// How far behind its start another literal may begin.
    step: usize,
}

impl Prefilter {
    /// Sorts the recognizers by their triggers.
    ///
    /// # Errors
    /// [`SettingsError::Literals`] if the literals cannot be compiled.
    pub(crate) fn new(recognizers: &[&'static Recognizer]) -> Result<Self, SettingsError> {
        let mut made = Self {
            words: Words::default(),
            search: None,
            literals: Vec::new(),
            at: Vec::new(),
            number: Vec::new(),
            is_digits: vec![false; recognizers.len()],
            templates: Templates::default(),
            codes: Codes::default(),
            quad: Vec::new(),
            letters: Vec::new(),
            colon: Vec::new(),
            start: Vec::new(),
            beginnings: Vec::new(),
            assignment: Vec::new(),
        };
        let (mut pairs, mut templates) = (Vec::new(), Vec::new());
        let mut texts = Vec::new();
        for (index, recognizer) in recognizers.iter().enumerate() {
            match recognizer.trigger {
                Trigger::Literals(literals) | Trigger::Token(literals, _) => {
                    texts.extend_from_slice(literals);
                    for text in literals {
                        match begins_word(text) {
                            true => made.words.add(text, index),
                            false => pairs.push((*text, index)),
                        }
                    }
                }
                Trigger::At => made.at.push(index),
                Trigger::Number => made.number.push(index),
                Trigger::Digits(texts) | Trigger::Code(texts) => {
                    let short = u16::try_from(index).map_err(|_| SettingsError::Literals)?;
                    templates.extend(texts.iter().map(|text| (short, *text)));
                    if let (Trigger::Digits(_), Some(is)) =
                        (recognizer.trigger, made.is_digits.get_mut(index))
                    {
                        *is = true;
                    }
                }
                Trigger::Shape(shapes) => made.codes.add_shapes(shapes, index),
                Trigger::Quad => made.quad.push(index),
                Trigger::Letters => made.letters.push(index),
                Trigger::Colon => made.colon.push(index),
                Trigger::Start => made.start.push(index),
                Trigger::Assignment => made.assignment.push(index),
            }
        }
        made.templates = Templates::new(&templates);
        let fits = |text: &str| {
            let least = if begins_word(text) { 2 } else { 1 };
            (least..=LITERAL_BYTES_MAX).contains(&text.len())
        };
        if !texts.iter().all(|text| fits(text)) {
            return Err(SettingsError::Literals);
        }
        made.beginnings = beginnings(&texts);
        made.literals = literals(&pairs);
        if !made.literals.is_empty() {
            let search = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .kind(Some(AhoCorasickKind::DFA))
                .build(made.literals.iter().map(|literal| literal.text))
                .map_err(|_| SettingsError::Literals)?;
            made.search = Some(search);
        }
        Ok(made)
    }

    /// Calls `visit` with the place of each literal from `from` on and its recognizers.
    pub(crate) fn literals(&self, text: &str, from: usize, mut visit: impl FnMut(usize, &[usize])) {
        let Some(search) = &self.search else { return };
        let mut at = from;
        while let Some(found) = search.find(Input::new(text).range(at..)) {
            let Some(literal) = self.literals.get(found.pattern().as_usize()) else { return };
            visit(found.start(), &literal.recognizers);
            at = found.start() + literal.step;
        }
    }

    /// Where the beginnings of literals begin that `text` ends with, for literals that do not stand
    /// within one word.
    pub(crate) fn begun(&self, text: &str) -> impl Iterator<Item = usize> {
        let begun = self.beginnings.iter().filter(|beginning| text.ends_with(**beginning));
        begun.map(|beginning| text.len() - beginning.len())
    }
}

/// Each literal once, with all recognizers that begin with it or with a beginning of it: the
/// search reports only the longest literal at a place.
fn literals(pairs: &[(&'static str, usize)]) -> Vec<Literal> {
    let mut texts: Vec<_> = pairs.iter().map(|(text, _)| *text).collect();
    texts.sort_unstable();
    texts.dedup();
    let mut made: Vec<_> = texts.iter().map(|text| Literal::new(text, &texts)).collect();
    for (text, recognizer) in pairs {
        let from = texts.partition_point(|other| other < text);
        for literal in made.iter_mut().skip(from) {
            if !literal.text.starts_with(text) {
                break;
            }
            if !literal.recognizers.contains(recognizer) {
                literal.recognizers.push(*recognizer);
            }
        }
    }
    made
}

/// Whether a literal is looked for at the beginnings of words only.
fn begins_word(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
}

impl Literal {
    /// A literal without recognizers, among `texts`, which are sorted.
    fn new(text: &'static str, texts: &[&'static str]) -> Self {
        let step = (1..text.len()).find(|step| may_begin(texts, text, *step));
        Self { text, recognizers: Vec::new(), step: step.unwrap_or(text.len()) }
    }
}

/// Whether a literal may begin `step` bytes into `text`.
fn may_begin(texts: &[&'static str], text: &str, step: usize) -> bool {
    let Some(tail) = text.get(step..) else { return false };
    let from = texts.partition_point(|other| *other < tail);
    let longer = texts.get(from).is_some_and(|other| other.starts_with(tail));
    let known = |length| tail.get(..length).is_some_and(|part| texts.binary_search(&part).is_ok());
    longer || (1..=tail.len()).any(known)
}

/// The proper beginnings of the literals that do not stand within one word.
fn beginnings(literals: &[&'static str]) -> Vec<&'static str> {
    let split = literals.iter().filter(|text| !text.chars().all(is_local));
    let mut made: Vec<_> =
        split.flat_map(|text| (1..text.len()).filter_map(|length| text.get(..length))).collect();
    made.sort_unstable();
    made.dedup();
    made
}

/// What a byte is to the walk over a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It continues a word, as letters and `_` do.
    Letter,
    Digit,
    At,
    Colon,
    /// It may stand between a key and its value.
    Operator,
    Other,
}

/// What each byte is.
static KINDS: [Kind; 256] = kinds();

#[expect(clippy::cast_possible_truncation, reason = "there are 256 bytes")]
const fn kinds() -> [Kind; 256] {
    let mut table = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b'@' => Kind::At,
            b':' => Kind::Colon,
            b'=' | b'>' | b',' | b'(' | b'|' | b'?' => Kind::Operator,
            _ => Kind::Other,
        };
        byte += 1;
    }
    table
}

impl Kind {
    pub(crate) fn of(byte: u8) -> Self {
        KINDS.get(usize::from(byte)).copied().unwrap_or(Self::Other)
    }
}
