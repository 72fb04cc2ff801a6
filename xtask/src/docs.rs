//! The documents that the program itself generates: `docs/config.md` and `docs/codes.md`.
//!
//! The texts live where the keys and codes are declared; here is only the run that writes them.

use anyhow::{Context as _, Result};

use crate::program::{Program, root};
use crate::test::binary;

/// Writes them.
pub(crate) fn regenerate() -> Result<()> {
    let gate = binary("portcullis-gateway", "portcullis")?;
    Program::new(gate).args(&["generate", "docs"]).path(&root().join("docs")).run()
}

/// Writes them and fails if they are not as committed.
pub(crate) fn check() -> Result<()> {
    regenerate()?;
    Program::new("git")
        .args(&["diff", "--exit-code", "--", "docs"])
        .run()
        .context("docs/ is out of date: run `cargo xtask docs` and commit")
}
