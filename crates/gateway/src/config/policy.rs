//! `[policy]`: which rules hold.
//!
//! The rules themselves stand in a file of their own and are read by the policy.

use std::path::PathBuf;

use toml::de::DeValue;

use super::declare::{About, Choice, Key, Kind, Section, Shape, Status};
use super::error::Source;
use super::reader::Reader;
use super::value;

/// Which rules hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySettings {
    /// What holds where no rule of the file speaks, by its name.
    pub preset: &'static str,
    /// The file with the rules.
    pub file: PathBuf,
    /// Whether the file was named: then it must exist.
    pub file_required: bool,
}

pub(super) static SECTION: Section = Section {
    name: "policy",
    shape: Shape::Single,
    status: Status::Built,
    doc: "Which rules decide about tools. Model calls to a configured provider are allowed in \
          every preset.",
    keys: &[&PRESET.about, &FILE.about],
};

static PRESETS: &[Choice] = &[
    Choice::built("guarded"),
    Choice::built("strict"),
    Choice::built("read-only"),
    Choice::built("business-hours"),
    Choice::built("permissive"),
];

static PRESET: Key<&str> = Key {
    about: About {
        name: "preset",
        kind: Kind::Choice(PRESETS),
        default: Some("\"guarded\""),
        status: Status::Built,
        doc: "What holds where no rule of the file speaks. `permissive` warns at start.",
    },
    read: |about, written| {
        value::choice(about, written, |name| {
            PRESETS.iter().map(|preset| preset.name).find(|known| *known == name)
        })
    },
};

static FILE: Key<PathBuf> = Key {
    about: About {
        name: "file",
        kind: Kind::Text("a path"),
        default: Some("\"policy.toml\""),
        status: Status::Built,
        doc: "The file with the rules; a relative path starts at the home directory. The default \
              need not exist.",
    },
    read: path,
};

/// A path.
fn path(about: &About, written: &DeValue<'_>) -> Result<PathBuf, String> {
    let written = value::text(about, written)?;
    if written.is_empty() { Err("must be a path".to_owned()) } else { Ok(PathBuf::from(written)) }
}

/// Settles the section.
pub(super) fn settle(reader: &mut Reader<'_>) -> Option<PolicySettings> {
    let preset = reader.value(SECTION.name, &PRESET);
    let file = reader.found(SECTION.name, &FILE);
    let (preset, file) = (preset?, file?);
    if preset == "permissive" {
        let warning = "`policy.preset` is `permissive`: tools run unless a rule forbids them";
        reader.warnings.push(warning.to_owned());
    }
    let file_required = file.source != Source::Default;
    Some(PolicySettings { preset, file: reader.sources.home.join(file.value), file_required })
}
