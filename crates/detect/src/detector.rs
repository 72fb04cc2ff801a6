//! A compiled set of recognizers: the way into this crate.
//!
//! It holds no text and no state of a search, so one detector serves all threads.

use std::borrow::Cow;
use std::sync::Arc;

use portcullis_model::{Entity, Finding};

use crate::context::Cues;
use crate::encoded::Search;
use crate::machine::Machine;
use crate::prefilter::Prefilter;
use crate::recognizer::Recognizer;
use crate::recognizers;
use crate::search;
use crate::settings::{Settings, SettingsError};
use crate::settle::Scored;

/// Finds sensitive values in text.
#[derive(Debug)]
pub struct Detector {
    pub(crate) settings: Settings,
    pub(crate) recognizers: Vec<&'static Recognizer>,
    pub(crate) prefilter: Prefilter,
    pub(crate) cues: Cues,
}

/// What is known of a text beyond its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint<'a> {
    /// The JSON key, column or header it stands under: it counts as words before the text.
    pub key: Option<&'a str>,
}

impl Hint<'_> {
    /// Nothing is known.
    pub const NONE: Self = Self { key: None };
}

impl Detector {
    /// Compiles the recognizers that `settings` ask for.
    ///
    /// # Errors
    /// [`SettingsError`] if no recognizer finds a named entity, or the least score is no score.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        if !(0.0..=1.0).contains(&settings.min_score) {
            return Err(SettingsError::MinScore);
        }
        let known = |entity: &Entity| recognizers::ALL.iter().any(|known| known.entity == *entity);
        let named = settings.entities.iter().flatten().chain(&settings.disabled);
        for entity in named {
            if !known(entity) {
                return Err(SettingsError::UnknownEntity(entity.name().into()));
            }
        }
        let wanted = |recognizer: &&Recognizer| settings.wants(&recognizer.entity);
        let recognizers: Vec<_> = recognizers::ALL.iter().filter(wanted).collect();
        let prefilter = Prefilter::new(&recognizers)?;
        let cues = Cues::new(&recognizers);
        Ok(Self { settings, recognizers, prefilter, cues })
    }

    /// A detector with the same settings for these entities alone.
    ///
    /// # Errors
    /// As [`Detector::new`].
    pub fn only(&self, entities: &[Entity]) -> Result<Self, SettingsError> {
        let wanted = entities.iter().filter(|entity| self.settings.wants(entity));
        let entities = Some(wanted.cloned().collect());
        Self::new(Settings { entities, ..self.settings.clone() })
    }

    /// Finds what is sensitive in `text`: sorted, never overlapping.
    #[must_use]
    pub fn find(&self, text: &str, hint: &Hint<'_>) -> Vec<Finding> {
        let picked = search::whole(text, &Search { detector: self, hint, deep: 0 });
        picked.iter().filter_map(|found| self.finding(found, 0)).collect()
    }

    /// Begins the search of a text that comes in pieces.
    #[must_use]
    pub fn stream(self: &Arc<Self>) -> Machine {
        Machine::new(Arc::clone(self))
    }

    /// The recognizers at work.
    pub fn recognizers(&self) -> impl Iterator<Item = &Recognizer> {
        self.recognizers.iter().copied()
    }

    /// A match as a finding, with its offsets `shift` bytes nearer to the start.
    pub(crate) fn finding(&self, found: &Scored, shift: usize) -> Option<Finding> {
        let recognizer = self.recognizers.get(found.recognizer)?;
        Some(Finding {
            entity: recognizer.entity.clone(),
            rule: recognizer.rule.map(Cow::Borrowed),
            start: found.start - shift,
            end: found.end - shift,
            score: found.score,
            recognizer: Cow::Borrowed(recognizer.name),
        })
    }
}
