//! Each numbered invariant of `ARCHITECTURE.md` names something real that holds it.
//!
//! An invariant is a list item `- **I3** What always holds. Held by `..`, `..`.` (it may go on
//! over indented lines). What holds it is one of:
//! `crate::path::test_name`, a test of the crate in that folder of `crates/`;
//! `lint:clippy::unwrap_used`, a lint of the workspace or a rule of `clippy.toml`;
//! `tidy:star`, a rule of this program;
//! `type:crate::path::Name`, a type whose shape allows nothing else;
//! a path with a slash, a compile-fail case or another file.

use super::{Problem, RULES};
use crate::program::root;
use crate::workspace::Workspace;

const DOCUMENT: &str = "ARCHITECTURE.md";

/// Every invariant is numbered in order and held by things that exist.
pub(super) fn held(workspace: &Workspace) -> Vec<Problem> {
    let Some(text) = workspace.texts.get(DOCUMENT) else {
        return vec![Problem::new(DOCUMENT, "is missing")];
    };
    let mut problems = Vec::new();
    let invariants = items(text);
    if invariants.is_empty() {
        problems.push(Problem::new(DOCUMENT, "has no list item that begins with `**I1**`"));
    }
    for (index, item) in invariants.iter().enumerate() {
        let expected = format!("**I{}**", index + 1);
        if !item.starts_with(&expected) {
            let text = format!("`{}` stands where {expected} belongs", head(item));
            problems.push(Problem::new(DOCUMENT, text));
        }
        problems.extend(check(workspace, item));
    }
    problems
}

/// The list items that begin with a number in bold, each on one line.
fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(start) = line.strip_prefix("- ").filter(|start| is_numbered(start)) {
            items.push(start.to_owned());
            open = true;
        } else if line.starts_with(' ') && open {
            if let Some(item) = items.last_mut() {
                item.push(' ');
                item.push_str(line.trim());
            }
        } else {
            open = false;
        }
    }
    items
}

fn is_numbered(text: &str) -> bool {
    let number = text.strip_prefix("**I").and_then(|rest| rest.split_once("**"));
    number
        .is_some_and(|(digits, _)| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn head(item: &str) -> &str {
    item.split_whitespace().next().unwrap_or("")
}

fn check(workspace: &Workspace, item: &str) -> Vec<Problem> {
    let lower = item.to_ascii_lowercase();
    let Some(tail) = lower.rfind("held by").and_then(|at| item.get(at..)) else {
        return vec![Problem::new(DOCUMENT, format!("{} does not say \"held by\"", head(item)))];
    };
    let names: Vec<&str> = tail.split('`').skip(1).step_by(2).collect();
    if names.is_empty() {
        return vec![Problem::new(DOCUMENT, format!("{} is held by nothing", head(item)))];
    }
    let missing = names.into_iter().filter(|name| !exists(workspace, name));
    let say = |name| Problem::new(DOCUMENT, format!("{}: `{name}` does not exist", head(item)));
    missing.map(say).collect()
}

fn exists(workspace: &Workspace, name: &str) -> bool {
    match name.split_once(':') {
        Some(("lint", lint)) if !lint.starts_with(':') => lint_exists(workspace, lint),
        Some(("tidy", rule)) => RULES.iter().any(|known| known.name == rule),
        Some(("type", path)) if !path.starts_with(':') => item_exists(workspace, path, is_type),
        _ if name.contains('/') => root().join(name).exists(),
        _ => item_exists(workspace, name, is_test),
    }
}

/// A lint of the root manifest, or a method or setting of `clippy.toml`.
fn lint_exists(workspace: &Workspace, lint: &str) -> bool {
    let short = lint.strip_prefix("clippy::").unwrap_or(lint);
    let manifest = workspace.texts.get("Cargo.toml").map_or("", String::as_str);
    let clippy = workspace.texts.get("clippy.toml").map_or("", String::as_str);
    manifest.lines().any(|line| line.split_once(" = ").is_some_and(|(key, _)| key == short))
        || clippy.contains(&format!("\"{lint}\""))
        || (short == "disallowed_methods" && clippy.contains("disallowed-methods"))
}

/// Whether `crate::some::module::name` stands in a file of that crate that goes with the modules.
fn item_exists(workspace: &Workspace, path: &str, is: fn(&str, &str) -> bool) -> bool {
    let parts: Vec<&str> = path.split("::").collect();
    let [package, modules @ .., name] = parts.as_slice() else { return false };
    let folder =
        if *package == "xtask" { "xtask/".to_owned() } else { format!("crates/{package}/") };
    let fits = |path: &str, text: &str| {
        modules.iter().all(|module| {
            path.contains(&format!("/{module}/"))
                || path.ends_with(&format!("/{module}.rs"))
                || text.contains(&format!("mod {module} {{"))
        })
    };
    let sources = workspace.sources.iter().filter(|source| source.path.starts_with(&folder));
    sources.filter(|source| fits(&source.path, &source.text)).any(|source| is(&source.text, name))
}

/// Whether a test function of this name stands there. By text, since `proptest!` hides its tests
/// from a parser.
fn is_test(text: &str, name: &str) -> bool {
    let start = format!("fn {name}(");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.iter().enumerate().any(|(index, line)| {
        let here = line.trim_start_matches("async ").starts_with(&start);
        let above = lines.iter().take(index).rev();
        let mut attached =
            above.take_while(|line| line.starts_with("#[") || line.starts_with("//"));
        here && attached.any(|line| line.starts_with("#[test]") || line.contains("::test"))
    })
}

fn is_type(text: &str, name: &str) -> bool {
    let found = |kind: &str| {
        text.lines().any(|line| {
            line.split_once(&format!("{kind} {name}")).is_some_and(|(before, after)| {
                let ends = !after.starts_with(|next: char| next.is_alphanumeric() || next == '_');
                ends && before.trim().chars().all(|c| c.is_alphabetic() || "() ".contains(c))
            })
        })
    };
    found("struct") || found("enum") || found("trait")
}
