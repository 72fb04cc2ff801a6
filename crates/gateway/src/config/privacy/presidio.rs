//! `[privacy.presidio]`: an analyzer that finds names where patterns cannot.
//!
//! It does not ask it.

use std::time::Duration;

use portcullis_model::Entity;
use toml::de::DeValue;

use super::Privacy;
use super::entities::is_name;
use crate::config::declare::{About, Choice, Key, Kind, Section, Shape, Status};
use crate::config::reader::Reader;
use crate::config::url::{Url, is_loopback};
use crate::config::value;

/// LIMIT: entities that are asked for.
const ENTITIES_MAX: usize = 100;
/// LIMIT: failures in a row that may be waited for.
const FAILURES_MAX: u32 = 1_000;

/// An analyzer, and how it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Presidio {
    /// Where it is, without a slash at the end.
    pub url: String,
    /// Which language it takes the text for.
    pub language: String,
    /// What it is asked for, without what no tenant wants.
    pub entities: Vec<Entity>,
    /// How sure it must be, 0 to 1.
    pub min_score: f32,
    /// What becomes of a call where it fails.
    pub on_error: OnError,
    /// How long the analysis of a document may take.
    pub timeout: Duration,
    /// Whether it sees what patterns have found.
    pub send_raw: bool,
    /// Failures in a row after which it is left alone.
    pub breaker_failures: u32,
    /// For how long.
    pub breaker_pause: Duration,
}

/// What becomes of a call where the analyzer fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnError {
    /// It goes on with what patterns find.
    DeterministicOnly,
    /// It is refused.
    Refuse,
}

pub(in crate::config) static SECTION: Section = Section {
    name: "privacy.presidio",
    shape: Shape::Single,
    status: Status::Built,
    doc: "A Presidio analyzer that finds names of people and places. Without this section none is \
          asked.",
    keys: &[
        &URL.about,
        &LANGUAGE.about,
        &ENTITIES.about,
        &MIN_SCORE.about,
        &ON_ERROR.about,
        &TIMEOUT.about,
        &SEND_RAW.about,
        &BREAKER_FAILURES.about,
        &BREAKER_PAUSE.about,
    ],
};

static URL: Key<String> = Key {
    about: About {
        name: "url",
        kind: Kind::Text("an http or https URL"),
        default: None,
        status: Status::Built,
        doc: "Where it is, without `/analyze`. Required. Plain http outside this machine warns at \
              start.",
    },
    read: |about, written| {
        let written = value::text(about, written)?;
        if Url::parse(&written).is_none() {
            return Err("must be an http or https URL without user, query or fragment".to_owned());
        }
        Ok(written.trim_end_matches('/').to_owned())
    },
};

static LANGUAGE: Key<String> = Key {
    about: About {
        name: "language",
        kind: Kind::Text("a code as `en`"),
        default: Some("\"en\""),
        status: Status::Built,
        doc: "The language of the text, one that the analyzer has a model for.",
    },
    read: |about, written| {
        let written = value::text(about, written)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        match (2..=16).contains(&written.len()) && written.bytes().all(plain) {
            true => Ok(written),
            false => Err("must be the code of a language, as `en`".to_owned()),
        }
    },
};

static ENTITIES: Key<Vec<Entity>> = Key {
    about: About {
        name: "entities",
        kind: Kind::Texts("a name as `PERSON`"),
        default: Some("[\"PERSON\", \"LOCATION\", \"NRP\", \"ORGANIZATION\"]"),
        status: Status::Built,
        doc: "What it is asked for; what else it knows is ignored. They may be named in `actions`, \
              `disabled`, `min_scores` and `allow`, those of tenants too.",
    },
    read: |about, written| {
        let names = value::texts(about, written)?;
        if names.is_empty() || ENTITIES_MAX < names.len() {
            return Err(format!("must hold 1 to {ENTITIES_MAX} names"));
        }
        let mut numbered = names.iter().enumerate();
        if let Some((at, _)) = numbered.find(|(_, name)| !is_name(name)) {
            return Err(format!("item {} must be a name as `PERSON`", at + 1));
        }
        Ok(names.into_iter().map(Entity::named).collect())
    },
};

static MIN_SCORE: Key<f32> = Key {
    about: About {
        name: "min_score",
        kind: Kind::Ratio,
        default: Some("0.7"),
        status: Status::Built,
        doc: "How sure it must be. Of `[privacy]`, `min_scores` can ask for more and `min_score` \
              does not hold for it.",
    },
    read: value::ratio,
};

static ON_ERRORS: &[Choice] = &[Choice::built("deterministic-only"), Choice::built("refuse")];

static ON_ERROR: Key<OnError> = Key {
    about: About {
        name: "on_error",
        kind: Kind::Choice(ON_ERRORS),
        default: Some("\"deterministic-only\""),
        status: Status::Built,
        doc: "Where it fails: `deterministic-only` goes on with what patterns find, with the \
              warning `not-analyzed`; `refuse` refuses the call. Either is recorded. Level \
              `strict` refuses in any case.",
    },
    read: |about, written| {
        value::choice(about, written, |name| match name {
            "deterministic-only" => Some(OnError::DeterministicOnly),
            "refuse" => Some(OnError::Refuse),
            _ => None,
        })
    },
};

static TIMEOUT: Key<Duration> = Key {
    about: About {
        name: "timeout",
        // LIMIT: under a second no language model reads a page; who waits longer has given up.
        kind: Kind::Duration { min: 1, max: 120 },
        default: Some("\"2s\""),
        status: Status::Built,
        doc: "How long the analysis of one call's text may take in all, connecting included.",
    },
    read: value::duration,
};

static SEND_RAW: Key<bool> = Key {
    about: About {
        name: "send_raw",
        kind: Kind::Flag,
        default: Some("false"),
        status: Status::Built,
        doc: "Shows it the text as it is. Otherwise what patterns found is hidden from it. Secrets \
              that are kept here it never sees. Warns at start.",
    },
    read: value::flag,
};

static BREAKER_FAILURES: Key<u32> = Key {
    about: About {
        name: "breaker_failures",
        kind: Kind::Whole,
        default: Some("5"),
        status: Status::Built,
        doc: "After so many failures in a row it is not asked for a while: `on_error` holds at \
              once.",
    },
    read: |_, written| {
        let count = match written {
            DeValue::Integer(number) => number.as_str().parse::<u32>().ok(),
            _ => return Err(value::wrong_type("a whole number", written)),
        };
        let fits = count.filter(|count| (1..=FAILURES_MAX).contains(count));
        fits.ok_or_else(|| format!("must be a whole number from 1 to {FAILURES_MAX}"))
    },
};

static BREAKER_PAUSE: Key<Duration> = Key {
    about: About {
        name: "breaker_pause",
        kind: Kind::Duration { min: 1, max: 3_600 },
        default: Some("\"30s\""),
        status: Status::Built,
        doc: "For how long; then one call tries.",
    },
    read: value::duration,
};

/// Settles the section: the entities that it names, and all of it. What is wrong is on record,
/// and then nothing is settled.
pub(super) fn settle(reader: &mut Reader<'_>) -> (Vec<Entity>, Option<Presidio>) {
    if !reader.is_there(&SECTION) {
        return (Vec::new(), None);
    }
    let url = reader.required(SECTION.name, &URL);
    let language = reader.value(SECTION.name, &LANGUAGE);
    let entities = reader.value(SECTION.name, &ENTITIES);
    let named = entities.clone().unwrap_or_default();
    (named, whole(reader, (url, language, entities)))
}

/// All of the section, with the keys that were read already.
fn whole(
    reader: &mut Reader<'_>,
    (url, language, entities): (Option<String>, Option<String>, Option<Vec<Entity>>),
) -> Option<Presidio> {
    let name = SECTION.name;
    let min_score = reader.value(name, &MIN_SCORE);
    let on_error = reader.value(name, &ON_ERROR);
    let timeout = reader.value(name, &TIMEOUT);
    let send_raw = reader.value(name, &SEND_RAW);
    let breaker_failures = reader.value(name, &BREAKER_FAILURES);
    let breaker_pause = reader.value(name, &BREAKER_PAUSE);
    let presidio = Presidio {
        url: url?,
        language: language?,
        entities: entities?,
        min_score: min_score?,
        on_error: on_error?,
        timeout: timeout?,
        send_raw: send_raw?,
        breaker_failures: breaker_failures?,
        breaker_pause: breaker_pause?,
    };
    warn(reader, &presidio);
    Some(presidio)
}

/// Asks for what the settings of any tenant want only; each tenant then gets its part.
pub(super) fn narrow<'p>(
    presidio: &mut Presidio,
    all: impl Iterator<Item = &'p Privacy>,
    reader: &mut Reader<'_>,
) {
    let wanted: Vec<&Entity> = all.flat_map(Privacy::asked).collect();
    presidio.entities.retain(|entity| wanted.contains(&entity));
    if presidio.entities.is_empty() {
        let source = reader.place_of(SECTION.name, &ENTITIES.about);
        let message = "all of them are in `privacy.disabled`: remove the section".to_owned();
        reader.wrong(source, SECTION.name, ENTITIES.about.name, message);
    }
}

/// Says what weakens the protection.
fn warn(reader: &mut Reader<'_>, presidio: &Presidio) {
    let section = SECTION.name;
    if Url::parse(&presidio.url).is_some_and(|url| !url.secure && !is_loopback(&url.host)) {
        reader.warnings.push(format!(
            "`{section}.url` is plain http: whoever is on the way reads the text, and can hide \
             names from the gate"
        ));
    }
    if presidio.send_raw {
        reader.warnings.push(format!(
            "`{section}.send_raw`: the analyzer sees personal data that patterns find"
        ));
    }
}
