//! The vulnerability gate: advisories, licences, bans and sources of all dependencies.
//!
//! Without a network the advisories come from `../shared/advisory-db`; with neither it fails,
//! because a gate that cannot look must not say yes.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::program::{Program, root, say, target};

/// The version that `deny.toml` is written for.
const VERSION: &str = "0.20.2";

/// The folder name that cargo-deny derives from the address of the RustSec database.
const DATABASE_NAME: &str = "advisory-db-3157b0e258782691";

/// Checks everything.
pub(crate) fn run() -> Result<()> {
    need_tool()?;
    let config = target().join("deny.toml");
    std::fs::create_dir_all(target())?;
    let databases = target().join("advisory-dbs");
    std::fs::write(&config, with_database_path(&databases)?)?;
    // The checks look at every platform; a build fetched only what this one needs.
    Program::cargo().args(&["fetch", "--locked", "--quiet"]).run()?;
    check(&config, &["licenses", "bans", "sources"], true)?;
    let local = root().join("../shared/advisory-db");
    if local.is_dir() {
        copy_database(&local, &databases.join(DATABASE_NAME))?;
        return check(&config, &["advisories"], true);
    }
    check(&config, &["advisories"], false)
        .context("advisories could be had neither from ../shared/advisory-db nor from the network")
}

/// Installs cargo-deny where it is missing: some minutes, once for a machine.
fn need_tool() -> Result<()> {
    let installed = Program::cargo().args(&["deny", "--version"]).output();
    if installed.is_ok_and(|line| line.trim().ends_with(VERSION)) {
        return Ok(());
    }
    say("installing cargo-deny (some minutes, once for a machine)");
    let exactly = format!("={VERSION}");
    let words = ["install", "--locked", "--quiet", "--force", "cargo-deny", "--version", &exactly];
    // In a folder of its own: a few hundred crates that nothing of ours shares.
    Program::cargo().args(&words).env("CARGO_TARGET_DIR", target().join("tools")).run()
}

fn check(config: &Path, kinds: &[&str], offline: bool) -> Result<()> {
    let global: &[&str] = if offline { &["--offline"] } else { &[] };
    Program::cargo()
        .args(&["deny", "--locked", "--all-features", "--config"])
        .path(config)
        .args(global)
        .args(&["check", "--hide-inclusion-graph"])
        .args(kinds)
        .run()
}

/// `deny.toml` with the place of the database put in: it differs from machine to machine.
fn with_database_path(databases: &Path) -> Result<String> {
    let text = std::fs::read_to_string(root().join("deny.toml")).context("deny.toml")?;
    let mut table: toml::Table = text.parse().context("deny.toml")?;
    let advisories = table.get_mut("advisories").and_then(toml::Value::as_table_mut);
    let Some(advisories) = advisories else { bail!("deny.toml has no section [advisories]") };
    advisories.insert("db-path".into(), databases.display().to_string().into());
    Ok(toml::to_string(&table)?)
}

/// Makes the git repository that cargo-deny expects out of the plain files, anew each time: the
/// files may have been brought up to date.
fn copy_database(from: &Path, to: &PathBuf) -> Result<()> {
    if to.exists() {
        std::fs::remove_dir_all(to)?;
    }
    std::fs::create_dir_all(to)?;
    Program::new("cp").args(&["-R"]).path(&from.join(".")).path(to).output()?;
    let git = || Program::new("git").args(&["-C"]).path(to);
    git().args(&["init", "-q", "-b", "main"]).output()?;
    git().args(&["remote", "add", "origin", "https://github.com/RustSec/advisory-db"]).output()?;
    git().args(&["add", "-A", "-f"]).output()?;
    let name = ["-c", "user.name=ci", "-c", "user.email=ci@localhost"];
    git().args(&name).args(&["commit", "-q", "--no-gpg-sign", "-m", "Advisories"]).output()?;
    // cargo-deny reads the state of the last fetch.
    git().args(&["update-ref", "refs/remotes/origin/main", "HEAD"]).output()?;
    let head = git().args(&["rev-parse", "HEAD"]).output()?;
    let line =
        format!("{}\t\tbranch 'main' of https://github.com/RustSec/advisory-db\n", head.trim());
    std::fs::write(to.join(".git/FETCH_HEAD"), line)?;
    Ok(())
}
