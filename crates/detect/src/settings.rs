//! What a detector looks for and from which score on it reports.
//!
//! It reads no configuration: whoever builds a detector fills this in.

use portcullis_model::Entity;

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
}

impl Settings {
    /// All entities, from [`MIN_SCORE`] on.
    #[must_use]
    pub fn standard() -> Self {
        Self { entities: None, disabled: Vec::new(), min_score: MIN_SCORE }
    }

    /// Whether these settings ask for `entity`.
    #[must_use]
    pub fn wants(&self, entity: &Entity) -> bool {
        !self.disabled.contains(entity)
            && self.entities.as_ref().is_none_or(|entities| entities.contains(entity))
    }
}

/// Why no detector can be built from these settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// No recognizer finds this entity.
    UnknownEntity(Box<str>),
    /// The least score is not a number from 0 to 1.
    MinScore,
    /// The recognizers' literals do not compile.
    Literals,
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownEntity(name) => write!(f, "no recognizer finds the entity `{name}`"),
            Self::MinScore => f.write_str("the least score is not a number from 0 to 1"),
            Self::Literals => f.write_str("the recognizers' literals do not compile"),
        }
    }
}

impl std::error::Error for SettingsError {}
