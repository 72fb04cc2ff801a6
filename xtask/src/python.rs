//! Python environments under `target/` with the packages that the tests of a folder pin.
//!
//! They are never activated and nothing outside `target/` is changed, unless Python's own `venv`
//! module is missing: then Debian's package is installed.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::program::{Program, root, say, target};

/// An environment: what is pinned in `requirements.txt` of a folder.
#[derive(Debug)]
pub(crate) struct Environment {
    folder: &'static str,
    /// Where it is, below `target/`.
    place: &'static str,
    /// What succeeds where everything is installed.
    probe: &'static str,
}

/// The real clients.
pub(crate) const CLIENTS: Environment =
    Environment { folder: "tests/clients", place: "venv", probe: "import openai, anthropic, mcp" };

/// The real analyzer: half a gigabyte, apart from the others.
pub(crate) const PRESIDIO: Environment = Environment {
    folder: "tests/presidio",
    place: "venv-presidio",
    probe: "import spacy, presidio_analyzer",
};

/// The environment's Python; makes or renews the environment where it is not what is pinned.
pub(crate) fn environment(wanted: &Environment) -> Result<PathBuf> {
    let pinned_path = root().join(wanted.folder).join("requirements.txt");
    let pinned =
        std::fs::read_to_string(&pinned_path).with_context(|| pinned_path.display().to_string())?;
    let venv = target().join(wanted.place);
    let python = venv.join("bin/python");
    // Written last, so that an interrupted installation is done again.
    let stamp = venv.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == pinned)
        && Program::new(&python).args(&["-W", "ignore", "-c", wanted.probe]).succeeds()
    {
        return Ok(python);
    }
    say(&format!("setting up Python packages in target/{} (once)", wanted.place));
    need_venv_module()?;
    Program::new("python3").args(&["-m", "venv", "--clear"]).path(&venv).run()?;
    Program::new(&python)
        .args(&["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .path(&pinned_path)
        .run()?;
    std::fs::write(&stamp, pinned).with_context(|| stamp.display().to_string())?;
    Ok(python)
}

fn need_venv_module() -> Result<()> {
    let present = || Program::new("python3").args(&["-c", "import venv, ensurepip"]).succeeds();
    if present() {
        return Ok(());
    }
    say("Python's venv module is missing: installing python3-venv");
    Program::new("apt-get").args(&["update", "-qq"]).run()?;
    Program::new("apt-get")
        .args(&["install", "-y", "-qq", "--no-install-recommends", "python3", "python3-venv"])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()?;
    if !present() {
        bail!("the client tests need python3 with the modules venv and ensurepip");
    }
    Ok(())
}
