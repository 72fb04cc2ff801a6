//! Runs the benches; each prints its own rows.
//!
//! Compares nothing and fails on no figure: machines differ.

use anyhow::{Result, bail};

use crate::program::{Program, say};
use crate::workspace::Workspace;

/// Runs the benches whose name, or whose crate's name, contains `part`.
pub(crate) fn run(part: &str) -> Result<()> {
    let workspace = Workspace::load()?;
    let mut found = 0_usize;
    for package in &workspace.packages {
        for target in package.targets.iter().filter(|target| target.kind == "bench") {
            if !target.name.contains(part) && !package.folder.contains(part) {
                continue;
            }
            found += 1;
            say(&format!("\n== {} ({})", target.name, package.folder));
            // With the whole workspace, all benches are built of the same dependencies.
            let words = ["bench", "--locked", "--workspace", "--bench", &target.name];
            Program::cargo().args(&words).run()?;
        }
    }
    if found == 0 {
        bail!("no bench is named like `{part}`");
    }
    Ok(())
}
