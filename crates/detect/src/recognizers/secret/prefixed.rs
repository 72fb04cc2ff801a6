//! Rules that are a known beginning and then runs of characters: rows of tables, by family.
//!
//! A row says what its rule is called, how the value begins and what follows; lengths are those
//! that the vendor writes or that are seen, with room where vendors say that they may grow.
//! Forms that ask for more than this have files of their own beside this one.

mod ai;
mod chat;
mod cloud;
mod monitoring;
mod payment;
mod registries;
mod services;
mod source_hosts;
mod vaults;

use crate::recognizer::{Recognizer, Trigger};
use crate::token::{Class, Part};

/// All rows, by family. Within a family and between them the more specific stands first: of two
/// findings of one span the earlier wins.
pub(super) static TABLES: &[&[Recognizer]] = &[
    ai::RULES,
    cloud::RULES,
    source_hosts::RULES,
    chat::RULES,
    payment::RULES,
    registries::RULES,
    monitoring::RULES,
    vaults::RULES,
    services::RULES,
];

/// The digits and dashes of a UUID (RFC 9562, 4).
const UUID: &[Part] = &[
    Part::Run(Class::Hex, 8, 8),
    Part::Text("-"),
    Part::Run(Class::Hex, 4, 4),
    Part::Text("-"),
    Part::Run(Class::Hex, 4, 4),
    Part::Text("-"),
    Part::Run(Class::Hex, 4, 4),
    Part::Text("-"),
    Part::Run(Class::Hex, 12, 12),
];

/// A row: the rule, how its values begin, and what follows.
const fn row(
    rule: &'static str,
    leads: &'static [&'static str],
    parts: &'static [Part],
) -> Recognizer {
    // The trigger reads the token, so nothing is left to find.
    super::recognizer(rule, Trigger::Token(leads, parts), |_| None)
}

/// One of several rows of a rule, with a name of its own.
const fn also(
    name: &'static str,
    rule: &'static str,
    leads: &'static [&'static str],
    parts: &'static [Part],
) -> Recognizer {
    super::named(name, rule, Trigger::Token(leads, parts), |_| None)
}
