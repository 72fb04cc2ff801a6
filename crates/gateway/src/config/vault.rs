//! `[vault]`: where surrogates are kept, and for how long.
//!
//! It opens no store.

use std::time::Duration;

use toml::de::DeValue;

use super::declare::{About, Choice, Key, Kind, Section, Shape, Status};
use super::error::ConfigError;
use super::reader::Reader;
use super::value;

mod service;

pub use service::{Service, ServiceUrl};

/// Where surrogates are kept, and for how long.
#[derive(Debug)]
pub struct VaultSettings {
    /// The store.
    pub store: VaultStore,
    /// How long a surrogate lives; `None` for ever.
    pub ttl: Option<Duration>,
    /// The domain of surrogates of e-mail addresses; `None` for one under `.invalid`.
    pub email_domain: Option<String>,
}

/// The stores.
#[derive(Debug)]
pub enum VaultStore {
    /// In memory, gone with the process.
    Memory,
    /// In the home directory.
    Sqlite,
    /// In a Redis that many machines share.
    Redis(Service),
    /// In a PostgreSQL that many machines share.
    Postgres(Service),
}

/// The word for a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Memory,
    Sqlite,
    Redis,
    Postgres,
}

impl VaultSettings {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let same_store = match (&self.store, &other.store) {
            (VaultStore::Memory, VaultStore::Memory) | (VaultStore::Sqlite, VaultStore::Sqlite) => {
                true
            }
            (VaultStore::Redis(one), VaultStore::Redis(other))
            | (VaultStore::Postgres(one), VaultStore::Postgres(other)) => one.is_same(other),
            (
                VaultStore::Memory
                | VaultStore::Sqlite
                | VaultStore::Redis(_)
                | VaultStore::Postgres(_),
                _,
            ) => false,
        };
        same_store && self.ttl == other.ttl && self.email_domain == other.email_domain
    }

    /// Why nothing may be kept, if so.
    #[must_use]
    pub fn missing(&self) -> Option<ConfigError> {
        match &self.store {
            VaultStore::Memory | VaultStore::Sqlite => None,
            VaultStore::Redis(service) | VaultStore::Postgres(service) => service.missing(),
        }
    }
}

pub(super) static SECTION: Section = Section {
    name: "vault",
    shape: Shape::Single,
    status: Status::Built,
    doc: "Where the values behind surrogates are kept, sealed.",
    keys: &[
        &STORE.about,
        &service::URL.about,
        &service::CA_FILE.about,
        &TTL.about,
        &SCOPE.about,
        &FORMAT.about,
        &EMAIL_DOMAIN.about,
    ],
};

static STORES: &[Choice] = &[
    Choice::built("memory"),
    Choice::built("sqlite"),
    Choice::built("redis"),
    Choice::later("dynamodb"),
    Choice::later("memcached"),
    Choice::built("postgres"),
];

static STORE: Key<Word> = Key {
    about: About {
        name: "store",
        kind: Kind::Choice(STORES),
        default: Some("\"sqlite\""),
        status: Status::Built,
        doc: "`sqlite` is a file in the home directory; `redis` and `postgres` are for \
              many machines ([Stores](stores.md)); `memory` forgets everything at exit.",
    },
    read: |about, written| {
        value::choice(about, written, |name| match name {
            "memory" => Some(Word::Memory),
            "sqlite" => Some(Word::Sqlite),
            "redis" => Some(Word::Redis),
            "postgres" => Some(Word::Postgres),
            _ => None,
        })
    },
};

static TTL: Key<Option<Duration>> = Key {
    about: About {
        name: "ttl",
        // LIMIT: under a minute a conversation loses its surrogates; ten years is for ever.
        kind: Kind::Duration { min: 60, max: 3_650 * 86_400 },
        default: Some("\"30d\""),
        status: Status::Built,
        doc: "How long a surrogate can be revealed; `never` for as long as its keys exist.",
    },
    read: |about, written| match written.as_str() {
        Some("never") => Ok(None),
        _ => value::duration(about, written).map(Some),
    },
};

static SCOPES: &[Choice] =
    &[Choice::built("principal"), Choice::later("session"), Choice::later("tenant")];

static SCOPE: Key<()> = Key {
    about: About {
        name: "scope",
        kind: Kind::Choice(SCOPES),
        default: Some("\"principal\""),
        status: Status::Built,
        doc: "Inside which a surrogate means something: `principal` gives each caller its own.",
    },
    read: |about, written| value::choice(about, written, |_| Some(())),
};

static FORMATS: &[Choice] = &[Choice::built("portcullis"), Choice::later("mask-v1")];

static FORMAT: Key<()> = Key {
    about: About {
        name: "format",
        kind: Kind::Choice(FORMATS),
        default: Some("\"portcullis\""),
        status: Status::Built,
        doc: "How surrogates look.",
    },
    read: |about, written| value::choice(about, written, |_| Some(())),
};

static EMAIL_DOMAIN: Key<Option<String>> = Key {
    about: About {
        name: "email_domain",
        kind: Kind::Text("a domain that you own, or nothing"),
        default: Some("\"\""),
        status: Status::Built,
        doc: "A domain that you own, for surrogates of e-mail addresses, where a validator refuses \
              `.invalid`.",
    },
    read: domain,
};

/// A domain name of at least two labels; nothing for the default.
fn domain(about: &About, written: &DeValue<'_>) -> Result<Option<String>, String> {
    let written = value::text(about, written)?.to_ascii_lowercase();
    if written.is_empty() {
        return Ok(None);
    }
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let labels: Vec<&str> = written.split('.').collect();
    if labels.len() < 2 || written.len() > 190 || !labels.into_iter().all(label) {
        return Err("must be a domain name, as `surrogates.example.com`".to_owned());
    }
    Ok(Some(written))
}

/// The store that a word names, with what it needs.
fn store(reader: &mut Reader<'_>, word: Word) -> Option<VaultStore> {
    match word {
        Word::Memory => {
            service::refuse(reader);
            Some(VaultStore::Memory)
        }
        Word::Sqlite => {
            service::refuse(reader);
            Some(VaultStore::Sqlite)
        }
        Word::Redis => service::settle(reader, service::REDIS).map(VaultStore::Redis),
        Word::Postgres => service::settle(reader, service::POSTGRES).map(VaultStore::Postgres),
    }
}

/// Settles the section.
pub(super) fn settle(reader: &mut Reader<'_>) -> Option<VaultSettings> {
    let word = reader.value(SECTION.name, &STORE);
    let store = word.and_then(|word| store(reader, word));
    let ttl = reader.value(SECTION.name, &TTL);
    let scope = reader.value(SECTION.name, &SCOPE);
    let format = reader.value(SECTION.name, &FORMAT);
    let email_domain = reader.value(SECTION.name, &EMAIL_DOMAIN);
    let ((), ()) = (scope?, format?);
    Some(VaultSettings { store: store?, ttl: ttl?, email_domain: email_domain? })
}
