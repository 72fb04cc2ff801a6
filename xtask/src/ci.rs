//! Everything that a change must pass, in an order in which later steps reuse earlier builds.
//!
//! Every step runs even after one failed, so that one run tells everything.

use std::time::Duration;

use anyhow::{Result, bail};

use crate::program::{Program, say, timed};
use crate::{deny, docs, test, tidy};

/// One step: its name and what it does.
type Step = (&'static str, fn() -> Result<()>);

/// Cheap steps first; `clippy` leaves the build scripts (C code) that `test` and `doc` reuse,
/// and `docs` runs the binary that `test` built.
const STEPS: &[Step] = &[
    ("fmt", fmt),
    ("tidy", tidy::run),
    ("clippy", clippy),
    ("test", test::run),
    ("docs", docs::check),
    ("doc", doc),
    ("deny", deny::run),
];

/// Runs all steps and prints a line for each.
pub(crate) fn run() -> Result<()> {
    let results: Vec<_> = STEPS.iter().map(run_step).collect();
    say("");
    for (name, error, took) in &results {
        let verdict = if error.is_some() { "FAILED" } else { "ok" };
        say(&format!("ci {name:<8} {verdict:<7} {:>4} s", took.as_secs()));
    }
    let failed: Vec<_> =
        results.iter().filter_map(|(name, error, _)| error.as_ref().map(|e| (name, e))).collect();
    for (name, error) in &failed {
        say(&format!("ci {name}: {error:#}"));
    }
    if !failed.is_empty() {
        bail!("{} of {} steps failed", failed.len(), STEPS.len());
    }
    Ok(())
}

fn run_step(step: &Step) -> (&'static str, Option<anyhow::Error>, Duration) {
    let (name, work) = *step;
    say(&format!("\n== {name}"));
    let (result, took) = timed(work);
    (name, result.err(), took)
}

fn fmt() -> Result<()> {
    Program::cargo().args(&["fmt", "--all", "--check"]).run()
}

fn clippy() -> Result<()> {
    let words = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    Program::cargo().args(&words).run()
}

fn doc() -> Result<()> {
    let words = ["doc", "--workspace", "--no-deps", "--locked", "--document-private-items"];
    Program::cargo().args(&words).env("RUSTDOCFLAGS", "-D warnings").run()
}
