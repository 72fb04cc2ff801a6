//! The rules of the house that no compiler checks.
//!
//! A rule is one function over the [`Workspace`]; it reads no file and starts no program, so
//! each has cases in `tidy/tests.rs` that it must reject.

mod paths;
mod star;
mod sizes;
mod files;
mod invariants;
mod codes;
mod manifests;

use anyhow::{Result, bail};

use crate::program::say;
use crate::workspace::Workspace;

/// What a rule objects to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// A path, with a line where there is one.
    place: String,
    text: String,
}

impl Problem {
    fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

/// One rule: its name, by which an invariant may name it, why it stands, what it checks.
struct Rule {
    name: &'static str,
    why: &'static str,
    check: fn(&Workspace) -> Vec<Problem>,
}

/// Rules that must hold.
const RULES: &[Rule] = &[
    Rule {
        name: "star",
        why: "the inner crates meet only in the engine, so no door can open the vault",
        check: star::dependencies,
    },
    Rule {
        name: "purity",
        why: "what decides and finds does no I/O and has no clock, so a decision can be replayed",
        check: star::purity,
    },
    Rule {
        name: "assemble",
        why: "the gateway builds inner crates in one file and uses them in none",
        check: star::assemble,
    },
    Rule { name: "file-size", why: "a file is read in one sitting", check: sizes::files },
    Rule { name: "function-size", why: "a function fits on a screen", check: sizes::functions },
    Rule { name: "head", why: "a file says what it is and what it is not", check: files::head },
    Rule {
        name: "unsafe",
        why: "memory safety is not a matter of review here",
        check: files::forbids_unsafe,
    },
    Rule { name: "names", why: "a name says what is inside", check: files::names },
    Rule { name: "owner", why: "a note without an owner is never done", check: files::owners },
    Rule {
        name: "dead-file",
        why: "a file that nothing reaches is not compiled",
        check: files::dead,
    },
    Rule { name: "invariants", why: "each claim names what holds it", check: invariants::held },
    Rule {
        name: "codes",
        why: "a refusal that is not documented helps nobody",
        check: codes::documented,
    },
    Rule {
        name: "manifests",
        why: "one version and one reason for each dependency, the same lints everywhere",
        check: manifests::shared,
    },
];

/// Rules that only draw attention.
const ADVICE: &[Rule] = &[
    Rule { name: "look-again", why: "files grow unseen", check: sizes::look_again },
    Rule {
        name: "crate-share",
        why: "one crate must not become the product",
        check: sizes::shares,
    },
];

/// Checks the repository and prints what is wrong.
pub(crate) fn run() -> Result<()> {
    let workspace = Workspace::load()?;
    for rule in ADVICE {
        report("look again", rule, &(rule.check)(&workspace));
    }
    let mut count = 0;
    for rule in RULES {
        let problems = (rule.check)(&workspace);
        report("tidy", rule, &problems);
        count += problems.len();
    }
    if count > 0 {
        bail!("{count} problems");
    }
    say(&format!("tidy: {} rules hold over {} files", RULES.len(), workspace.sources.len()));
    Ok(())
}

fn report(kind: &str, rule: &Rule, problems: &[Problem]) {
    for problem in problems {
        say(&format!("{kind}[{}] {}: {}", rule.name, problem.place, problem.text));
    }
    if !problems.is_empty() {
        say(&format!("  because {}", rule.why));
    }
}

#[cfg(test)]
mod tests;
