//! `[privacy]`: what is done with what is found.
//!
//! It does not find anything.

mod entities;
mod presidio;

use std::collections::BTreeMap;

use portcullis_model::{Action, Entity, Level};
use toml::de::DeValue;

use super::declare::{About, Choice, Key, Kind, Section, Shape, Status, enumerated};
use super::reader::Reader;
use super::similar::did_you_mean;
use super::value;

pub(super) use self::entities::ENTITIES;
pub(super) use self::presidio::SECTION as PRESIDIO;
pub use self::presidio::{OnError, Presidio};

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
    /// An analyzer that is asked besides.
    pub presidio: Option<Presidio>,
}

pub(super) static SECTION: Section = Section {
    name: "privacy",
    shape: Shape::Single,
    status: Status::Built,
    doc: "What is looked for in text, and what is done with it before a model sees the text.",
    keys: &[
        &LEVEL.about,
        &DEFAULT_ACTION.about,
        &ACTIONS.about,
        &DISABLED.about,
        &REDACT_FORM.about,
        &MIN_SCORE.about,
    ],
};

static LEVELS: &[Choice] =
    &[Choice::built("standard"), Choice::built("strict"), Choice::later("paranoid")];

static LEVEL: Key<Level> = Key {
    about: About {
        name: "level",
        kind: Kind::Choice(LEVELS),
        default: Some("\"standard\""),
        status: Status::Built,
        doc: "`standard` passes images, audio, files and unknown events with a warning, `strict` \
              refuses them. `paranoid` is refused at start.",
    },
    read: level,
};

static ACTION_NAMES: &[Choice] = &[
    Choice::built("surrogate"),
    Choice::built("redact"),
    Choice::built("mask"),
    Choice::built("hash"),
    Choice::built("block"),
    Choice::built("allow"),
];

static DEFAULT_ACTION: Key<Action> = Key {
    about: About {
        name: "default_action",
        kind: Kind::Choice(ACTION_NAMES),
        default: Some("\"surrogate\""),
        status: Status::Built,
        doc: "What is done with a finding: `surrogate` replaces it by a stand-in that can be \
              turned back, `redact` by its entity's name, `mask` keeps the last four characters, \
              `hash` replaces it by a keyed hash, `block` refuses the call, `allow` lets it \
              through.",
    },
    read: |about, written| value::choice(about, written, action),
};

static ACTIONS: Key<BTreeMap<Entity, Action>> = Key {
    about: About {
        name: "actions",
        kind: Kind::PerEntity(ACTION_NAMES),
        default: Some("{ SECRET = \"redact\" }"),
        status: Status::Built,
        doc: "The same for single entities. What it says of other entities leaves `SECRET` \
              redacted.",
    },
    read: actions,
};

static DISABLED: Key<Vec<Entity>> = Key {
    about: About {
        name: "disabled",
        kind: Kind::Texts("an entity"),
        default: Some("[]"),
        status: Status::Built,
        doc: "Entities that are not looked for. Warns at start.",
    },
    read: |about, written| {
        let names = value::texts(about, written)?;
        let named = names.iter().map(|name| match entities::is_name(name) {
            true => Ok(Entity::named(name.clone())),
            false => Err(unknown(name, ENTITIES.iter())),
        });
        named.collect()
    },
};

static REDACT_FORM: Key<String> = Key {
    about: About {
        name: "redact_form",
        kind: Kind::Text("a short text with `{entity}` or `{kind}`"),
        default: Some("\"[{entity}]\""),
        status: Status::Built,
        doc: "How a redacted value looks: `[{entity}]` gives `[EMAIL_ADDRESS]`, \
              `[{kind}_REDACTED]` gives `[EMAIL_REDACTED]`.",
    },
    read: redact_form,
};

static MIN_SCORE: Key<f32> = Key {
    about: About {
        name: "min_score",
        kind: Kind::Ratio,
        default: Some("0.5"),
        status: Status::Built,
        doc: "How sure a recognizer must be. Higher finds less and warns at start.",
    },
    read: value::ratio,
};

/// The level; the one that does not exist yet says why it is refused.
fn level(about: &About, written: &DeValue<'_>) -> Result<Level, String> {
    if written.as_str() == Some("paranoid") {
        let message = "`paranoid` opens values only at the client and inside the sandbox, which do \
                       not exist in this version: use `strict`";
        return Err(message.to_owned());
    }
    value::choice(about, written, |name| match name {
        "standard" => Some(Level::Standard),
        "strict" => Some(Level::Strict),
        _ => None,
    })
}

/// The action of this name.
fn action(name: &str) -> Option<Action> {
    match name {
        "surrogate" => Some(Action::Surrogate),
        "redact" => Some(Action::Redact),
        "mask" => Some(Action::Mask),
        "hash" => Some(Action::Hash),
        "block" => Some(Action::Block),
        "allow" => Some(Action::Allow),
        _ => None,
    }
}

/// What is said of a name that no entity has.
fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a Entity>) -> String {
    let names: Vec<&str> = known.map(Entity::name).collect();
    let hint = did_you_mean(name, names.iter().copied());
    format!("an unknown entity is named{hint}; known are {}", enumerated(&names, "and"))
}

/// Puts on record what is named and nothing finds: no recognizer, and no analyzer.
fn check_known<'a>(
    reader: &mut Reader<'_>,
    about: &About,
    mut named: impl Iterator<Item = &'a Entity>,
    presidio: Option<&Presidio>,
) {
    let others = presidio.map(|it| it.entities.as_slice()).unwrap_or_default();
    let known = || ENTITIES.iter().chain(others);
    let first = named.find(|entity| !known().any(|known| known == *entity));
    if let Some(entity) = first {
        let source = reader.place_of(SECTION.name, about);
        reader.wrong(source, SECTION.name, about.name, unknown(entity.name(), known()));
    }
}

/// The actions of single entities.
fn actions(about: &About, written: &DeValue<'_>) -> Result<BTreeMap<Entity, Action>, String> {
    let table = written
        .as_table()
        .ok_or_else(|| value::wrong_type("a table as `{ SECRET = \"redact\" }`", written))?;
    let mut actions = BTreeMap::from([(Entity::SECRET, Action::Redact)]);
    for (name, written) in table {
        let name = name.get_ref().as_ref();
        if !entities::is_name(name) {
            return Err(unknown(name, ENTITIES.iter()));
        }
        let entity = Entity::named(name.to_owned());
        let action = value::choice(about, written.get_ref(), action)
            .map_err(|what| format!("the action of {entity} {what}"))?;
        actions.insert(entity, action);
    }
    Ok(actions)
}

/// A form that stays valid wherever it is spliced in: no quotes, no escapes.
fn redact_form(about: &About, written: &DeValue<'_>) -> Result<String, String> {
    let form = value::text(about, written)?;
    let filled = form.replace("{entity}", "").replace("{kind}", "");
    if form.is_empty() || form.len() > 64 {
        return Err("must have 1 to 64 bytes".to_owned());
    }
    if filled.contains(['{', '}', '"', '\'', '\\', '<', '>', '&']) {
        let message = "must hold no quotes, backslashes, `<`, `>`, `&`, and no braces but those of \
                       `{entity}` and `{kind}`";
        return Err(message.to_owned());
    }
    Ok(form)
}

/// Settles the section.
pub(super) fn settle(reader: &mut Reader<'_>) -> Option<Privacy> {
    let name = SECTION.name;
    let level = reader.value(name, &LEVEL);
    let default_action = reader.value(name, &DEFAULT_ACTION);
    let actions = reader.value(name, &ACTIONS);
    let disabled = reader.value(name, &DISABLED);
    let redact_form = reader.value(name, &REDACT_FORM);
    let min_score = reader.value(name, &MIN_SCORE);
    let presidio = presidio::settle(reader);
    let (actions, disabled, presidio) = (actions?, disabled?, presidio?);
    check_known(reader, &ACTIONS.about, actions.keys(), presidio.as_ref());
    check_known(reader, &DISABLED.about, disabled.iter(), presidio.as_ref());
    let mut privacy = Privacy {
        level: level?,
        default_action: default_action?,
        actions,
        disabled,
        redact_form: redact_form?,
        min_score: min_score?,
        presidio,
    };
    reader.restate(name, &ACTIONS.about, spelled(&privacy.actions));
    warn(reader, &privacy);
    if let Some(presidio) = &mut privacy.presidio {
        presidio::disable(presidio, &mut privacy.disabled, reader);
    }
    Some(privacy)
}

/// The actions as TOML, those included that always hold.
fn spelled(actions: &BTreeMap<Entity, Action>) -> String {
    let word = |action: &Action| {
        let mut names = ACTION_NAMES.iter().map(|choice| choice.name);
        names.find(|name| self::action(name) == Some(*action)).unwrap_or_default()
    };
    let entries: Vec<String> =
        actions.iter().map(|(entity, action)| format!("{entity} = \"{}\"", word(action))).collect();
    format!("{{ {} }}", entries.join(", "))
}

/// Says what weakens the protection.
fn warn(reader: &mut Reader<'_>, privacy: &Privacy) {
    let warnings = &mut reader.warnings;
    if privacy.default_action == Action::Allow {
        let warning =
            "`privacy.default_action` is `allow`: what is found goes to the model as it is";
        warnings.push(warning.to_owned());
    }
    for (entity, _) in privacy.actions.iter().filter(|(_, action)| **action == Action::Allow) {
        warnings.push(format!("`privacy.actions` allows {entity}: it goes to the model as it is"));
    }
    for entity in &privacy.disabled {
        warnings.push(format!("`privacy.disabled` holds {entity}: it is not looked for"));
    }
    if privacy.min_score > 0.5 {
        let warning = "`privacy.min_score` is over its default: less is found";
        warnings.push(warning.to_owned());
    }
}
