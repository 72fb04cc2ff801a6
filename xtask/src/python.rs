//! A Python environment under `target/venv` with the packages that the client tests pin.
//!
//! It is never activated and nothing outside `target/` is changed, unless Python's own `venv`
//! module is missing: then Debian's package is installed.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::program::{Program, root, say, target};

/// The environment's Python; makes or renews the environment where it is not what is pinned.
pub(crate) fn environment() -> Result<PathBuf> {
    let pinned_path = root().join("tests/clients/requirements.txt");
    let pinned =
        std::fs::read_to_string(&pinned_path).with_context(|| pinned_path.display().to_string())?;
    let venv = target().join("venv");
    let python = venv.join("bin/python");
    // Written last, so that an interrupted installation is done again.
    let stamp = venv.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == pinned)
        && Program::new(&python).args(&["-c", "import openai, anthropic, mcp"]).succeeds()
    {
        return Ok(python);
    }
    say("setting up Python packages in target/venv (once)");
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
