//! Detectors of others on the texts of our bench, where they can be had.
//!
//! Nothing here fails: a rival that does not install is a row that says so.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::program::{Program, root, say, target};

/// Prints a row for each.
pub(super) fn run(texts: &Path) {
    say("                                     1 KB messages, MB/s    one document, MB/s");
    let (prose, source) = (texts.join("prose.txt"), texts.join("source.txt"));
    row("redact-core 0.12 (Rust)", redact_core(&prose));
    let python = environment();
    let script = |name: &str, text: &Path| {
        let python = python.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
        let rivals = root().join("bench/rivals/rivals.py");
        Program::new(python).args(&["-W", "ignore"]).path(&rivals).args(&[name]).path(text).output()
    };
    row("Presidio analyzer, 7 entities, no NER", script("presidio", &prose));
    row("detect-secrets, source", script("detect-secrets", &source));
}

/// Two numbers, or why there are none.
fn row(name: &str, measured: Result<String>) {
    match measured {
        Ok(text) => {
            let mut numbers = text.split_whitespace();
            let mut next = || numbers.next().unwrap_or("-");
            say(&format!("{name:<38} {:>18} {:>21}", next(), next()));
        }
        Err(error) => {
            let why = format!("{error:#}");
            let why = why.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
            say(&format!("{name:<38} not installed: {why}"));
        }
    }
}

/// Builds and runs the crate, in a package of its own.
fn redact_core(prose: &Path) -> Result<String> {
    let manifest = root().join("bench/rivals/Cargo.toml");
    let folder = target().join("rivals");
    let words = ["run", "--quiet", "--release", "--locked", "--manifest-path"];
    let program = Program::cargo().args(&words).path(&manifest).env("CARGO_TARGET_DIR", &folder);
    program.args(&["--"]).path(prose).output()
}

/// A Python with the packages, under `target`; made where it is not there.
fn environment() -> Result<std::path::PathBuf> {
    let pinned_path = root().join("bench/rivals/requirements.txt");
    let pinned = std::fs::read_to_string(&pinned_path)?;
    let venv = target().join("rivals-venv");
    let python = venv.join("bin/python");
    // Written last, so that an interrupted installation is done again.
    let stamp = venv.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == pinned) {
        return Ok(python);
    }
    say("setting up detectors of others in target/rivals-venv (once)");
    Program::new("python3").args(&["-m", "venv", "--clear"]).path(&venv).output()?;
    let words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    Program::new(&python).args(&words).path(&pinned_path).output().context("pip")?;
    if !Program::new(&python).args(&["-c", "import presidio_analyzer, detect_secrets"]).succeeds() {
        bail!("the packages do not import");
    }
    std::fs::write(&stamp, pinned)?;
    Ok(python)
}
