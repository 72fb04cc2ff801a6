//! Runs the benches; each prints its own rows.
//!
//! Compares nothing and fails on no figure: machines differ.

mod rivals;

use anyhow::{Result, bail};

use crate::program::{Program, say, target};
use crate::workspace::Workspace;

/// Runs the benches whose name, or whose crate's name, contains `part`, and, with those of
/// detection, the detectors of others.
pub(crate) fn run(part: &str) -> Result<()> {
    let workspace = Workspace::load()?;
    let texts = target().join("bench-texts");
    let mut found = 0_usize;
    let mut detection = false;
    for package in &workspace.packages {
        for target in package.targets.iter().filter(|target| target.kind == "bench") {
            if !target.name.contains(part) && !package.folder.contains(part) {
                continue;
            }
            found += 1;
            detection |= target.name == "detect";
            say(&format!("\n== {} ({})", target.name, package.folder));
            // With the whole workspace, all benches are built of the same dependencies.
            let words = ["bench", "--locked", "--workspace", "--bench", &target.name];
            Program::cargo().args(&words).env("PORTCULLIS_BENCH_TEXTS", &texts).run()?;
        }
    }
    if detection {
        say("\n== detectors of others, on the same texts (bench/rivals)");
        rivals::run(&texts);
    }
    if found == 0 {
        bail!("no bench is named like `{part}`");
    }
    Ok(())
}
