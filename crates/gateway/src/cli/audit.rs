//! `audit tail` and `audit verify`: reads the record, writes nothing, needs no key of ours.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::arguments::{Audit, Tail, Verify};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Output, plain};
use super::setting::Setting;
use crate::assemble::log::{
    AuditError, Broken, Entry, PublicKey, Verified, VerifyError, read_public_key, tail, verify,
};

/// How often `--follow` looks for more.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// LIMIT: bytes of a public key's text form.
const KEY_BYTES_MAX: u64 = 4_096;

/// Runs one of them.
pub(super) fn run(
    command: &Audit,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match command {
        Audit::Tail(wish) => show(wish, &setting.home.audit(), output),
        Audit::Verify(wish) => {
            let path = match &wish.path {
                Some(path) => path.clone(),
                None => setting.home.audit(),
            };
            check(wish, &path, output)
        }
    }
}

/// Prints the last records, and those that follow.
fn show(wish: &Tail, audit: &Path, output: &mut Output) -> Result<Exit, Failure> {
    let log = tenant_log(audit, &wish.tenant)?;
    let (entries, mut follower) = tail(&log, wish.lines).map_err(|error| fault(&error))?;
    print(&entries, output)?;
    if !wish.follow {
        return Ok(Exit::Done);
    }
    loop {
        output.flush()?;
        thread::sleep(LOOK_EVERY);
        let entries = follower.more().map_err(|error| fault(&error))?;
        print(&entries, output)?;
    }
}

/// The log of a tenant, which must exist.
fn tenant_log(audit: &Path, tenant: &str) -> Result<PathBuf, Failure> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if tenant.is_empty() || tenant.starts_with('.') || !tenant.bytes().all(fits) {
        return Err(Failure::usage("`--tenant` takes letters, digits, `-`, `_` and `.`"));
    }
    let log = audit.join(tenant);
    if log.is_dir() {
        return Ok(log);
    }
    Err(Failure::new(Exit::Fault, format!("there is no log at {}", log.display()))
        .hint("nothing was recorded yet; or name the home directory with `--home`"))
}

/// Prints records: as they stand in the log for a program, shorter for a person.
fn print(entries: &[Entry], output: &mut Output) -> Result<(), Failure> {
    for entry in entries {
        if output.json {
            output.line(&entry.line)?;
        } else {
            output.line(readable(entry))?;
        }
    }
    Ok(())
}

/// A record on one line, without what only a verifier needs.
fn readable(entry: &Entry) -> String {
    let members = serde_json::from_str::<Value>(&entry.line).ok();
    let members = members.as_ref().and_then(Value::as_object);
    let kind = members.and_then(|members| members.get("kind")).and_then(Value::as_str);
    let mut line = format!("{} {:>6} {:<8}", entry.time, entry.seq, plain(kind.unwrap_or("?")));
    for (name, value) in members.into_iter().flatten() {
        if ["seq", "time", "kind", "tenant", "prev"].contains(&name.as_str()) {
            continue;
        }
        let _ = match value.as_str() {
            Some(text) if !text.is_empty() && !text.contains(char::is_whitespace) => {
                write!(line, " {}={}", plain(name), plain(text))
            }
            Some(_) | None => write!(line, " {}={}", plain(name), plain(&value.to_string())),
        };
    }
    line
}

/// Checks that the log is whole.
fn check(wish: &Verify, path: &Path, output: &mut Output) -> Result<Exit, Failure> {
    let key = wish.key.as_deref().map(public_key).transpose()?;
    match verify(path, key.as_ref()) {
        Ok(verified) => whole(&verified, output),
        Err(VerifyError::Broken(broken)) => tampered(&broken, output),
        Err(VerifyError::NoLog { path }) => {
            Err(Failure::new(Exit::Fault, format!("there is no log at {}", path.display()))
                .hint("name its directory: `portcullis audit verify PATH`"))
        }
        Err(VerifyError::Read(error)) => Err(fault(&error)),
    }
}

/// The public key in a file.
fn public_key(path: &Path) -> Result<PublicKey, Failure> {
    let mut text = String::new();
    let file = std::fs::File::open(path);
    let read = file.and_then(|file| file.take(KEY_BYTES_MAX).read_to_string(&mut text));
    read.map_err(|error| Failure::io(path.display(), &error))?;
    read_public_key(&text).ok_or_else(|| {
        Failure::usage(format!("{}: is not a public key of a log", path.display()))
            .hint("it is the file `audit.pub` beside the log")
    })
}

/// Says that it is whole.
fn whole(verified: &Verified, output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        let logs: Vec<Value> = verified
            .logs
            .iter()
            .map(|log| {
                json!({
                    "path": log.path.display().to_string(),
                    "tenant": log.tenant,
                    "records": log.records,
                    "signed": log.signed,
                })
            })
            .collect();
        output.value(&json!({
            "verified": true,
            "records": verified.records(),
            "uncovered": verified.uncovered(),
            "logs": logs,
        }))?;
        return Ok(Exit::Done);
    }
    output.line(format_args!("verified: {} records, none changed", verified.records()))?;
    if verified.uncovered() > 0 {
        output.line(format_args!(
            "the last {} are chained but not yet signed: a cut there would not show",
            verified.uncovered()
        ))?;
    }
    Ok(Exit::Done)
}

/// Says what is the first thing wrong with it.
fn tampered(broken: &Broken, output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        output.value(&json!({
            "verified": false,
            "path": broken.path.display().to_string(),
            "line": broken.line,
            "record": broken.seq,
            "error": broken.fault.to_string(),
        }))?;
        return Ok(Exit::Integrity);
    }
    Err(Failure::new(Exit::Integrity, broken.to_string())
        .hint("keep the directory as it is and compare it with a backup"))
}

/// A fault of reading.
fn fault(error: &AuditError) -> Failure {
    let exit = if error.is_integrity() { Exit::Integrity } else { Exit::Fault };
    Failure::new(exit, error.to_string())
}
