//! Sets up what the tests need on a fresh machine, then runs all of them.
//!
//! A second run finds everything in place and only tests.

use anyhow::{Context as _, Result, bail};

use crate::program::{Program, root, say, target};
use crate::{node, python, services};

/// Rust tests, documentation tests, then the real clients and the real analyzer in Python, and
/// the documents, against the built binary.
pub(crate) fn run() -> Result<()> {
    services::install()?;
    rust_tests()?;
    Program::cargo().args(&["test", "--workspace", "--doc", "--locked", "--quiet"]).run()?;
    client_tests()?;
    presidio()?;
    documents()
}

/// With cargo-nextest where the machine has it: it runs the tests of all crates at once.
fn rust_tests() -> Result<()> {
    if Program::cargo().args(&["nextest", "--version"]).succeeds() {
        let words = ["nextest", "run", "--workspace", "--locked", "--no-fail-fast"];
        return Program::cargo().args(&words).run();
    }
    say("cargo-nextest is not installed: using cargo test");
    let words = ["test", "--workspace", "--lib", "--bins", "--tests", "--locked", "--no-fail-fast"];
    Program::cargo().args(&words).run()
}

/// The `openai` and `anthropic` packages against `portcullis serve` and the scripted model.
fn client_tests() -> Result<()> {
    python_tests("tests/clients", &python::CLIENTS)
}

/// The `presidio-analyzer` package beside `portcullis serve`.
pub(crate) fn presidio() -> Result<()> {
    python_tests("tests/presidio", &python::PRESIDIO)
}

/// Every command of the documents, each document as one session in a fresh home.
pub(crate) fn documents() -> Result<()> {
    python_tests("tests/documents", &python::CLIENTS)
}

/// The tests of a folder, with the programs that they start.
fn python_tests(folder: &str, packages: &python::Environment) -> Result<()> {
    let gate = binary("portcullis-gateway", "portcullis")?;
    let model = binary("portcullis-testkit", "scripted-model")?;
    let python = python::environment(packages)?;
    let node = node::packages()?;
    let tests = root().join(folder);
    let found = std::fs::read_dir(&tests).with_context(|| tests.display().to_string())?;
    if !found.flatten().any(|file| file.file_name().to_string_lossy().starts_with("test_")) {
        bail!("no test in {}", tests.display());
    }
    Program::new(&python)
        .args(&["-W", "ignore", "-m", "unittest", "discover", "--verbose", "-s"])
        .path(&tests)
        .env("PORTCULLIS_BINARY", gate)
        .env("SCRIPTED_MODEL_BINARY", model)
        .env("TEST_PYTHON", &python)
        .env("NODE_PACKAGES", node)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .run()
}

/// Builds one program as the tests use it (unoptimised: nothing is timed) and says where it is.
pub(crate) fn binary(package: &str, name: &str) -> Result<std::path::PathBuf> {
    let words = ["build", "--quiet", "--locked", "-p", package, "--bin", name];
    Program::cargo().args(&words).run()?;
    Ok(target().join("debug").join(name))
}
