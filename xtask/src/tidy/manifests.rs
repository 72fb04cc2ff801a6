//! Dependencies and lints are settled once, in the root manifest.

use toml::{Table, Value};

use super::Problem;
use crate::workspace::Workspace;

const ROOT: &str = "Cargo.toml";

/// Each dependency has a comment, is used, and is taken from the root; each crate takes its lints
/// from there.
pub(super) fn shared(workspace: &Workspace) -> Vec<Problem> {
    let text = workspace.texts.get(ROOT).map_or("", String::as_str);
    let mut problems: Vec<_> = uncommented(text)
        .into_iter()
        .map(|name| Problem::new(ROOT, format!("`{name}` has no comment that says what needs it")))
        .collect();
    for name in declared(text).into_iter().filter(|name| !is_ours(name)) {
        let used = workspace.packages.iter().flat_map(|package| &package.dependencies);
        if !used.into_iter().any(|dependency| dependency.name == name) {
            problems.push(Problem::new(ROOT, format!("nothing uses `{name}`")));
        }
    }
    for package in &workspace.packages {
        let path = format!("{}/Cargo.toml", package.folder);
        let text = workspace.texts.get(&path).map_or("", String::as_str);
        let own = text.parse().map_or_else(
            |_| vec!["cannot be parsed".to_owned()],
            |manifest: Table| own_settings(&manifest),
        );
        problems.extend(own.into_iter().map(|text| Problem::new(&path, text)));
    }
    problems
}

/// The lines of `[workspace.dependencies]`.
fn section(text: &str) -> impl Iterator<Item = &str> {
    let after = text.lines().skip_while(|line| *line != "[workspace.dependencies]").skip(1);
    after.take_while(|line| !line.starts_with('['))
}

fn declared(text: &str) -> Vec<&str> {
    section(text).filter_map(name).collect()
}

/// The name that a line declares.
fn name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(" = ")?;
    name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)).then_some(name)
}

/// Our own crates need no reason, and the root may name one that nothing uses yet.
fn is_ours(name: &str) -> bool {
    name.starts_with("portcullis-")
}

/// Dependencies of others that no comment of their group covers.
fn uncommented(text: &str) -> Vec<&str> {
    let mut covered = false;
    let mut bare = Vec::new();
    for line in section(text) {
        if line.starts_with('#') {
            covered = true;
        } else if line.trim().is_empty() {
            covered = false;
        } else if !covered {
            bare.extend(name(line).filter(|name| !is_ours(name)));
        }
    }
    bare
}

/// What a crate's manifest settles by itself though the root should.
fn own_settings(manifest: &Table) -> Vec<String> {
    let mut problems = Vec::new();
    let inherits = |value: &Value| value.get("workspace").and_then(Value::as_bool) == Some(true);
    if !manifest.get("lints").is_some_and(inherits) {
        problems.push("lacks `[lints] workspace = true`".to_owned());
    }
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let table = manifest.get(section).and_then(Value::as_table);
        for (name, value) in table.into_iter().flatten() {
            if !inherits(value) {
                problems.push(format!("`{name}` must be taken from the workspace"));
            }
        }
    }
    problems
}
