//! Which recognizers' templates a text fits from a place on: one automaton of them all.
//!
//! It is walked once over a candidate, so that a recognizer is asked only where one of its
//! templates fits to the end. What stands in the places of the template, it does not keep.

use std::collections::HashMap;

use crate::boundary::{is_dash, is_space};

/// Classes of characters that templates tell apart.
const CLASSES: usize = 6;
const DIGIT: usize = 0;
const LETTER: usize = 1;
const SPACE: usize = 2;
const DASH: usize = 3;
const DOT: usize = 4;
const SLASH: usize = 5;

/// Of no class, or of one that more bytes decide.
const OTHER: u8 = 6;
const BEYOND: u8 = 7;

/// The class of each byte.
static CLASS_OF: [u8; 256] = class_of();

#[expect(clippy::cast_possible_truncation, reason = "classes are fewer than eight")]
#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn class_of() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT as u8,
            b'A'..=b'Z' | b'a'..=b'z' => LETTER as u8,
            b' ' => SPACE as u8,
            b'-' => DASH as u8,
            b'.' => DOT as u8,
            b'/' => SLASH as u8,
            0x80.. => BEYOND,
            _ => OTHER,
        };
        byte += 1;
    }
    table
}

/// The state from which nothing fits any more.
const DEAD: u16 = 0;
const START: u16 = 1;

/// Templates of a set of recognizers, as one automaton. What a template says is documented at
/// [`crate::code::Code::read`]; one that ends with `*` says only how something begins.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    states: Vec<State>,
    /// The recognizers of all states one after the other.
    fitting: Vec<u16>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    next: [u16; CLASSES],
    /// Where in the list of recognizers those stand that have a template that ends here.
    fits: (u32, u32),
    /// The same of those whose template goes on in any way.
    open: (u32, u32),
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walk {
    /// No template fits any further.
    Done,
    /// The text ended before the templates did.
    Starved,
}

impl Templates {
    /// Puts the templates of recognizers, by their indices, into one automaton.
    pub(super) fn new(templates: &[(u16, &'static str)]) -> Self {
        Builder::default().build(templates)
    }

    /// Names the recognizers whose templates fit from `start` on to a place where a word ends.
    pub(crate) fn walk(&self, text: &str, start: usize, mut fits: impl FnMut(usize)) -> Walk {
        let bytes = text.as_bytes();
        let (mut at, mut state) = (start, START);
        loop {
            let Some(byte) = bytes.get(at) else { return Walk::Starved };
            let class = CLASS_OF.get(usize::from(*byte)).copied().unwrap_or(OTHER);
            let (class, length) = match class {
                OTHER => return Walk::Done,
                BEYOND => match separator(text, at) {
                    Some(known) => known,
                    None => return Walk::Done,
                },
                class => (usize::from(class), 1),
            };
            let Some(known) = self.states.get(usize::from(state)) else { return Walk::Done };
            state = known.next.get(class).copied().unwrap_or(DEAD);
            if state == DEAD {
                return Walk::Done;
            }
            at += length;
            let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            let Some(known) = self.states.get(usize::from(state)) else { return Walk::Done };
            if known.fits.0 == known.fits.1 && known.open.0 == known.open.1 {
                continue;
            }
            let ends = class <= LETTER && !bytes.get(at).is_some_and(goes_on);
            let ended = if ends { self.fitting(known.fits) } else { &[] };
            let open = self.fitting(known.open);
            open.iter().chain(ended).for_each(|recognizer| fits(usize::from(*recognizer)));
        }
    }

    fn fitting(&self, (from, to): (u32, u32)) -> &[u16] {
        let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        range.and_then(|(from, to)| self.fitting.get(from..to)).unwrap_or_default()
    }
}

/// The class and length of a separator beyond ASCII.
fn separator(text: &str, at: usize) -> Option<(usize, usize)> {
    let c = text.get(at..)?.chars().next()?;
    let class = match c {
        c if is_space(c) => SPACE,
        c if is_dash(c) => DASH,
        _ => return None,
    };
    Some((class, c.len_utf8()))
}

/// What is left of a template that goes on in any way.
const OPEN: &[u8] = b"*";

/// What a place of a template takes, and whether it may be left out.
fn place(place: u8) -> (&'static [usize], bool) {
    match place {
        b'9' => (&[DIGIT], false),
        b'*' => (&[], false),
        b'A' => (&[LETTER], false),
        b'X' => (&[DIGIT, LETTER], false),
        b'-' => (&[DASH], true),
        b'=' => (&[DASH], false),
        b' ' => (&[SPACE, DASH], true),
        b'_' => (&[SPACE, DASH], false),
        b'.' => (&[SPACE, DASH, DOT], true),
        _ => (&[SPACE, DASH, DOT, SLASH], true),
    }
}

/// The rest of a template of a recognizer.
type Rest = (u16, &'static [u8]);

/// Makes states of sets of rests.
#[derive(Default)]
struct Builder {
    known: HashMap<Vec<Rest>, u16>,
    sets: Vec<Vec<Rest>>,
    made: Templates,
}

impl Builder {
    fn build(mut self, templates: &[(u16, &'static str)]) -> Templates {
        if templates.is_empty() {
            return self.made;
        }
        self.state(Vec::new());
        self.state(templates.iter().map(|(index, text)| (*index, text.as_bytes())).collect());
        let mut at = 1;
        while let Some(set) = self.sets.get(at).cloned() {
            let mut next = [DEAD; CLASSES];
            for (class, next) in next.iter_mut().enumerate() {
                let after = set.iter().filter_map(|(recognizer, rest)| {
                    let (first, rest) = rest.split_first()?;
                    place(*first).0.contains(&class).then_some((*recognizer, rest))
                });
                *next = self.state(after.collect());
            }
            if let Some(state) = self.made.states.get_mut(at) {
                state.next = next;
            }
            at += 1;
        }
        self.made
    }

    /// The state of these rests and those that are left when what may be left out is.
    fn state(&mut self, mut set: Vec<Rest>) -> u16 {
        let mut at = 0;
        while let Some((recognizer, rest)) = set.get(at).copied() {
            match rest.split_first() {
                Some((first, rest)) if place(*first).1 => set.push((recognizer, rest)),
                _ => {}
            }
            at += 1;
        }
        set.sort_unstable();
        set.dedup();
        if let Some(known) = self.known.get(&set) {
            return *known;
        }
        let index = u16::try_from(self.sets.len()).unwrap_or(DEAD);
        let fits = self.list(&set, b"");
        let open = self.list(&set, OPEN);
        self.made.states.push(State { next: [DEAD; CLASSES], fits, open });
        self.known.insert(set.clone(), index);
        self.sets.push(set);
        index
    }

    /// Adds the recognizers to the list of which so much of a template is left.
    fn list(&mut self, set: &[Rest], left: &[u8]) -> (u32, u32) {
        let place = |at: usize| u32::try_from(at).unwrap_or(0);
        let from = place(self.made.fitting.len());
        let such = set.iter().filter(|(_, rest)| *rest == left);
        self.made.fitting.extend(such.map(|(recognizer, _)| *recognizer));
        (from, place(self.made.fitting.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATES: &[(u16, &str)] = &[
        (0, "999-99-9999"),
        (1, "999 999 999"),
        (2, "A_9999999A"),
        (3, "99/99"),
        (4, "XXX"),
        (5, "9_A*"),
    ];

    fn check(text: &str, expected: &[usize], walk: Walk) {
        let mut fits = Vec::new();
        let ended = Templates::new(TEMPLATES).walk(text, 0, |recognizer| fits.push(recognizer));
        assert_eq!((fits.as_slice(), ended), (expected, walk), "{text}");
    }

    #[test]
    fn recognizers_are_named_where_their_templates_fit() {
        check("536-90-4399.", &[4, 0], Walk::Done);
        check("536904399;", &[0, 1], Walk::Done);
        check("536 904 399;", &[4, 1], Walk::Done);
        check("536\u{a0}904–399;", &[4, 1], Walk::Done);
        check("x-1234567z ", &[2], Walk::Done);
        check("x1234567z ", &[], Walk::Done);
        check("12/34,", &[3], Walk::Done);
        check("12 34,", &[3], Walk::Done);
        check("a1b.", &[4], Walk::Done);
        check("5 Elm", &[5], Walk::Done);
        check("a1b_", &[], Walk::Done);
        check("5369043990", &[], Walk::Done);
    }

    #[test]
    fn a_text_may_end_too_early() {
        check("536-90-4", &[4], Walk::Starved);
        check("536", &[4], Walk::Starved);
        check("", &[], Walk::Starved);
    }

    #[test]
    fn without_templates_nothing_fits() {
        let walk = Templates::new(&[]).walk("123", 0, |_| panic!("nothing fits"));
        assert_eq!(walk, Walk::Done);
    }
}
