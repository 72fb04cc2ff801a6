//! The findings that are known and accepted, in a file that may lie beside the files themselves.
//!
//! An entry says in which file, what kind, and the fingerprint of what stands around it; a value
//! is in none. See ADR 31.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;
use crate::cli::failure::reason;

/// The version of the format.
const VERSION: u32 = 1;
/// LIMIT: bytes of a baseline file; half a million entries.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// Known findings: by file and fingerprint, how many.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Baseline(HashMap<String, HashMap<Fingerprint, usize>>);

/// Why a baseline cannot be read.
#[derive(Debug)]
pub enum BaselineError {
    /// The file.
    Io(io::Error),
    /// What stands in it.
    Text(String),
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => f.write_str(&reason(error)),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for BaselineError {}

/// The file, as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    version: u32,
    #[serde(borrow)]
    findings: Vec<Item<'a>>,
}

/// An entry, as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item<'a> {
    path: Cow<'a, str>,
    entity: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<Cow<'a, str>>,
    fingerprint: Cow<'a, str>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or is no baseline.
    pub fn load(path: &Path) -> Result<Self, BaselineError> {
        let file = File::open(path).map_err(BaselineError::Io)?;
        let mut text = String::new();
        let read = file.take(FILE_BYTES_MAX + 1).read_to_string(&mut text);
        if read.map_err(BaselineError::Io)? as u64 > FILE_BYTES_MAX {
            let text = format!("a baseline must not be longer than {FILE_BYTES_MAX} bytes");
            return Err(BaselineError::Text(text));
        }
        Self::parse(&text)
    }

    /// Reads a text.
    ///
    /// # Errors
    /// If it is no baseline.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let written: Written<'_> = serde_json::from_str(text).map_err(|error| {
            let place = format!("line {} column {}", error.line(), error.column());
            BaselineError::Text(format!("is no baseline at {place}"))
        })?;
        if written.version != VERSION {
            return Err(BaselineError::Text("is a baseline of another version".to_owned()));
        }
        let mut known = Self::default();
        for item in written.findings {
            let fingerprint = Fingerprint::read(&item.fingerprint)
                .ok_or_else(|| BaselineError::Text("holds a bad fingerprint".to_owned()))?;
            let file = known.0.entry(item.path.into_owned()).or_default();
            let count = file.entry(fingerprint).or_default();
            *count = count.saturating_add(item.count);
        }
        Ok(known)
    }

    /// Whether so many findings of a file with this fingerprint are known.
    pub(super) fn knows(&self, path: &str, fingerprint: Fingerprint, count: usize) -> bool {
        let file = self.0.get(path);
        file.and_then(|file| file.get(&fingerprint)).is_some_and(|known| *known >= count)
    }
}

/// A finding that is to be known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) entity: String,
    pub(super) rule: Option<String>,
    pub(super) fingerprint: Fingerprint,
}

/// A baseline of these findings: one line for each, sorted, so that a difference can be read.
pub(super) fn written(entries: &[Entry]) -> Result<String, serde_json::Error> {
    let mut counts: BTreeMap<&Entry, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry).or_default() += 1;
    }
    let mut text = format!("{{\"version\":{VERSION},\"findings\":[");
    let mut gap = "\n";
    for (entry, count) in counts {
        let item = Item {
            path: entry.path.as_str().into(),
            entity: entry.entity.as_str().into(),
            rule: entry.rule.as_deref().map(Into::into),
            fingerprint: entry.fingerprint.text().into(),
            count,
        };
        text.push_str(gap);
        text.push_str(&serde_json::to_string(&item)?);
        gap = ",\n";
    }
    text.push_str("\n]}\n");
    Ok(text)
}

/// A path as baselines have it: without `./`, and below the directory of the run where it is.
pub(super) fn path(name: &str, directory: Option<&str>) -> String {
    let below = directory.and_then(|directory| name.strip_prefix(directory)?.strip_prefix('/'));
    let mut path = below.unwrap_or(name);
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "00112233445566778899aabbccddeeff";

    fn entry(path: &str, fingerprint: &str) -> Entry {
        let fingerprint = Fingerprint::read(fingerprint).unwrap();
        let (path, entity) = (path.to_owned(), "SECRET".to_owned());
        Entry { path, entity, rule: Some("github-pat".to_owned()), fingerprint }
    }

    #[test]
    fn what_is_written_is_known_as_often_as_it_was_there() {
        let entries = [entry("b", ONE), entry("a", ONE), entry("b", ONE)];
        let text = written(&entries).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines[1].starts_with(r#"{"path":"a","entity":"SECRET","rule":"github-pat""#));
        assert!(lines[2].contains(r#""count":2"#), "{text}");
        let known = Baseline::parse(&text).unwrap();
        let fingerprint = Fingerprint::read(ONE).unwrap();
        for (path, count, expected) in
            [("a", 1, true), ("a", 2, false), ("b", 2, true), ("b", 3, false), ("c", 1, false)]
        {
            assert_eq!(known.knows(path, fingerprint, count), expected, "{path} {count}");
        }
        assert_eq!(Baseline::parse(&written(&[]).unwrap()).unwrap(), Baseline::default());
    }

    #[test]
    fn what_is_no_baseline_is_an_error_that_repeats_nothing() {
        for (text, expected) in [
            ("", "is no baseline at line 1 column 0"),
            ("[]", "is no baseline at line 1 column 2"),
            (r#"{"version":1}"#, "is no baseline at line 1 column 13"),
            (r#"{"version":2,"findings":[]}"#, "is a baseline of another version"),
            (r#"{"version":1,"findings":[],"x":1}"#, "is no baseline at line 1 column 30"),
            (
                r#"{"version":1,"findings":[{"path":"a","entity":"A","fingerprint":"00"}]}"#,
                "holds a bad fingerprint",
            ),
        ] {
            assert_eq!(Baseline::parse(text).unwrap_err().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn a_path_is_one_however_the_scan_was_called() {
        for (name, directory, expected) in [
            ("a/b", None, "a/b"),
            ("./a/b", Some("/w"), "a/b"),
            (".//a", None, "a"),
            ("/w/a", Some("/w"), "a"),
            ("/w/a", Some("/v"), "/w/a"),
            ("/wa", Some("/w"), "/wa"),
            ("-", Some("/w"), "-"),
        ] {
            assert_eq!(path(name, directory), expected);
        }
    }
}
