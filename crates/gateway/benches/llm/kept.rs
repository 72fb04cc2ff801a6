//! The gate as a program, and secrets that it keeps, put there as a user would.

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};

/// A program that is measured as it is run.
#[expect(clippy::disallowed_methods, reason = "the gate is measured as it is run")]
pub(crate) fn program(path: &Path) -> Command {
    Command::new(path)
}

/// The gate over a home.
pub(crate) fn gate(home: &Path) -> Command {
    let mut command = program(Path::new(env!("CARGO_BIN_EXE_portcullis")));
    command.arg("--home").arg(home).env_remove("PORTCULLIS_KEYFILE");
    command
}

/// Puts so many secrets into the home, under a key of its own.
pub(crate) fn keep_secrets(home: &Path, count: usize) -> Result<()> {
    const PASSPHRASE: &str = "a passphrase for the bench";
    let init = gate(home)
        .args(["key", "init", "--passphrase-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    feed(init?, &format!("{PASSPHRASE}\n"))?;
    let keyfile = home.join("keyfile");
    std::fs::write(&keyfile, PASSPHRASE)?;
    std::fs::set_permissions(&keyfile, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    for number in 0..count {
        let set = gate(home)
            .args(["secret", "set", &format!("bench/{number}")])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        feed(set?, &format!("k3y-{number:03}-Zq7vXw2LmN9pRt4s"))?;
    }
    Ok(())
}

fn feed(mut child: Child, input: &str) -> Result<()> {
    child.stdin.take().context("no input")?.write_all(input.as_bytes())?;
    ensure!(child.wait()?.success(), "the gate does not take it");
    Ok(())
}
