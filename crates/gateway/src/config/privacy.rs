//! `[privacy]`: what is done with what is found.
//!
//! It does not find anything.

mod custom;
mod entities;
mod keys;
mod presidio;
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
pub(super) use self::presidio::SECTION as PRESIDIO;
pub use self::presidio::{OnError, Presidio};
pub(super) use self::tenants::{OF_TENANT, TENANTS};

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
    /// Entities that the analyzer finds.
    pub others: Vec<Entity>,
}

/// All that is settled of it.
pub(super) struct Settled {
    /// What holds where nothing else is said.
    pub(super) usual: Privacy,
    /// What holds for single tenants, by their names.
    pub(super) tenants: BTreeMap<String, Privacy>,
    /// An analyzer that is asked besides, for all tenants.
    pub(super) presidio: Option<Presidio>,
}

impl Privacy {
    /// What the analyzer is asked for.
    pub fn asked(&self) -> impl Iterator<Item = &Entity> {
        self.others.iter().filter(|entity| !self.disabled.contains(entity))
    }

    /// What recognizers, patterns and lists look for, and from which score on.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted {
            entities: None,
            disabled: self.disabled.clone(),
            min_score: self.min_score,
            min_scores: self.min_scores.clone(),
            custom: self.custom.clone(),
            others: self.others.clone(),
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

/// Settles the section, those inside it, and those of tenants.
pub(super) fn settle(reader: &mut Reader<'_>) -> Option<Settled> {
    let above = reader.shown.len();
    let (others, mut presidio) = presidio::settle(reader);
    // It is read first, for its entities, and shown below the section that it is inside of.
    let inside = reader.shown.split_off(above);
    let usual = section::settle(reader, SECTION.name, (None, &others))?;
    reader.shown.extend(inside);
    let tenants = tenants::settle(reader, &usual);
    if let Some(presidio) = &mut presidio {
        presidio::narrow(presidio, tenants.values().chain([&usual]), reader);
    }
    Some(Settled { usual, tenants, presidio })
}

#[cfg(test)]
mod tests;
