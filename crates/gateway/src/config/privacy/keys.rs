//! The keys of `[privacy]`, which are those of `[tenants.NAME.privacy]` too.
//!
//! It reads each key alone; what they mean together is settled above.

use std::collections::BTreeMap;

use portcullis_model::{Action, Entity, Level};
use toml::de::DeValue;

use super::entities::is_name;
use crate::config::declare::{About, Choice, Key, Kind, Status};
use crate::config::value::{self, ITEMS_MAX};

/// All of them, in the order of the documentation.
pub(super) static ALL: &[&About] = &[
    &LEVEL.about,
    &DEFAULT_ACTION.about,
    &ACTIONS.about,
    &DISABLED.about,
    &REDACT_FORM.about,
    &MIN_SCORE.about,
    &MIN_SCORES.about,
    &ALLOW.about,
    &DENY.about,
];

static LEVELS: &[Choice] =
    &[Choice::built("standard"), Choice::built("strict"), Choice::later("paranoid")];

pub(super) static LEVEL: Key<Level> = Key {
    about: About {
        name: "level",
        kind: Kind::Choice(LEVELS),
        default: Some("\"standard\""),
        status: Status::Built,
        doc: "`standard` passes images, audio, files and unknown events with a warning, `strict` \
              refuses them and finds more (`min_score`). `paranoid` is refused at start.",
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

pub(super) static DEFAULT_ACTION: Key<Action> = Key {
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

pub(super) static ACTIONS: Key<BTreeMap<Entity, Action>> = Key {
    about: About {
        name: "actions",
        kind: Kind::PerEntity(ACTION_NAMES),
        default: Some("{ SECRET = \"redact\" }"),
        status: Status::Built,
        doc: "The same for single entities, those of your own included. What it says of other \
              entities leaves `SECRET` redacted.",
    },
    read: actions,
};

pub(super) static DISABLED: Key<Vec<Entity>> = Key {
    about: About {
        name: "disabled",
        kind: Kind::Texts("an entity"),
        default: Some("[]"),
        status: Status::Built,
        doc: "Entities that are not looked for. Warns at start.",
    },
    read: |about, written| {
        let names = value::texts(about, written)?;
        Ok(names.into_iter().map(Entity::named).collect())
    },
};

pub(super) static REDACT_FORM: Key<String> = Key {
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

pub(super) static MIN_SCORE: Key<f32> = Key {
    about: About {
        name: "min_score",
        kind: Kind::Ratio,
        default: Some("0.5"),
        status: Status::Built,
        doc: "How sure a recognizer must be. Higher finds less and warns at start. With \
              `level = \"strict\"` it is 0.4 where it is not written.",
    },
    read: value::ratio,
};

pub(super) static MIN_SCORES: Key<BTreeMap<Entity, f32>> = Key {
    about: About {
        name: "min_scores",
        kind: Kind::RatioPerEntity,
        default: Some("{}"),
        status: Status::Built,
        doc: "The same for single entities.",
    },
    read: |about, written| {
        let form = ("score", "{ PHONE_NUMBER = 0.4 }");
        per_entity(form, written, |written| value::ratio(about, written))
    },
};

/// Texts by entity.
pub(super) type Lists = BTreeMap<Entity, Vec<String>>;

pub(super) static ALLOW: Key<Lists> = Key {
    about: About {
        name: "allow",
        kind: Kind::TextsPerEntity(
            "a value, a beginning with `*` behind it, or an ending with `*` before it",
        ),
        default: Some("{}"),
        status: Status::Built,
        doc: "Values that are nobody's: your own domains and numbers. Addresses are compared in \
              any case, numbers without separators, a secret only whole and as it is. Warns at \
              start.",
    },
    read: lists,
};

pub(super) static DENY: Key<Lists> = Key {
    about: About {
        name: "deny",
        kind: Kind::TextsPerEntity("a value"),
        default: Some("{}"),
        status: Status::Built,
        doc: "Values that are always findings, whatever `allow` holds: code names, customers. \
              They are found as words, in any case. The entity may be a new one.",
    },
    read: lists,
};

/// Reads a table from entities to values that `of` reads and that are called `called`.
fn per_entity<T>(
    (called, example): (&str, &str),
    written: &DeValue<'_>,
    of: impl Fn(&DeValue<'_>) -> Result<T, String>,
) -> Result<BTreeMap<Entity, T>, String> {
    let form = format!("a table as `{example}`");
    let table = written.as_table().ok_or_else(|| value::wrong_type(&form, written))?;
    if table.iter().count() > ITEMS_MAX {
        return Err(format!("must not hold more than {ITEMS_MAX} items"));
    }
    let mut read = BTreeMap::new();
    for (at, (name, written)) in table.iter().enumerate() {
        let name = name.get_ref();
        let named = if is_name(name) { name.to_string() } else { format!("item {}", at + 1) };
        let value =
            of(written.get_ref()).map_err(|what| format!("the {called} of {named} {what}"))?;
        read.insert(Entity::named(name.to_string()), value);
    }
    Ok(read)
}

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

/// The actions of single entities.
fn actions(about: &About, written: &DeValue<'_>) -> Result<BTreeMap<Entity, Action>, String> {
    let of = |written: &DeValue<'_>| value::choice(about, written, action);
    let mut actions = per_entity(("action", "{ SECRET = \"redact\" }"), written, of)?;
    actions.entry(Entity::SECRET).or_insert(Action::Redact);
    Ok(actions)
}

/// The actions as TOML, those included that always hold.
pub(super) fn spelled(actions: &BTreeMap<Entity, Action>) -> String {
    let word = |action: &Action| {
        let mut names = ACTION_NAMES.iter().map(|choice| choice.name);
        names.find(|name| self::action(name) == Some(*action)).unwrap_or_default()
    };
    let entries: Vec<String> =
        actions.iter().map(|(entity, action)| format!("{entity} = \"{}\"", word(action))).collect();
    format!("{{ {} }}", entries.join(", "))
}

/// Lists of texts by entity.
fn lists(about: &About, written: &DeValue<'_>) -> Result<Lists, String> {
    let form = ("list", "{ EMAIL_ADDRESS = [\"info@example.com\"] }");
    per_entity(form, written, |written| match value::texts(about, written)? {
        texts if texts.is_empty() => Err("must hold at least one item".to_owned()),
        texts => Ok(texts),
    })
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
