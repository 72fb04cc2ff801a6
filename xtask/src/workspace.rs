//! The repository as the chores see it: packages from `cargo metadata`, source files, documents.
//!
//! Judges nothing; the rules in `tidy` do.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::program::{Program, root};

/// All that the rules look at, paths relative to the repository's root.
#[derive(Default)]
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
    pub(crate) sources: Vec<Source>,
    /// Manifests and documents by path.
    pub(crate) texts: BTreeMap<String, String>,
}

/// One crate of ours.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// `crates/model`.
    pub(crate) folder: String,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) targets: Vec<Target>,
}

/// What a crate depends on.
#[derive(Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) for_tests: bool,
}

/// What a crate builds.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) name: String,
    /// `lib`, `bin`, `test`, `bench`, `example`.
    pub(crate) kind: String,
    pub(crate) path: String,
}

/// One file of Rust.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
    /// What `syn` made of it, or why it could not.
    pub(crate) syntax: Result<syn::File, String>,
}

impl Source {
    pub(crate) fn new(path: &str, text: String) -> Self {
        let syntax = syn::parse_file(&text).map_err(|error| error.to_string());
        Self { path: path.to_owned(), text, syntax }
    }

    /// The file's lines that hold more than space and line comments.
    pub(crate) fn code_lines(&self) -> usize {
        self.text.lines().filter(|line| is_code(line)).count()
    }
}

/// Whether a line holds more than space and a line comment.
pub(crate) fn is_code(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with("//")
}

/// Documents and manifests that rules read, where they exist.
const TEXTS: &[&str] = &[
    "Cargo.toml",
    "clippy.toml",
    "ARCHITECTURE.md",
    "docs/codes.md",
    "xtask/tidy-exceptions.toml",
];

impl Workspace {
    /// Reads the repository.
    pub(crate) fn load() -> Result<Self> {
        let words = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
        let metadata: Value = serde_json::from_str(&Program::cargo().args(&words).output()?)?;
        let mut workspace = Self::default();
        for package in array(&metadata, "packages") {
            let package = Package::read(package)?;
            let manifest = format!("{}/Cargo.toml", package.folder);
            workspace.texts.insert(manifest.clone(), read(&manifest)?);
            collect(&package.folder, &mut workspace.sources)?;
            workspace.packages.push(package);
        }
        for path in TEXTS {
            if root().join(path).exists() {
                workspace.texts.insert((*path).to_owned(), read(path)?);
            }
        }
        workspace.sources.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(workspace)
    }

    /// The source at this path.
    pub(crate) fn source(&self, path: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.path == path)
    }

    /// The sources of a crate that its users run: not its tests and benches.
    pub(crate) fn shipped<'a>(&'a self, folder: &str) -> impl Iterator<Item = &'a Source> {
        let prefix = format!("{folder}/src/");
        self.sources.iter().filter(move |source| source.path.starts_with(&prefix))
    }
}

impl Package {
    fn read(value: &Value) -> Result<Self> {
        let manifest = text(value, "manifest_path");
        let folder = Path::new(manifest).parent().context("a manifest has a folder")?;
        let dependencies = array(value, "dependencies").map(|dependency| Dependency {
            name: text(dependency, "name").to_owned(),
            for_tests: text(dependency, "kind") == "dev",
        });
        let targets = array(value, "targets").map(|target| Target {
            name: text(target, "name").to_owned(),
            kind: array(target, "kind").next().and_then(Value::as_str).unwrap_or("").to_owned(),
            path: relative(Path::new(text(target, "src_path"))),
        });
        Ok(Self {
            name: text(value, "name").to_owned(),
            folder: relative(folder),
            dependencies: dependencies.collect(),
            targets: targets.collect(),
        })
    }
}

fn array<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| path.to_owned())
}

/// All Rust files below a crate's folder. Compile-fail cases are wrong on purpose and stay out.
fn collect(folder: &str, sources: &mut Vec<Source>) -> Result<()> {
    for entry in std::fs::read_dir(root().join(folder)).with_context(|| folder.to_owned())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if entry.file_type()?.is_dir() {
            if name != "target" && !path.ends_with("/tests/fail") {
                collect(&path, sources)?;
            }
        } else if name.ends_with(".rs") {
            sources.push(Source::new(&path, read(&path)?));
        }
    }
    Ok(())
}
