//! What happens to sensitive text where it crosses from one side of the gate to the other.

use std::sync::Arc;

use portcullis_model::{Scope, Target};
use portcullis_seal::ScopeKeys;
use portcullis_secrets::Known;

use super::record;
use crate::parts::{Parts, Privacy, Protection};

pub(super) mod addresses;
pub(super) mod analyze;
pub(super) mod conceal;
pub(super) mod deliver;
pub(super) mod disclose;
pub(super) mod find;
pub(super) mod hosts;
pub(super) mod leaks;
pub(super) mod merge;
pub(super) mod open;
pub(super) mod owned;
pub(super) mod references;
pub(super) mod replace;
pub(super) mod restore;

/// Which way the text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the caller to the far side.
    Outbound,
    /// From the far side to the caller.
    Inbound,
}

/// What is done with the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Crossing {
    /// Values become surrogates.
    Conceal,
    /// What this call concealed becomes itself again; arguments where a rule discloses them.
    Restore,
    /// Every surrogate of the scope becomes its value.
    Open,
    /// In the arguments of a tool, what a rule discloses becomes itself; no other surrogate passes.
    Deliver,
    /// Secrets that are kept here are taken out; all else stays as it is.
    Screen,
    /// The text stays as it is.
    Keep,
}

/// A model sees surrogates and its caller sees values; a tool sees the values that rules name,
/// and whoever called it sees surrogates. The whole table, and the only one.
pub(super) fn crossing(target: &Target, direction: Direction) -> Crossing {
    match (target, direction) {
        (Target::Model { .. }, Direction::Outbound) => Crossing::Conceal,
        (Target::Model { .. }, Direction::Inbound) => Crossing::Restore,
        (Target::Tool { .. } | Target::Server { .. }, Direction::Outbound) => Crossing::Deliver,
        (Target::Tool { .. } | Target::Server { .. }, Direction::Inbound) => Crossing::Conceal,
        // A server's own message goes to its client as its results do; the answer tells it
        // nothing that the client does not say.
        (Target::Client { .. }, Direction::Outbound) => Crossing::Conceal,
        (Target::Client { .. }, Direction::Inbound) => Crossing::Screen,
        (Target::Conceal | Target::Reveal, Direction::Outbound) => Crossing::Keep,
        (Target::Conceal, Direction::Inbound) => Crossing::Conceal,
        (Target::Reveal, Direction::Inbound) => Crossing::Open,
    }
}

/// In whose name a text crosses, and with what.
pub(super) struct Place<'a, U> {
    pub(super) parts: &'a Parts<U>,
    pub(super) scope: &'a Scope,
    pub(super) keys: &'a Arc<ScopeKeys>,
    /// The secrets of the tenant.
    pub(super) known: &'a Arc<Known>,
    /// Whose text it is, kept with what is concealed in it.
    pub(super) source: &'static str,
}

impl<U> Place<'_, U> {
    /// A name that the far side or the caller chose, as texts may repeat it.
    pub(super) fn name(&self, text: &str) -> String {
        record::name(text, &self.scope.tenant, self.parts)
    }

    /// What is looked for here, and what is done with it.
    pub(super) fn protection(&self) -> &Protection {
        self.parts.protection(&self.scope.tenant)
    }

    /// What is done with findings.
    pub(super) fn privacy(&self) -> &Privacy {
        &self.protection().privacy
    }

    pub(super) fn vault(&self) -> portcullis_vault::Place<'_> {
        portcullis_vault::Place { scope: self.scope, keys: self.keys, now: self.parts.clock.now() }
    }
}
