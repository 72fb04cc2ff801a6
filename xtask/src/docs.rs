//! The documents that are generated: `docs/config.md` and `docs/codes.md` by the program itself,
//! `docs/detection.md` and `docs/detection/` from the recognizers and the comments of their files.
//!
//! The texts live where the keys, codes and recognizers are declared.

mod families;
mod pages;
mod recognizers;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::program::{Program, root, target};
use crate::test::binary;

/// Writes them.
pub(crate) fn regenerate() -> Result<()> {
    let gate = binary("portcullis-gateway", "portcullis")?;
    Program::new(&gate).args(&["generate", "docs"]).path(&root().join("docs")).run()?;
    detection(&gate)
}

/// Writes them and fails if they are not as committed.
pub(crate) fn check() -> Result<()> {
    regenerate()?;
    // A page that is new is no difference to git, but a line of its status.
    let words = ["status", "--porcelain", "--", "docs"];
    let changed = Program::new("git").args(&words).output()?;
    if !changed.is_empty() {
        bail!("docs/ is out of date: run `cargo xtask docs` and commit\n{changed}");
    }
    Ok(())
}

/// The pages about what is found.
fn detection(gate: &Path) -> Result<()> {
    // A home of its own, so that nobody's configuration is in the pages.
    let home = target().join("docs-home");
    let words = ["generate", "recognizers", "--home"];
    let listed = Program::new(gate).args(&words).path(&home).output()?;
    let known = recognizers::read(&serde_json::from_str(&listed)?)?;
    write(&root().join("docs"), &pages::all(&known)?)
}

/// Writes pages, and removes those of families that are no more.
fn write(docs: &Path, pages: &BTreeMap<String, String>) -> Result<()> {
    let folder = docs.join("detection");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for entry in std::fs::read_dir(&folder)?.flatten() {
        let name = format!("detection/{}", entry.file_name().to_string_lossy());
        if !pages.contains_key(&name) {
            std::fs::remove_file(entry.path())?;
        }
    }
    for (name, text) in pages {
        let path = docs.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
