//! `[privacy]`: what is done with what is found.
//!
//! It does not find anything.

mod custom;
mod entities;
mod keys;
mod section;
mod tenants;

use std::collections::BTreeMap;

use portcullis_engine::detect::{Allow, Custom, Deny, Settings as Wanted};
use portcullis_model::{Action, Entity, Level};

use super::declare::{Section, Shape, Status};
use super::reader::Reader;

pub(super) use self::custom::{CUSTOM, CUSTOM_OF_TENANT};
#[cfg(test)]
pub(super) use self::entities::ENTITIES;
pub(super) use self::tenants::{OF_TENANT, TENANTS, settle as settle_tenants};

/// What is done with what is found.
#[derive(Debug, Clone, PartialEq)]
pub struct Privacy {
    /// How much is given up for convenience.
    pub level: Level,
    /// What is done with an entity that `actions` does not name.
    pub default_action: Action,
    /// What is done with these entities.
    pub actions: BTreeMap<Entity, Action>,
    /// Entities that are not looked for.
    pub disabled: Vec<Entity>,
    /// How a redacted value looks; `{entity}` and `{kind}` stand for its entity.
    pub redact_form: String,
    /// How sure a recognizer must be, 0 to 1.
    pub min_score: f32,
    /// The same for single entities.
    pub min_scores: BTreeMap<Entity, f32>,
    /// Values that are nobody's.
    pub allow: Allow,
    /// Values that are always findings.
    pub deny: Deny,
    /// Identifiers of the operator's own.
    pub custom: Vec<Custom>,
}

impl Privacy {
    /// What recognizers, patterns and lists look for, and from which score on.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted {
            entities: None,
            disabled: self.disabled.clone(),
            min_score: self.min_score,
            min_scores: self.min_scores.clone(),
            custom: self.custom.clone(),
            allow: self.allow.clone(),
            deny: self.deny.clone(),
        }
    }
}

pub(super) static SECTION: Section = Section {
    name: "privacy",
    shape: Shape::Single,
    status: Status::Built,
    doc: "What is looked for in text, and what is done with it before a model sees the text.",
    keys: keys::ALL,
};

/// Settles the section.
pub(super) fn settle(reader: &mut Reader<'_>) -> Option<Privacy> {
    section::settle(reader, SECTION.name, None)
}

#[cfg(test)]
mod tests;
