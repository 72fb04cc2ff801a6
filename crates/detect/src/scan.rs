//! One pass over a text: stops at every candidate, asks the recognizers, weighs what they match.
//!
//! It says from where on the text is undecided because more of it may come. It settles no
//! overlaps.

mod codes;

use crate::boundary::{self, local_run, number_lead};
use crate::context::{BOOST_MAX, Context};
use crate::cursor::Cursor;
use crate::detector::{Detector, Hint};
use crate::number::{DIGITS_MIN, Number};
use crate::own;
use crate::prefilter::{Kind, LITERAL_BYTES_MAX, Stands};
use crate::recognizers::may_assign;
use crate::settle::Scored;

/// The text that is searched, and what is known of its surroundings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'t> {
    /// The text, with what stood before it as far as recognizers look back.
    pub(crate) text: &'t str,
    /// Nothing before this place is looked for.
    pub(crate) from: usize,
    /// Nothing follows.
    pub(crate) finished: bool,
}

/// Finds all matches that begin in these parts of a stretch, and the place before which no further
/// one can begin.
pub(crate) fn scan(
    detector: &Detector,
    stretch: Stretch<'_>,
    parts: &[(usize, usize)],
    hint: &Hint<'_>,
) -> (Vec<Scored>, usize) {
    let hold = if stretch.finished { stretch.text.len() } else { tail(detector, stretch) };
    let mut scan = Scan {
        detector,
        stretch,
        hint,
        matches: Vec::new(),
        hold,
        context: None,
        fitting: Vec::new(),
        digits: Vec::new(),
    };
    if let (0, Some(key)) = (stretch.from, hint.key) {
        scan.ask(&scan.cursor(0).with_key(key), 0, &detector.prefilter.start);
        scan.ask(&scan.cursor(0).with_key(key), 0, &detector.prefilter.assignment);
    }
    for (from, to) in parts {
        scan.walk(*from.max(&stretch.from), *to);
    }
    own::search(&detector.own, stretch, hint, (&mut scan.matches, &mut scan.hold));
    (scan.matches, scan.hold)
}

/// Where the text begins that could be the left part of a match although no trigger stands in
/// it yet: the last word, with what may open a number before it.
fn tail(detector: &Detector, stretch: Stretch<'_>) -> usize {
    let text = stretch.text;
    let (mut start, fits) = local_run(text, text.len());
    if !fits {
        // No local part of an address any more; but a literal or a short word may end here.
        start = text.len() - LITERAL_BYTES_MAX;
        while !text.is_char_boundary(start) {
            start -= 1;
        }
    }
    if !detector.prefilter.codes.is_empty() || detector.prefilter.lettered {
        // A short word and a space, with digits to come, could be the beginning of an identifier.
        let leads = codes::leads(text, text.len()).into_iter().flatten();
        start = leads.map(|lead| lead.start).fold(start, usize::min);
    }
    // The beginning of `[at]`, and with it the word before.
    let begun = detector.prefilter.begun(text).map(|at| boundary::word_start(text, at));
    start = begun.fold(start, usize::min);
    number_lead(text, number_lead(text, start)).max(stretch.from)
}

/// Where the letters end that begin at `at`.
#[inline]
fn letters_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(eight) = bytes.get(end..).and_then(<[u8]>::first_chunk::<8>) {
        let letters = first_letters(u64::from_le_bytes(*eight));
        end += letters;
        if letters < 8 {
            return end;
        }
    }
    let rest = bytes.get(end..).unwrap_or_default();
    end + rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// How many of eight bytes, from the lowest on, are letters before the first one that is none:
/// all at once, with the highest bit of each byte as the answer to a comparison.
#[inline]
fn first_letters(eight: u64) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let small = (eight | 0x2020_2020_2020_2020) & !HIGH;
    let from_a = small + 0x1f1f_1f1f_1f1f_1f1f;
    let beyond_z = small + 0x0505_0505_0505_0505;
    let letters = from_a & !beyond_z & !eight & HIGH;
    usize::try_from((!letters & HIGH).trailing_zeros() / 8).unwrap_or_default()
}

struct Scan<'a> {
    detector: &'a Detector,
    stretch: Stretch<'a>,
    hint: &'a Hint<'a>,
    matches: Vec<Scored>,
    hold: usize,
    /// The context of the last candidate that was weighed: several recognizers match at one.
    context: Option<(usize, Context)>,
    /// Recognizers of codes that are about to be asked.
    fitting: Vec<usize>,
    /// Recognizers of numbers whose templates fit at the number that is looked at.
    digits: Vec<usize>,
}

impl<'a> Scan<'a> {
    /// Visits the beginning of every word, every row of digits, every colon and `@`.
    fn walk(&mut self, from: usize, to: usize) {
        let bytes = self.stretch.text.as_bytes();
        let prefilter = &self.detector.prefilter;
        let mut at = from;
        while let Some(byte) = bytes.get(at).filter(|_| at < to) {
            let kind = Kind::of(*byte);
            let literals = if kind.is_sign() { &prefilter.signs } else { &prefilter.words };
            if literals.may(bytes, at) {
                if kind.is_sign() { self.sign(at) } else { self.literals(at) }
            }
            at = match kind {
                Kind::Letter => letters_end(bytes, at),
                Kind::Digit => self.digits(at),
                Kind::At => self.at(at),
                Kind::Colon => {
                    self.operator(at);
                    self.colon(at)
                }
                Kind::Operator => self.operator(at),
                Kind::Underscore | Kind::Other => at + 1,
            };
        }
    }

    /// Visits the literals that begin with a sign at `at`. What is found may begin in the word
    /// before.
    fn sign(&mut self, at: usize) {
        let text = self.stretch.text;
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        self.detector.prefilter.signs.at(rest, |stands, recognizers| {
            if stands == Stands::Whole {
                let cursor = self.cursor(at);
                self.ask(&cursor, at, recognizers);
                if cursor.starved() {
                    self.starve(boundary::word_start(text, at));
                }
            }
        });
    }

    /// Visits an operator that may stand before a value.
    fn operator(&mut self, at: usize) -> usize {
        let recognizers = &self.detector.prefilter.assignment;
        if !recognizers.is_empty() && may_assign(self.stretch.text.as_bytes(), at) {
            self.ask(&self.cursor(at), at, recognizers);
        }
        at + 1
    }

    /// Visits the literals with which a word begins at `at`, if one does.
    fn literals(&mut self, at: usize) {
        let text = self.stretch.text;
        let before = boundary::byte_before(text, at);
        let within = match before.map(Kind::of) {
            Some(Kind::Letter | Kind::Digit | Kind::Underscore) => true,
            Some(_) => !before.is_some_and(|byte| byte.is_ascii()) && !boundary::opens(text, at),
            None => false,
        };
        if within {
            return;
        }
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        self.detector.prefilter.words.at(rest, |stands, recognizers| match stands {
            Stands::Whole => self.ask(&self.cursor(at), at, recognizers),
            Stands::Cut if !self.stretch.finished => self.starve(at),
            Stands::Cut => {}
        });
    }

    fn at(&mut self, at: usize) -> usize {
        let (start, fits) = local_run(self.stretch.text, at);
        if fits && start < at {
            self.ask(&self.cursor(at), start, &self.detector.prefilter.at);
        }
        at + 1
    }

    fn colon(&mut self, at: usize) -> usize {
        let text = self.stretch.text;
        let next = text.as_bytes().get(at + 1).copied();
        let hex = text.as_bytes().get(..at).unwrap_or_default().iter().rev().take(4);
        let hex = hex.take_while(|byte| byte.is_ascii_hexdigit()).count();
        let start = at - hex;
        let begins = boundary::opens(text, start) && !boundary::follows_group(text, start);
        if begins && next.is_none_or(|byte| byte == b':' || byte.is_ascii_hexdigit()) {
            self.ask(&self.cursor(at), start, &self.detector.prefilter.colon);
        }
        at + 1
    }

    /// Visits a run of digits; returns its end.
    fn digits(&mut self, at: usize) -> usize {
        let text = self.stretch.text;
        let bytes = text.as_bytes();
        let run = bytes.get(at..).unwrap_or_default().iter();
        let end = at + run.take_while(|byte| byte.is_ascii_digit()).count();
        match boundary::char_before(text, at) {
            Some(c) if c.is_ascii_digit() => return end,
            Some(c) if c.is_ascii_alphabetic() => {
                self.letters(at);
                self.codes(at, end);
                return end;
            }
            _ => {}
        }
        self.codes(at, end);
        let next = bytes.get(end).copied();
        if end - at <= 3 && next.is_none_or(|byte| byte == b'.') {
            let signed = matches!(boundary::byte_before(text, at), Some(b'-' | b'+'));
            self.ask(&self.cursor(at), at - usize::from(signed), &self.detector.prefilter.quad);
        }
        let long = end - at >= DIGITS_MIN;
        let goes_on = next
            .is_none_or(|byte| matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')' | 0xc2..));
        if long || goes_on {
            self.number(at);
        }
        end
    }

    /// Visits the two letters before the digits at `at`.
    fn letters(&mut self, at: usize) {
        let Some(start) = at.checked_sub(2) else { return };
        let text = self.stretch.text;
        let letters = text.as_bytes().get(start..at).unwrap_or_default();
        if letters.iter().all(u8::is_ascii_alphabetic) && boundary::opens(text, start) {
            self.ask(&self.cursor(start), start, &self.detector.prefilter.letters);
        }
    }

    fn number(&mut self, at: usize) {
        let text = self.stretch.text;
        let start = number_lead(text, at);
        let prefilter = &self.detector.prefilter;
        let wanted = !prefilter.number.is_empty() || !self.digits.is_empty();
        if !wanted || !boundary::opens_number(text, at) {
            return;
        }
        let cursor = self.cursor(at);
        let number = Number::read(&cursor, at);
        if cursor.starved() {
            self.hold = self.hold.min(start);
        } else if number.digits().len() >= DIGITS_MIN {
            let cursor = cursor.with_number(&number);
            self.ask(&cursor, start, &prefilter.number);
            let mut digits = std::mem::take(&mut self.digits);
            digits.sort_unstable();
            self.ask(&cursor, start, &digits);
            digits.clear();
            self.digits = digits;
        }
    }

    /// Whether a recognizer finds nothing without a word that does not stand before the candidate.
    /// The words are looked at where a text has a key, and where another recognizer had to know
    /// them: else it costs less to ask.
    fn is_needless(&mut self, cursor: &Cursor<'_>, index: usize) -> bool {
        let needs = self.detector.needs_word.get(index) == Some(&true);
        let known = self.context.as_ref().is_some_and(|(start, _)| *start == cursor.at);
        needs && (known || cursor.at == 0) && self.boost(cursor.at, index) <= 0.0
    }

    /// What the words before a match add to its score.
    fn boost(&mut self, start: usize, index: usize) -> f32 {
        if self.detector.recognizers.get(index).is_none_or(|known| known.context.is_empty()) {
            return 0.0;
        }
        let cues = &self.detector.cues;
        let known = self.context.take().filter(|(known, _)| *known == start);
        let before = || (start, cues.before(self.stretch.text, start, self.hint));
        let (_, context) = self.context.insert(known.unwrap_or_else(before));
        cues.boost(context, index)
    }

    fn cursor(&self, at: usize) -> Cursor<'a> {
        Cursor::new(self.stretch.text, at, self.stretch.finished)
    }

    /// Holds back what begins at `start`.
    fn starve(&mut self, start: usize) {
        self.hold = self.hold.min(start.max(self.stretch.from));
    }

    /// Asks the recognizers at a candidate whose match would begin at `earliest` or later.
    fn ask(&mut self, cursor: &Cursor<'_>, earliest: usize, recognizers: &[usize]) {
        for index in recognizers {
            let Some(recognizer) = self.detector.recognizers.get(*index) else { continue };
            let least = self.detector.least.get(*index).copied().unwrap_or_default();
            if self.is_needless(cursor, *index) {
                continue;
            }
            let found = recognizer.decide(cursor);
            if cursor.starved() {
                self.hold = self.hold.min(earliest.max(self.stretch.from));
                return;
            }
            let Some(found) = found else { continue };
            debug_assert!(found.score <= recognizer.alone_max(), "{}", recognizer.name);
            // No words before it would help: it costs less not to look for them.
            if found.score + BOOST_MAX < least {
                continue;
            }
            let boost = self.boost(found.start, *index);
            let score = (found.score + boost).clamp(0.0, 1.0);
            let said = boost > 0.0 || !found.cued;
            let value = self.stretch.text.get(found.start..found.end).unwrap_or_default();
            if said
                && score >= least
                && found.start >= self.stretch.from
                && !self.detector.settings.allow.lists(&recognizer.entity, value)
            {
                // What the operator named comes before all recognizers.
                let recognizer = self.detector.own.names.len() + index;
                let (start, end) = (found.start, found.end);
                let origin = start.min(cursor.at).max(self.stretch.from);
                let rule = found.rule;
                self.matches.push(Scored { origin, start, end, score, recognizer, rule });
            }
        }
    }
}
