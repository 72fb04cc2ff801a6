//! `[audit]`: where the record is kept.
//!
//! It writes none.

use super::declare::{About, Choice, Key, Kind, Section, Shape, Status};
use super::reader::Reader;
use super::value;

/// Where the record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSettings {
    /// The store.
    pub store: AuditStore,
}

/// The stores of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditStore {
    /// Files in the home directory.
    File,
    /// The memory of the process: nothing is written.
    None,
}

pub(super) static SECTION: Section = Section {
    name: "audit",
    shape: Shape::Single,
    status: Status::Built,
    doc: "The tamper-evident record of every call.",
    keys: &[&STORE.about],
};

static STORES: &[Choice] = &[Choice::built("file"), Choice::built("none")];

static STORE: Key<AuditStore> = Key {
    about: About {
        name: "store",
        kind: Kind::Choice(STORES),
        default: Some("\"file\""),
        status: Status::Built,
        doc: "`file` keeps it in the home directory; `none` writes nothing and warns at start.",
    },
    read: |about, written| {
        value::choice(about, written, |name| match name {
            "file" => Some(AuditStore::File),
            "none" => Some(AuditStore::None),
            _ => None,
        })
    },
};

/// Settles the section.
pub(super) fn settle(reader: &mut Reader<'_>) -> Option<AuditSettings> {
    let store = reader.value(SECTION.name, &STORE)?;
    if store == AuditStore::None {
        let warning = "`audit.store` is `none`: the record is lost when the process ends";
        reader.warnings.push(warning.to_owned());
    }
    Some(AuditSettings { store })
}
