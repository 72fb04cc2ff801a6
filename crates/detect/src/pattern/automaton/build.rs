//! Makes the table of a pattern out of a nondeterministic automaton.
//!
//! A state of the table is an ordered list of states of the automaton. Conditions on the
//! surroundings stay in the list until a place settles them.

use std::collections::HashMap;

use regex_automata::nfa::thompson::{NFA, State as Step};
use regex_automata::util::primitives::StateID;

use super::super::PatternError;
use super::super::looks::Looks;
use super::{Automaton, DEAD, FIRST_BYTES, State};

/// LIMIT: bytes of the table of one pattern.
const TABLE_BYTES_MAX: usize = 2 << 20;
/// LIMIT: steps that making a table may take: a tenth of a second.
const WORK_MAX: usize = 10_000_000;

/// Makes the table, without what is told of it beforehand.
pub(super) fn build(nfa: &NFA) -> Result<Automaton, PatternError> {
    let looks = Looks::of(nfa).ok_or(PatternError::TooLarge)?;
    let classes = classes(nfa);
    let width = classes.iter().copied().max().map_or(1, |class| usize::from(class) + 1);
    let mut maker = Maker {
        nfa,
        looks: &looks,
        known: HashMap::new(),
        lists: Vec::new(),
        width,
        work: 0,
        seen: Seen::new(nfa.states().len()),
    };
    maker.intern(Vec::new())?;
    let mut list = Vec::new();
    maker.seen.clear();
    maker.close(nfa.start_anchored(), None, &mut list);
    let start = maker.intern(list)?;
    let (mut next, mut states, mut met) = (Vec::new(), Vec::new(), Vec::new());
    let bytes = representatives(&classes, width);
    let mut index = 0;
    while let Some(list) = maker.lists.get(index).cloned() {
        let mut state = State { accepts: maker.accepts(&list), ..State::default() };
        if maker.has_conditions(&list) {
            state.conditions = Some(met.len());
            for set in 0..looks.sets() {
                met.push(maker.settle(&list, set)?);
            }
            next.extend(std::iter::repeat_n(DEAD, width));
        } else {
            for byte in &bytes {
                let target = maker.step(&list, *byte)?;
                state.goes_on |= target != DEAD;
                next.push(target);
            }
        }
        states.push(state);
        index += 1;
    }
    let first = [[true; 256]; FIRST_BYTES];
    Ok(Automaton { classes, width, next, states, met, looks, start, first })
}

/// The class of each byte.
fn classes(nfa: &NFA) -> [u8; 256] {
    let mut classes = [0; 256];
    for (byte, class) in (0..=u8::MAX).zip(&mut classes) {
        *class = nfa.byte_classes().get(byte);
    }
    classes
}

/// A byte of each class.
fn representatives(classes: &[u8; 256], width: usize) -> Vec<u8> {
    let mut bytes = vec![0; width];
    for (byte, class) in (0..=u8::MAX).zip(classes) {
        if let Some(slot) = bytes.get_mut(usize::from(*class)) {
            *slot = byte;
        }
    }
    bytes
}

struct Maker<'a> {
    nfa: &'a NFA,
    looks: &'a Looks,
    known: HashMap<Vec<StateID>, u16>,
    lists: Vec<Vec<StateID>>,
    width: usize,
    work: usize,
    seen: Seen,
}

/// Which states stand in the list that is being made.
struct Seen {
    marks: Vec<u32>,
    mark: u32,
}

impl Seen {
    fn new(states: usize) -> Self {
        Self { marks: vec![0; states], mark: 0 }
    }

    fn clear(&mut self) {
        self.mark += 1;
    }

    /// Marks a state; says whether it is new.
    fn add(&mut self, state: StateID) -> bool {
        let mark = self.marks.get_mut(state.as_usize());
        mark.is_some_and(|mark| std::mem::replace(mark, self.mark) != self.mark)
    }
}

impl Maker<'_> {
    /// The number of a list of states.
    fn intern(&mut self, list: Vec<StateID>) -> Result<u16, PatternError> {
        if let Some(known) = self.known.get(&list) {
            return Ok(*known);
        }
        let number = u16::try_from(self.lists.len()).map_err(|_| PatternError::TooLarge)?;
        let bytes = (self.lists.len() + 1) * self.width * size_of::<u16>();
        if bytes > TABLE_BYTES_MAX || self.work > WORK_MAX {
            return Err(PatternError::TooLarge);
        }
        self.known.insert(list.clone(), number);
        self.lists.push(list);
        Ok(number)
    }

    /// Adds the states that are reached from one without a byte, in the order of preference.
    /// Conditions are kept as they are, or followed where `set` holds them.
    fn close(&mut self, from: StateID, set: Option<usize>, list: &mut Vec<StateID>) {
        let mut stack = vec![from];
        while let Some(state) = stack.pop() {
            self.work += 1;
            if !self.seen.add(state) {
                continue;
            }
            match self.nfa.state(state) {
                Step::ByteRange { .. } | Step::Sparse(_) | Step::Dense(_) | Step::Match { .. } => {
                    list.push(state);
                }
                Step::Look { look, next } => match set {
                    None => list.push(state),
                    Some(set) if self.looks.holds(*look, set) => stack.push(*next),
                    Some(_) => {}
                },
                Step::Union { alternates } => stack.extend(alternates.iter().rev()),
                Step::BinaryUnion { alt1, alt2 } => stack.extend([*alt2, *alt1]),
                Step::Capture { next, .. } => stack.push(*next),
                Step::Fail => {}
            }
        }
    }

    /// The state that a byte leads to.
    fn step(&mut self, list: &[StateID], byte: u8) -> Result<u16, PatternError> {
        self.seen.clear();
        let mut made = Vec::new();
        for state in list {
            self.work += 1;
            let next = match self.nfa.state(*state) {
                Step::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
                Step::Sparse(sparse) => sparse.matches_byte(byte),
                Step::Dense(dense) => dense.matches_byte(byte),
                _ => None,
            };
            if let Some(next) = next {
                self.close(next, None, &mut made);
            }
        }
        self.cut(&mut made);
        self.intern(made)
    }

    /// The state that one with conditions becomes where `set` holds.
    fn settle(&mut self, list: &[StateID], set: usize) -> Result<u16, PatternError> {
        self.seen.clear();
        let mut made = Vec::new();
        for state in list {
            self.close(*state, Some(set), &mut made);
        }
        self.cut(&mut made);
        self.intern(made)
    }

    /// Drops what is less preferred than a match.
    fn cut(&self, list: &mut Vec<StateID>) {
        if let Some(index) = list.iter().position(|state| self.is_match(*state)) {
            list.truncate(index + 1);
        }
    }

    fn accepts(&self, list: &[StateID]) -> bool {
        !self.has_conditions(list) && list.iter().any(|state| self.is_match(*state))
    }

    fn is_match(&self, state: StateID) -> bool {
        matches!(self.nfa.state(state), Step::Match { .. })
    }

    fn has_conditions(&self, list: &[StateID]) -> bool {
        list.iter().any(|state| matches!(self.nfa.state(*state), Step::Look { .. }))
    }
}
