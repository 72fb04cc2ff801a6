//! The packages of `tests/clients/package.json` under `target/node`, at their locked versions.
//!
//! It starts none of them, and their installation scripts are not run.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::program::{Program, root, say, target};

/// The folder that holds `node_modules`; installs where it does not hold what is locked.
pub(crate) fn packages() -> Result<PathBuf> {
    let folder = target().join("node");
    let clients = root().join("tests/clients");
    let read = |name: &str| {
        let path = clients.join(name);
        std::fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    let (manifest, locked) = (read("package.json")?, read("package-lock.json")?);
    // Written last, so that an interrupted installation is done again.
    let stamp = folder.join("installed.json");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == locked) {
        return Ok(folder);
    }
    if !Program::new("npm").args(&["--version"]).succeeds() {
        bail!("the tests of MCP and of the documents need Node 20 or later, with npm");
    }
    say("setting up Node packages in target/node (once)");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    std::fs::write(folder.join("package.json"), manifest)?;
    std::fs::write(folder.join("package-lock.json"), &locked)?;
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix"];
    Program::new("npm").args(&words).path(&folder).run()?;
    std::fs::write(&stamp, locked)?;
    Ok(folder)
}
