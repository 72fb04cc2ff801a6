//! `[[privacy.custom]]`: identifiers of the operator's own.
//!
//! A pattern is compiled here, so that what is wrong with it is said with its line.

use portcullis_engine::detect::{CUSTOM_MAX, Custom, Pattern, Validator};
use portcullis_model::Entity;
use toml::de::DeValue;

use super::entities::is_name;
use crate::config::declare::{About, Choice, Key, Kind, Section, Shape, Status};
use crate::config::reader::Reader;
use crate::config::sources::item_of;
use crate::config::value;

/// LIMIT: words and phrases of one identifier.
pub(super) const WORDS_MAX: usize = 32;
/// LIMIT: bytes of a word or phrase.
pub(super) const WORD_BYTES_MAX: usize = 64;

pub(in crate::config) static CUSTOM: Section = Section {
    name: "privacy.custom",
    shape: Shape::Listed,
    status: Status::Built,
    doc: "Identifiers of your own.",
    keys: KEYS,
};

pub(in crate::config) static CUSTOM_OF_TENANT: Section = Section {
    name: "tenants.*.privacy.custom",
    shape: Shape::Listed,
    status: Status::Built,
    doc: "Identifiers of a tenant's own, in the place of those of `[[privacy.custom]]`.",
    keys: KEYS,
};

static KEYS: &[&About] =
    &[&ENTITY.about, &PATTERN.about, &CONTEXT.about, &SCORE.about, &VALIDATOR.about];

static ENTITY: Key<Entity> = Key {
    about: About {
        name: "entity",
        kind: Kind::Text("a name of capitals, digits and `_`"),
        default: None,
        status: Status::Built,
        doc: "What it is called; a known entity is found by this pattern too. Required.",
    },
    read: |about, written| {
        let name = value::text(about, written)?;
        if is_name(&name) {
            return Ok(Entity::named(name));
        }
        Err("must be a name of capitals, digits and `_`, at most 40, as `EMPLOYEE_ID`".to_owned())
    },
};

static PATTERN: Key<Pattern> = Key {
    about: About {
        name: "pattern",
        kind: Kind::Text("a regular expression"),
        default: None,
        status: Status::Built,
        doc: "How it is written: the syntax of Rust's `regex`, without look-around and back \
              references. A match has at most 512 bytes. Required.",
    },
    read: |about, written| {
        let source = value::text(about, written)?;
        Pattern::parse(&source).map_err(|error| error.to_string())
    },
};

static CONTEXT: Key<Vec<String>> = Key {
    about: About {
        name: "context",
        kind: Kind::Texts("a word or phrase"),
        default: Some("[]"),
        status: Status::Built,
        doc: "Words that make it sure where they stand before it, or in the key that it stands \
              under. With them it is found by them only, unless `score` says otherwise.",
    },
    read: context,
};

static SCORE: Key<f32> = Key {
    about: About {
        name: "score",
        kind: Kind::Ratio,
        default: None,
        status: Status::Built,
        doc: "How sure the pattern alone makes it; a word of `context` adds up to 0.4. Default: \
              0.6, with `context` 0.4.",
    },
    read: value::ratio,
};

static VALIDATORS: &[Choice] = &[
    Choice::built(Validator::Luhn.name()),
    Choice::built(Validator::Verhoeff.name()),
    Choice::built(Validator::Mod11_10.name()),
    Choice::built(Validator::Mod97.name()),
    Choice::built(Validator::Iban.name()),
    Choice::built(Validator::Aba.name()),
    Choice::built(Validator::Mod11.name()),
];

static VALIDATOR: Key<Validator> = Key {
    about: About {
        name: "validator",
        kind: Kind::Choice(VALIDATORS),
        default: None,
        status: Status::Built,
        doc: "The check that its digits must pass, with `mod97` and `iban` its letters too; what \
              fails is no finding.",
    },
    read: |about, written| {
        value::choice(about, written, |name| {
            Validator::ALL.into_iter().find(|validator| validator.name() == name)
        })
    },
};

fn context(about: &About, written: &DeValue<'_>) -> Result<Vec<String>, String> {
    let words = value::texts(about, written)?;
    if words.len() > WORDS_MAX {
        return Err(format!("must not hold more than {WORDS_MAX} items"));
    }
    let fits = |word: &String| {
        (1..=WORD_BYTES_MAX).contains(&word.len()) && word.contains(char::is_alphabetic)
    };
    match words.iter().position(|word| !fits(word)) {
        Some(at) => Err(format!("item {} must be a word of 1 to {WORD_BYTES_MAX} bytes", at + 1)),
        None => Ok(words),
    }
}

/// Settles the list of this section; `None` if it is not written.
pub(super) fn settle(reader: &mut Reader<'_>, section: &str) -> Option<Vec<Custom>> {
    let items = reader.layers.items(section)?;
    if items.len() > CUSTOM_MAX {
        let source = reader.layers.section_place(&item_of(section, CUSTOM_MAX));
        let (parent, key) = section.rsplit_once('.').unwrap_or(("", section));
        let message = format!("must not stand more than {CUSTOM_MAX} times");
        reader.wrong(source, parent, key, message);
        return Some(Vec::new());
    }
    Some(items.iter().filter_map(|item| one(reader, item)).collect())
}

fn one(reader: &mut Reader<'_>, section: &str) -> Option<Custom> {
    let entity = reader.required(section, &ENTITY);
    let pattern = reader.required(section, &PATTERN);
    let context = reader.value(section, &CONTEXT);
    let score = reader.value(section, &SCORE);
    let validator = reader.value(section, &VALIDATOR);
    Some(Custom { entity: entity?, pattern: pattern?, context: context?, score, validator })
}
