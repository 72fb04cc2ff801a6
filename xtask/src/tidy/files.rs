//! What every file of Rust must have and must not be called.

use std::collections::BTreeSet;

use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta};

use super::Problem;
use crate::workspace::{Source, Workspace};

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] =
    &["mod.rs", "utils.rs", "util.rs", "types.rs", "common.rs", "helpers.rs", "misc.rs"];

/// Every file opens with `//!`.
pub(super) fn head(workspace: &Workspace) -> Vec<Problem> {
    let bare = |source: &&Source| !source.text.starts_with("//! ");
    let say = |source: &Source| Problem::new(&source.path, "does not open with `//!`");
    workspace.sources.iter().filter(bare).map(say).collect()
}

/// Every root of a library or program forbids unsafe code.
pub(super) fn forbids_unsafe(workspace: &Workspace) -> Vec<Problem> {
    let targets = workspace.packages.iter().flat_map(|package| &package.targets);
    let roots = targets.filter(|target| target.kind == "lib" || target.kind == "bin");
    let loose = roots.filter(|target| {
        let source = workspace.source(&target.path);
        !source.is_some_and(|source| source.text.contains("\n#![forbid(unsafe_code)]"))
    });
    loose.map(|target| Problem::new(&target.path, "lacks `#![forbid(unsafe_code)]`")).collect()
}

/// No file has a name that says nothing.
pub(super) fn names(workspace: &Workspace) -> Vec<Problem> {
    let empty = |source: &&Source| {
        source.path.rsplit('/').next().is_some_and(|name| EMPTY_NAMES.contains(&name))
    };
    let say = |source: &Source| Problem::new(&source.path, "a name that says nothing");
    workspace.sources.iter().filter(empty).map(say).collect()
}

/// A note of open work names who does it, in parentheses.
pub(super) fn owners(workspace: &Workspace) -> Vec<Problem> {
    // Written in two halves, or this file would object to itself.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
    let mut problems = Vec::new();
    for source in &workspace.sources {
        for (index, line) in source.text.lines().enumerate() {
            let Some((_, comment)) = line.split_once("//") else { continue };
            for word in words {
                let Some((_, after)) = comment.split_once(word) else { continue };
                if !after.starts_with('(') {
                    let place = format!("{}:{}", source.path, index + 1);
                    problems.push(Problem::new(place, format!("`{word}` without an owner")));
                }
            }
        }
    }
    problems
}

/// Every file below `src` and `tests` is reached from a root through `mod` declarations.
pub(super) fn dead(workspace: &Workspace) -> Vec<Problem> {
    let mut reached = BTreeSet::new();
    for target in workspace.packages.iter().flat_map(|package| &package.targets) {
        let folder = target.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        reach(workspace, &target.path, folder, &mut reached);
    }
    let dead = |source: &&Source| !reached.contains(&source.path);
    let say = |source: &Source| Problem::new(&source.path, "no `mod` reaches it");
    workspace.sources.iter().filter(dead).map(say).collect()
}

/// Marks a file and all that it declares; `folder` is where its modules are looked for.
fn reach(workspace: &Workspace, path: &str, folder: &str, reached: &mut BTreeSet<String>) {
    let Some(source) = workspace.source(path) else { return };
    let Ok(syntax) = &source.syntax else { return };
    if reached.insert(path.to_owned()) {
        reach_items(workspace, &syntax.items, folder, reached);
    }
}

fn reach_items(
    workspace: &Workspace,
    items: &[Item],
    folder: &str,
    reached: &mut BTreeSet<String>,
) {
    for item in items {
        let Item::Mod(module) = item else { continue };
        let inside = format!("{folder}/{}", module.ident);
        match (&module.content, path_attribute(&module.attrs)) {
            (Some((_, items)), _) => reach_items(workspace, items, &inside, reached),
            (None, Some(path)) => {
                let path = format!("{folder}/{path}");
                let beside = path.rsplit_once('/').map_or("", |(beside, _)| beside).to_owned();
                reach(workspace, &path, &beside, reached);
            }
            (None, None) => reach(workspace, &format!("{inside}.rs"), &inside, reached),
        }
    }
}

/// The value of `#[path = ".."]`.
fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}
