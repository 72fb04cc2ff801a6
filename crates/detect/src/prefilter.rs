//! Says where recognizers may begin: one search for all literals, one table of the rest.
//!
//! It decides nothing: at the places it names, the recognizers do.

mod codes;
mod templates;
mod words;

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
    pub(crate) signs: Words,
    pub(crate) at: Vec<usize>,
    pub(crate) number: Vec<usize>,
    /// Which of the recognizers are those of numbers that templates describe.
    pub(crate) is_digits: Vec<bool>,
    pub(crate) templates: Templates,
    pub(crate) codes: Codes,
    /// Whether one of the templates is of letters too.
    pub(crate) lettered: bool,
    pub(crate) quad: Vec<usize>,
    pub(crate) letters: Vec<usize>,
    pub(crate) colon: Vec<usize>,
    pub(crate) start: Vec<usize>,
    /// The beginnings of literals that do not stand within one word.
    beginnings: Vec<&'static str>,
    pub(crate) assignment: Vec<usize>,
}

impl Prefilter {
    /// Sorts the recognizers by their triggers.
    ///
    /// # Errors
    /// [`SettingsError::Literals`] if the literals cannot be compiled.
    pub(crate) fn new(recognizers: &[&'static Recognizer]) -> Result<Self, SettingsError> {
        let mut made = Self {
            words: Words::default(),
            signs: Words::default(),
            at: Vec::new(),
            number: Vec::new(),
            is_digits: vec![false; recognizers.len()],
            templates: Templates::default(),
            codes: Codes::default(),
            lettered: false,
            quad: Vec::new(),
            letters: Vec::new(),
            colon: Vec::new(),
            start: Vec::new(),
            beginnings: Vec::new(),
            assignment: Vec::new(),
        };
        let mut templates = Vec::new();
        let mut texts = Vec::new();
        for (index, recognizer) in recognizers.iter().enumerate() {
            match recognizer.trigger {
                Trigger::Literals(literals) | Trigger::Token(literals, _) => {
                    texts.extend_from_slice(literals);
                    for text in literals {
                        let kind = match begins_word(text) {
                            true => &mut made.words,
                            false => &mut made.signs,
                        };
                        kind.add(text, index);
                    }
                }
                Trigger::At => made.at.push(index),
                Trigger::Number => made.number.push(index),
                Trigger::Digits(texts) | Trigger::Code(texts) => {
                    let short = u16::try_from(index).map_err(|_| SettingsError::Literals)?;
                    templates.extend(texts.iter().map(|text| (short, *text)));
                    made.lettered |= matches!(recognizer.trigger, Trigger::Code(_));
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
        Ok(made)
    }

    /// Where the beginnings of literals begin that `text` ends with, for literals that do not stand
    /// within one word.
    pub(crate) fn begun(&self, text: &str) -> impl Iterator<Item = usize> {
        let begun = self.beginnings.iter().filter(|beginning| text.ends_with(**beginning));
        begun.map(|beginning| text.len() - beginning.len())
    }
}

/// Whether a literal is looked for at the beginnings of words only.
fn begins_word(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
}

/// The proper beginnings of the literals that do not stand within one word.
fn beginnings(literals: &[&'static str]) -> Vec<&'static str> {
    // What begins a word is seen to be cut where it begins.
    let split = literals.iter().filter(|text| !begins_word(text) && !text.chars().all(is_local));
    let mut made: Vec<_> =
        split.flat_map(|text| (1..text.len()).filter_map(|length| text.get(..length))).collect();
    made.sort_unstable();
    made.dedup();
    made
}

/// What a byte is to the walk over a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Letter,
    /// It continues a word too.
    Underscore,
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
#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn kinds() -> [Kind; 256] {
    let mut table = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'_' => Kind::Underscore,
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
    #[inline]
    pub(crate) fn of(byte: u8) -> Self {
        KINDS.get(usize::from(byte)).copied().unwrap_or(Self::Other)
    }

    /// Whether it begins no word and no number.
    #[inline]
    pub(crate) fn is_sign(self) -> bool {
        !matches!(self, Self::Letter | Self::Digit)
    }
}
