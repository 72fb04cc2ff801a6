//! Settles one section of these keys: the usual one, or that of a tenant.
//!
//! Names of entities can be told from mistakes only when all of the section is read: it may name
//! new ones.

use std::collections::BTreeMap;

use portcullis_engine::detect::{Allow, Custom, Deny, EntryError, MIN_SCORE};
use portcullis_model::{Action, Entity, Level};

use super::entities::{ENTITIES, is_name};
use super::keys::Lists;
use super::{Privacy, SECTION, custom, keys};
use crate::config::declare::{About, Key, enumerated};
use crate::config::reader::Reader;
use crate::config::similar::did_you_mean;

/// From which score on is reported at [`Level::Strict`]: what looks like an identifier though no
/// word says so.
const STRICT_MIN_SCORE: f32 = 0.4;

/// Settles one section of these keys; what is not written there is as in `usual`. An analyzer
/// finds the entities `others`.
pub(super) fn settle(
    reader: &mut Reader<'_>,
    section: &str,
    (usual, others): (Option<&Privacy>, &[Entity]),
) -> Option<Privacy> {
    let mut keys = Keys { reader, section, usual };
    let level = keys.value(&keys::LEVEL, |it| it.level);
    let default_action = keys.value(&keys::DEFAULT_ACTION, |it| it.default_action);
    let actions = keys.value(&keys::ACTIONS, |it| it.actions.clone());
    let disabled = keys.value(&keys::DISABLED, |it| it.disabled.clone());
    let redact_form = keys.value(&keys::REDACT_FORM, |it| it.redact_form.clone());
    let min_score = keys.min_score(level.unwrap_or(Level::Standard));
    let min_scores = keys.value(&keys::MIN_SCORES, |it| it.min_scores.clone());
    let allow = keys.list(&keys::ALLOW, |it| it.allow.clone(), Allow::add);
    let deny = keys.list(&keys::DENY, |it| it.deny.clone(), Deny::add);
    let custom = custom::settle(keys.reader, &format!("{section}.custom"));
    let usual_custom = || usual.map(|it| it.custom.clone()).unwrap_or_default();
    let custom = custom.unwrap_or_else(usual_custom);
    let known = Known { custom: &custom, deny: deny.as_ref(), others };
    keys.check(&keys::ACTIONS, actions.iter().flat_map(BTreeMap::keys), &known);
    keys.check(&keys::DISABLED, disabled.iter().flatten(), &known);
    keys.check(&keys::MIN_SCORES, min_scores.iter().flat_map(BTreeMap::keys), &known);
    keys.check(&keys::ALLOW, allow.iter().flat_map(Allow::entities), &known);
    let mut privacy = Privacy {
        level: level?,
        default_action: default_action?,
        actions: actions?,
        disabled: disabled?,
        redact_form: redact_form?,
        min_score: min_score?,
        min_scores: min_scores?,
        allow: allow?,
        deny: deny?,
        custom,
        others: others.to_vec(),
    };
    keys.drop_unknown(&mut privacy);
    keys.warn(&privacy);
    keys.show(&privacy);
    Some(privacy)
}

/// The keys of one section.
struct Keys<'r, 'a> {
    reader: &'r mut Reader<'a>,
    section: &'r str,
    /// What holds where a key is not written, if not its default.
    usual: Option<&'r Privacy>,
}

impl Keys<'_, '_> {
    /// Whether a key is settled here: written, or with its default.
    fn holds(&self, about: &About) -> bool {
        self.usual.is_none() || self.reader.is_written(self.section, about)
    }

    fn value<T>(&mut self, key: &'static Key<T>, of: fn(&Privacy) -> T) -> Option<T> {
        match self.usual {
            Some(usual) if !self.holds(&key.about) => Some(of(usual)),
            Some(_) | None => self.reader.value(self.section, key),
        }
    }

    /// The least score: as written, or as the level has it.
    fn min_score(&mut self, level: Level) -> Option<f32> {
        let about = &keys::MIN_SCORE.about;
        let written = |section: &str| self.reader.is_written(section, about);
        match self.usual {
            Some(usual) if !written(self.section) && written(SECTION.name) => Some(usual.min_score),
            Some(_) if !written(self.section) => Some(least(level)),
            Some(_) => self.reader.value(self.section, &keys::MIN_SCORE),
            None if written(self.section) => self.reader.value(self.section, &keys::MIN_SCORE),
            None => self.reader.value(self.section, &keys::MIN_SCORE).map(|_| least(level)),
        }
    }

    /// A list by entity, made of its entries.
    fn list<T: Default>(
        &mut self,
        key: &'static Key<Lists>,
        of: fn(&Privacy) -> T,
        add: fn(&mut T, &Entity, &str) -> Result<(), EntryError>,
    ) -> Option<T> {
        if let Some(usual) = self.usual.filter(|_| !self.holds(&key.about)) {
            return Some(of(usual));
        }
        let mut made = T::default();
        for (entity, entries) in self.reader.value(self.section, key)? {
            // A name that is none may be a value that stands in the wrong place.
            if !is_name(entity.name()) {
                let message = "an entity is named by capitals, digits and `_`, at most 40";
                self.wrong(&key.about, message.to_owned());
                return None;
            }
            for (at, entry) in entries.iter().enumerate() {
                let Err(error) = add(&mut made, &entity, entry) else { continue };
                self.wrong(&key.about, format!("item {} of {entity} {error}", at + 1));
                return None;
            }
        }
        Some(made)
    }

    fn wrong(&mut self, about: &About, message: String) {
        let source = self.reader.place_of(self.section, about);
        self.reader.wrong(source, self.section, about.name, message);
    }

    /// Refuses names of entities that nothing finds, where they are written.
    fn check<'e, T>(
        &mut self,
        key: &'static Key<T>,
        mut named: impl Iterator<Item = &'e Entity>,
        known: &Known<'_>,
    ) {
        let unknown = named.find(|entity| !known.has(entity));
        if let (Some(entity), true) = (unknown, self.holds(&key.about)) {
            self.wrong(&key.about, known.said_unknown(entity));
        }
    }

    /// Forgets what the usual section says of entities that this one does not have.
    fn drop_unknown(&self, privacy: &mut Privacy) {
        let Some(usual) = self.usual else { return };
        let (own, usual) = (Known::of(privacy), Known::of(usual));
        let gone = |entity: &Entity| !own.has(entity) && usual.has(entity);
        let disabled = privacy.disabled.iter().filter(|entity| !gone(entity)).cloned().collect();
        let min_scores = privacy.min_scores.iter().filter(|(entity, _)| !gone(entity));
        let min_scores = min_scores.map(|(entity, score)| (entity.clone(), *score)).collect();
        (privacy.disabled, privacy.min_scores) = (disabled, min_scores);
    }

    /// Shows what was completed.
    fn show(&mut self, privacy: &Privacy) {
        let about = &keys::ACTIONS.about;
        if self.holds(about) {
            self.reader.restate(self.section, about, keys::spelled(&privacy.actions));
        }
        let about = &keys::MIN_SCORE.about;
        if self.usual.is_none() && !self.reader.is_written(self.section, about) {
            self.reader.restate(self.section, about, privacy.min_score.to_string());
        }
    }

    /// Says what weakens the protection, where it is written.
    fn warn(&mut self, privacy: &Privacy) {
        let section = self.section;
        let mut warnings = Vec::new();
        let mut say = |about: &About, what: String| warnings.push((about.name, what));
        if privacy.default_action == Action::Allow {
            let what = "is `allow`: what is found goes to the model as it is";
            say(&keys::DEFAULT_ACTION.about, what.to_owned());
        }
        for (entity, _) in privacy.actions.iter().filter(|(_, action)| **action == Action::Allow) {
            let what = format!("allows {entity}: it goes to the model as it is");
            say(&keys::ACTIONS.about, what);
        }
        for entity in &privacy.disabled {
            say(&keys::DISABLED.about, format!("holds {entity}: it is not looked for"));
        }
        if privacy.min_score > MIN_SCORE {
            say(&keys::MIN_SCORE.about, "is over its default: less is found".to_owned());
        }
        for (entity, _) in privacy.min_scores.iter().filter(|(_, score)| **score > MIN_SCORE) {
            say(
                &keys::MIN_SCORES.about,
                format!("is over the default for {entity}: less is found"),
            );
        }
        for entity in privacy.allow.entities() {
            let what = format!("lists values of {entity}: they go to the model as they are");
            say(&keys::ALLOW.about, what);
        }
        for (name, what) in warnings {
            if self.usual.is_none() || self.reader.is_named(section, name) {
                self.reader.warnings.push(format!("`{section}.{name}` {what}"));
            }
        }
    }
}

/// How sure a recognizer must be where nothing is written.
fn least(level: Level) -> f32 {
    match level {
        Level::Standard => MIN_SCORE,
        Level::Strict => STRICT_MIN_SCORE,
    }
}

/// The entities that are found.
struct Known<'p> {
    custom: &'p [Custom],
    deny: Option<&'p Deny>,
    others: &'p [Entity],
}

impl<'p> Known<'p> {
    fn of(privacy: &'p Privacy) -> Self {
        Self { custom: &privacy.custom, deny: Some(&privacy.deny), others: &privacy.others }
    }

    fn all(&self) -> impl Iterator<Item = &Entity> {
        let own = self.custom.iter().map(|custom| &custom.entity);
        let own = own.chain(self.deny.into_iter().flat_map(Deny::entities));
        ENTITIES.iter().chain(own).chain(self.others.iter().filter(|it| !ENTITIES.contains(it)))
    }

    fn has(&self, entity: &Entity) -> bool {
        self.all().any(|known| known == entity)
    }

    /// What is said of an entity that nothing finds; never its name, which may be a value.
    fn said_unknown(&self, entity: &Entity) -> String {
        let names: Vec<&str> = self.all().map(Entity::name).collect();
        let hint = did_you_mean(entity.name(), names.iter().copied());
        format!("an unknown entity is named{hint}; known are {}", enumerated(&names, "and"))
    }
}
