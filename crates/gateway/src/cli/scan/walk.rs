//! The files under a name: itself, or all of a directory, in the order of their names.
//!
//! What git would not take is left out, with one exception: files of environment variables are
//! where secrets are, and they are nearly always ignored. Symbolic links inside a directory are
//! not followed, and the innards of version control are left out always.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, Walk, WalkBuilder};

use super::source::Source;
use crate::cli::failure::Failure;

/// LIMIT: directories inside directories.
const DEPTH_MAX: usize = 128;
/// Directories of version control: compressed, and old.
const INNARDS: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// What is left out.
#[derive(Debug)]
pub(super) struct Rules {
    /// Whether `.gitignore` and `.ignore` count.
    pub(super) ignore: bool,
    /// What the user excludes.
    excluded: Override,
}

/// What could not be read, and why.
pub(super) type Unread = (PathBuf, io::Error);

impl Rules {
    /// Compiles the globs of the user, which are those of `.gitignore`.
    pub(super) fn new(ignore: bool, globs: &[String], directory: &Path) -> Result<Self, Failure> {
        let wrong = |_| Failure::usage("`--exclude` takes globs as `.gitignore` has them");
        let mut excluded = OverrideBuilder::new(directory);
        for glob in globs {
            excluded.add(&format!("!{glob}")).map_err(wrong)?;
        }
        let excluded = excluded.build().map_err(wrong)?;
        Ok(Self { ignore, excluded })
    }

    /// Whether the user excludes a file, or a directory that it lies in.
    fn excludes(&self, path: &Path) -> bool {
        let path = path.strip_prefix("./").unwrap_or(path);
        let mut above = path.ancestors().filter(|above| !above.as_os_str().is_empty());
        above.any(|above| self.excluded.matched(above, above != path).is_ignore())
    }
}

/// The sources under a name; or what could not be read.
pub(super) fn under(named: &Path, rules: &Rules) -> Files {
    // What the user names is followed, what is found inside is not.
    match fs::metadata(named) {
        Ok(about) if about.is_dir() => Files::Inside(Box::new(Inside::new(named, rules))),
        Ok(_) if rules.excludes(named) => Files::One(None),
        Ok(_) => Files::One(Some(Ok(Source::named(named.to_owned())))),
        Err(error) => Files::One(Some(Err((named.to_owned(), error)))),
    }
}

/// The sources under one name.
pub(super) enum Files {
    /// A file, or nothing.
    One(Option<Result<Source, Unread>>),
    /// Those of a directory.
    Inside(Box<Inside>),
}

impl Iterator for Files {
    type Item = Result<Source, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::One(one) => one.take(),
            Self::Inside(inside) => inside.next(),
        }
    }
}

/// The files of a directory.
pub(super) struct Inside {
    walk: Walk,
    excluded: Override,
    /// Files of environment variables of the directory that was entered last.
    variables: VecDeque<PathBuf>,
}

impl Inside {
    fn new(directory: &Path, rules: &Rules) -> Self {
        // Within a repository its own rules count, and those above it. Elsewhere the files of the
        // directory count, but not those above: a `.gitignore` in a home directory is about it.
        let repository = is_in_repository(directory);
        let walk = WalkBuilder::new(directory)
            .standard_filters(rules.ignore)
            .hidden(false)
            .require_git(repository)
            .parents(rules.ignore && repository)
            .overrides(rules.excluded.clone())
            .max_depth(Some(DEPTH_MAX))
            .sort_by_file_name(Ord::cmp)
            .filter_entry(|entry| !INNARDS.iter().any(|innards| entry.file_name() == *innards))
            .build();
        Self { walk, excluded: rules.excluded.clone(), variables: VecDeque::new() }
    }

    /// Takes an entry of the walk: a file, or nothing that is read by itself.
    fn take(&mut self, entry: DirEntry) -> Option<Result<Source, Unread>> {
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if entry.depth() == DEPTH_MAX {
                let error = io::Error::other("too many directories inside each other");
                return Some(Err((entry.into_path(), error)));
            }
            // That it cannot be read is said by the walk.
            self.variables = variables(entry.path(), &self.excluded).unwrap_or_default();
            return None;
        }
        let read = kind.is_file() && !holds_variables(&entry.file_name().to_string_lossy());
        read.then(|| Ok(Source::found(entry.into_path())))
    }
}

impl Iterator for Inside {
    type Item = Result<Source, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(path) = self.variables.pop_front() {
                return Some(Ok(Source::found(path)));
            }
            let found = match self.walk.next()? {
                Ok(entry) => self.take(entry),
                Err(error) => Some(Err(unread(error))),
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

/// Whether a directory lies in a repository of git.
fn is_in_repository(directory: &Path) -> bool {
    let whole = fs::canonicalize(directory);
    whole.is_ok_and(|whole| whole.ancestors().any(|above| above.join(".git").exists()))
}

/// The files of environment variables in a directory, sorted, also if they are ignored.
fn variables(directory: &Path, excluded: &Override) -> io::Result<VecDeque<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if !holds_variables(&entry.file_name().to_string_lossy()) || !entry.file_type()?.is_file() {
            continue;
        }
        let path = entry.path();
        if !excluded.matched(&path, false).is_ignore() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found.into())
}

/// Whether a file of this name holds environment variables.
fn holds_variables(name: &str) -> bool {
    name == ".env" || name == ".envrc" || name.starts_with(".env.")
}

/// What the walk could not read.
fn unread(error: ignore::Error) -> Unread {
    let mut path = PathBuf::new();
    let mut inner = &error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: of, err } => {
                path.clone_from(of);
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    let text = error.to_string();
    (path, error.into_io_error().unwrap_or_else(|| io::Error::other(text)))
}
