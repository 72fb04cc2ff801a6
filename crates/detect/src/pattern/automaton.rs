//! The table of a pattern: for each state and byte the next state.
//!
//! It is made once, from an automaton that `regex-automata` reads out of the expression: a state
//! is a set of its states in the order in which they are preferred (leftmost-first). What makes
//! it worth a table of our own: it tells whether more text could change a decision, and its edges
//! of words are those of the recognizers.

mod build;

use self::build::build;
use super::looks::Looks;
use super::{MATCH_BYTES_MAX, PatternError, Run};
use crate::scan::Stretch;
use regex_automata::nfa::thompson::NFA;

/// The state from which nothing matches.
const DEAD: u16 = 0;
/// How many bytes of a match are told beforehand, so that few places are looked at.
pub(crate) const FIRST_BYTES: usize = 3;
/// LIMIT: how long the states of past places are kept beyond use, before they are moved.
const TRACE_SLACK: usize = 4096;

/// A table of states and bytes.
#[derive(Debug)]
pub(super) struct Automaton {
    /// The class of each byte: bytes that no part of the pattern tells apart have one class.
    classes: [u8; 256],
    width: usize,
    /// By state and class.
    next: Vec<u16>,
    states: Vec<State>,
    /// What a state with conditions becomes, by its `conditions` and the set that holds.
    met: Vec<u16>,
    looks: Looks,
    start: u16,
    first: [[bool; 256]; FIRST_BYTES],
}

/// What is known of a state beside its steps.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// A match ends here.
    accepts: bool,
    /// Some byte leads on.
    goes_on: bool,
    /// It has conditions: where its row in `met` begins.
    conditions: Option<usize>,
}

/// The states of the last run by place, so that the next one, a character on, need not repeat
/// what is the same: this keeps long runs of matches linear.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    base: usize,
    states: Vec<u16>,
    end: Option<usize>,
}

impl Automaton {
    /// Makes the table.
    ///
    /// # Errors
    /// [`PatternError`] if it is too large, or matches an empty text or nothing.
    pub(super) fn new(nfa: &NFA) -> Result<Self, PatternError> {
        let mut made = build(nfa)?;
        if made.after(&[made.start]).iter().any(|state| made.state(*state).accepts) {
            return Err(PatternError::MatchesEmpty);
        }
        if made.shortest().is_none() {
            return Err(PatternError::MatchesNothing);
        }
        made.first = made.first_bytes();
        Ok(made)
    }

    /// Which bytes may stand at the first places of a match.
    pub(super) fn first(&self) -> &[[bool; 256]; FIRST_BYTES] {
        &self.first
    }

    /// Looks for a match that begins at `start`: the preferred one of the first bytes.
    pub(super) fn run(&self, stretch: Stretch<'_>, start: usize, trace: &mut Trace) -> Run {
        let bytes = stretch.text.as_bytes();
        let (mut at, mut state, mut end) = (start, self.start, None);
        trace.begin(start);
        let starved = loop {
            if let Some((front, there)) = trace.join(at, state) {
                // From here on it is the run before: its match is this one's too.
                end = trace.end.filter(|known| *known >= at).or(end);
                (at, state) = (front, there);
            }
            trace.note(at, state);
            let ended = at >= bytes.len() && !stretch.finished;
            let Some(here) = self.settled(stretch, at, state) else { break true };
            let known = self.state(here);
            if known.accepts {
                end = Some(at);
            }
            if !known.goes_on || at - start >= MATCH_BYTES_MAX {
                break false;
            }
            let Some(byte) = bytes.get(at) else { break ended };
            state = self.step(here, *byte);
            at += 1;
        };
        trace.finish(at, end);
        Run { end, starved }
    }

    /// The state with its conditions settled; `None` if that takes a character that has not come.
    fn settled(&self, stretch: Stretch<'_>, at: usize, state: u16) -> Option<u16> {
        let Some(row) = self.state(state).conditions else { return Some(state) };
        if at >= stretch.text.len() && !stretch.finished {
            return None;
        }
        let set = self.looks.at(stretch, at);
        Some(self.met.get(row + set).copied().unwrap_or(DEAD))
    }

    fn state(&self, state: u16) -> State {
        self.states.get(usize::from(state)).copied().unwrap_or_default()
    }

    fn step(&self, state: u16, byte: u8) -> u16 {
        let class = self.classes.get(usize::from(byte)).copied().unwrap_or_default();
        let index = usize::from(state) * self.width + usize::from(class);
        self.next.get(index).copied().unwrap_or(DEAD)
    }

    /// What these states can be once their conditions are settled in any way.
    fn after(&self, states: &[u16]) -> Vec<u16> {
        let mut all = Vec::new();
        for state in states {
            match self.state(*state).conditions {
                Some(row) => {
                    let row = self.met.get(row..row + self.looks.sets());
                    all.extend_from_slice(row.unwrap_or_default());
                }
                None => all.push(*state),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The states that a byte leads to from these, with the bytes that lead anywhere.
    fn forward(&self, states: &[u16]) -> (Vec<u16>, [bool; 256]) {
        let (mut all, mut bytes) = (Vec::new(), [false; 256]);
        for state in states {
            for (byte, leads) in (0..=u8::MAX).zip(&mut bytes) {
                let next = self.step(*state, byte);
                *leads |= next != DEAD;
                all.push(next);
            }
        }
        all.sort_unstable();
        all.dedup();
        all.retain(|state| *state != DEAD);
        (all, bytes)
    }

    /// Bytes of the shortest match, if one fits the limit.
    fn shortest(&self) -> Option<usize> {
        let mut seen = vec![false; self.states.len()];
        let mut now = self.after(&[self.start]);
        for length in 0..=MATCH_BYTES_MAX {
            if now.iter().any(|state| self.state(*state).accepts) {
                return Some(length);
            }
            now.retain(|state| {
                let seen = seen.get_mut(usize::from(*state));
                seen.is_some_and(|seen| !std::mem::replace(seen, true))
            });
            now = self.after(&self.forward(&now).0);
        }
        None
    }

    fn first_bytes(&self) -> [[bool; 256]; FIRST_BYTES] {
        let mut first = [[true; 256]; FIRST_BYTES];
        let mut now = self.after(&[self.start]);
        for place in &mut first {
            // Behind a match anything may stand.
            if now.iter().any(|state| self.state(*state).accepts) {
                break;
            }
            let (next, bytes) = self.forward(&now);
            *place = bytes;
            now = self.after(&next);
        }
        first
    }
}

impl Trace {
    /// Makes ready for a run from `start`, which lies behind that of the last one.
    fn begin(&mut self, start: usize) {
        let past = start.checked_sub(self.base);
        if past.is_none_or(|past| past >= self.states.len()) {
            self.base = start;
            self.states.clear();
        } else if start - self.base > TRACE_SLACK {
            self.states.drain(..start - self.base);
            self.base = start;
        }
    }

    /// If the last run was in `state` at `at` too: how far it went, and in which state.
    fn join(&self, at: usize, state: u16) -> Option<(usize, u16)> {
        let known = self.states.get(at.checked_sub(self.base)?)?;
        let front = self.base + self.states.len() - 1;
        (*known == state && at < front).then_some((front, *self.states.last()?))
    }

    fn note(&mut self, at: usize, state: u16) {
        match self.states.get_mut(at - self.base) {
            Some(known) => *known = state,
            None => self.states.push(state),
        }
    }

    /// Keeps what this run saw, and nothing of the one before beyond it.
    fn finish(&mut self, at: usize, end: Option<usize>) {
        self.states.truncate(at - self.base + 1);
        self.end = end;
    }
}
