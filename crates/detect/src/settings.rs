//! What a detector looks for and from which score on it reports.
//!
//! It reads no configuration: whoever builds a detector fills this in.

use std::collections::BTreeMap;

use portcullis_model::Entity;

use crate::allow::Allow;
use crate::custom::Custom;
use crate::deny::Deny;
use crate::own::CUSTOM_MAX;

/// The score from which on findings are reported where nothing else is said.
pub const MIN_SCORE: f32 = 0.5;

/// What a detector looks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The entities to find; `None` means all.
    pub entities: Option<Vec<Entity>>,
    /// Entities not to find, even if `entities` names them.
    pub disabled: Vec<Entity>,
    /// Findings below this score are not reported: 0 shows every shape, 1 only the certain.
    pub min_score: f32,
    /// The same for single entities.
    pub min_scores: BTreeMap<Entity, f32>,
    /// Identifiers of the operator's own; at most [`CUSTOM_MAX`].
    pub custom: Vec<Custom>,
    /// Entities that only others find. They may be named here, for [`Detector::takes`].
    ///
    /// [`Detector::takes`]: crate::Detector::takes
    pub others: Vec<Entity>,
    /// Values that are no findings.
    pub allow: Allow,
    /// Values that are always findings, whatever `allow` holds.
    pub deny: Deny,
}

impl Settings {
    /// All entities, from [`MIN_SCORE`] on.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            entities: None,
            disabled: Vec::new(),
            min_score: MIN_SCORE,
            min_scores: BTreeMap::new(),
            custom: Vec::new(),
            others: Vec::new(),
            allow: Allow::default(),
            deny: Deny::default(),
        }
    }

    /// Whether these settings ask for `entity`.
    #[must_use]
    pub fn wants(&self, entity: &Entity) -> bool {
        !self.disabled.contains(entity)
            && self.entities.as_ref().is_none_or(|entities| entities.contains(entity))
    }

    /// The score from which on `entity` is reported.
    #[must_use]
    pub fn least(&self, entity: &Entity) -> f32 {
        self.min_scores.get(entity).copied().unwrap_or(self.min_score)
    }

    /// The entities that the operator named.
    pub fn own_entities(&self) -> impl Iterator<Item = &Entity> {
        self.custom.iter().map(|custom| &custom.entity).chain(self.deny.entities())
    }

    /// All scores that are set.
    pub(crate) fn scores(&self) -> impl Iterator<Item = f32> {
        let custom = self.custom.iter().filter_map(|custom| custom.score);
        custom.chain([self.min_score]).chain(self.min_scores.values().copied())
    }
}

/// Why no detector can be built from these settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// No recognizer finds this entity.
    UnknownEntity(Box<str>),
    /// The least score, or that of a pattern, is not a number from 0 to 1.
    MinScore,
    /// The recognizers' literals do not compile.
    Literals,
    /// There are more than [`CUSTOM_MAX`] patterns.
    TooManyCustom,
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownEntity(name) => write!(f, "no recognizer finds the entity `{name}`"),
            Self::MinScore => f.write_str("the least score is not a number from 0 to 1"),
            Self::TooManyCustom => write!(f, "there are more than {CUSTOM_MAX} custom patterns"),
            Self::Literals => f.write_str("the recognizers' literals do not compile"),
        }
    }
}

impl std::error::Error for SettingsError {}
