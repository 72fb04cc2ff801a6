//! A compiled set of recognizers: the way into this crate.
//!
//! It holds no text and no state of a search, so one detector serves all threads.

use std::borrow::Cow;
use std::sync::Arc;

use portcullis_model::{Entity, Finding};

use crate::context::{self, Cues};
use crate::encoded::Search;
use crate::layers;
use crate::machine::Machine;
use crate::own::{CUSTOM_MAX, Own};
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
    /// The least score of each recognizer.
    pub(crate) least: Vec<f32>,
    /// Which recognizers find nothing of that score without a word before it.
    pub(crate) needs_word: Vec<bool>,
    pub(crate) own: Own,
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
        if !settings.scores().all(|score| (0.0..=1.0).contains(&score)) {
            return Err(SettingsError::MinScore);
        }
        if settings.custom.len() > CUSTOM_MAX {
            return Err(SettingsError::TooManyCustom);
        }
        let known = |entity: &Entity| {
            recognizers::all().any(|known| known.entity == *entity)
                || settings.own_entities().any(|own| own == entity)
        };
        let is_others = |entity: &&Entity| settings.others.contains(entity);
        let named = settings.disabled.iter().chain(settings.min_scores.keys());
        let named = named.filter(|entity| !is_others(entity));
        for entity in settings.entities.iter().flatten().chain(named) {
            if !known(entity) {
                return Err(SettingsError::UnknownEntity(entity.name().into()));
            }
        }
        let wanted = |recognizer: &&Recognizer| settings.wants(&recognizer.entity);
        let recognizers: Vec<_> = recognizers::all().filter(wanted).collect();
        let prefilter = Prefilter::new(&recognizers)?;
        let contexts: Vec<_> = recognizers.iter().map(|known| known.context.to_vec()).collect();
        let cues = Cues::new(&contexts);
        let least: Vec<_> = recognizers.iter().map(|known| settings.least(&known.entity)).collect();
        let needs_word = recognizers.iter().zip(&least);
        let needs_word = needs_word.map(|(known, least)| known.alone_max() < *least).collect();
        let own = Own::new(&settings);
        Ok(Self { settings, recognizers, prefilter, cues, least, needs_word, own })
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
        let key = hint.key.map(context::key_end);
        let plain = key.and_then(layers::plain_key);
        let hint = &Hint { key: plain.as_deref().or(key) };
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

    /// The rules of secrets that a key tells, with the words of it that do; none where no secrets
    /// are looked for.
    pub fn keyed_rules(&self) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
        let wanted = self.settings.wants(&Entity::SECRET);
        recognizers::keyed_rules().filter(move |_| wanted)
    }

    /// What the operator named and is looked for: the entity, and for `SECRET` which kind.
    pub fn own(&self) -> impl Iterator<Item = (&Entity, Option<&'static str>)> {
        self.own.names.iter().map(|name| (&name.entity, name.rule))
    }

    /// Whether what others found is a finding by these settings: of an entity that is looked for,
    /// of the score that is set for it, and not listed as nobody's. The score that is set for all
    /// is that of recognizers.
    #[must_use]
    pub fn takes(&self, finding: &Finding, value: &str) -> bool {
        let least = self.settings.min_scores.get(&finding.entity);
        self.settings.wants(&finding.entity)
            && least.is_none_or(|least| *least <= finding.score)
            && !self.allows(&finding.entity, value)
    }

    /// Whether a value of this entity is listed as nobody's: for findings of others.
    #[must_use]
    pub fn allows(&self, entity: &Entity, value: &str) -> bool {
        self.settings.allow.lists(entity, value)
    }

    /// A match as a finding, with its offsets `shift` bytes nearer to the start.
    pub(crate) fn finding(&self, found: &Scored, shift: usize) -> Option<Finding> {
        let (entity, rule, recognizer) = match self.own.names.get(found.recognizer) {
            Some(own) => (&own.entity, own.rule, Cow::Owned(own.recognizer.clone())),
            None => {
                let index = found.recognizer - self.own.names.len();
                let known = self.recognizers.get(index)?;
                (&known.entity, known.rule, Cow::Borrowed(known.name))
            }
        };
        Some(Finding {
            entity: entity.clone(),
            rule: found.rule.or(rule).map(Cow::Borrowed),
            start: found.start - shift,
            end: found.end - shift,
            score: found.score.min(1.0),
            recognizer,
        })
    }
}
