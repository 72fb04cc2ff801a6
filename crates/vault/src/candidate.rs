//! Which surrogates are tried for a value, and in which order.
//!
//! The order is a function of the value and the scope's keys alone; whether one is free, the
//! store says.

use portcullis_model::Entity;
use portcullis_seal::ScopeKeys;

use crate::conceal::Want;
use crate::identity::{self, Meaning};
use crate::shape::{Core, Shape};
use crate::store::Handle;

/// LIMIT: how many surrogates of the value's own shape are tried before the opaque form, which
/// has room for 2^65. With half of a small space given out, one value in 2^48 spills over;
/// with 95 of 100 parts, one in twelve.
const OWN_TRIES: u32 = 48;
/// LIMIT: how many surrogates of the opaque form are tried; a second one is never needed.
const OPAQUE_TRIES: u32 = 8;

/// A surrogate that may be issued.
#[derive(Clone)]
pub(crate) struct Candidate {
    pub(crate) core: Core,
    pub(crate) dress: u16,
    pub(crate) handle: Handle,
    /// The number of the candidate after it.
    next: u32,
}

/// The surrogates for one value, in order.
pub(crate) struct Candidates<'a> {
    keys: &'a ScopeKeys,
    want: &'a Want<'a>,
    turn: u32,
}

impl<'a> Candidates<'a> {
    pub(crate) fn new(keys: &'a ScopeKeys, want: &'a Want<'a>) -> Self {
        Self { keys, want, turn: 0 }
    }

    /// Goes on behind a candidate, so that those that were only looked at come up again.
    pub(crate) fn resume(&mut self, after: &Candidate) {
        self.turn = after.next;
    }

    fn own_tries(&self) -> u32 {
        match self.want.parent {
            Some(_) => u32::from(self.want.shape.dresses()),
            None => OWN_TRIES,
        }
    }

    /// The candidate of this turn, if these random bytes make one.
    fn at(&self, turn: u32) -> Option<Candidate> {
        let next = turn.saturating_add(1);
        let own = turn < self.own_tries();
        if let (true, Some((core, worn))) = (own, &self.want.parent) {
            let dresses = u32::from(self.want.shape.dresses());
            let wish = u32::from(self.want.shape.dress(self.want.item.value));
            let dress = u16::try_from((wish + turn) % dresses).ok().filter(|d| d != worn)?;
            let handle = identity::spelling_handle(self.keys, core, dress);
            return Some(Candidate { core: core.clone(), dress, handle, next });
        }
        let shape = if own { self.want.shape } else { Shape::Opaque };
        let meaning: Meaning<'_> = self.want.meaning();
        let draw = identity::draw(self.keys, &meaning, turn);
        let entity: &Entity = self.want.item.entity;
        let seed = shape.body(entity, self.want.item.value, &draw)?;
        let (core, handle) = identity::complete(self.keys, shape, seed);
        Some(Candidate { core, dress: 0, handle, next })
    }
}

impl Iterator for Candidates<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        while self.turn < self.own_tries() + OPAQUE_TRIES {
            let found = self.at(self.turn);
            self.turn += 1;
            if found.is_some() {
                return found;
            }
        }
        None
    }
}
