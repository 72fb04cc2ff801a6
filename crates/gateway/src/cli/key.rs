//! `key init`, `key status`, `key change-passphrase`: the envelope and its passphrase.
//!
//! Opening and changing are recorded; a passphrase is never shown and never taken from the
//! command line.

use std::path::Path;

use portcullis_model::Secret;
use serde_json::{Value, json};

use super::arguments::{Key, Passphrase};
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::passphrase;
use super::setting::Setting;
use crate::assemble::keys::{Envelope, KeysError, SlotStatus, read_keyfile};
use crate::assemble::record_key_operation;

/// Runs one of them.
pub(super) fn run(
    command: &Key,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match command {
        Key::Init(wish) => init(wish, setting, output),
        Key::Status => status(setting, output),
        Key::ChangePassphrase(wish) => change(wish, setting, output),
    }
}

/// Makes the envelope.
fn init(wish: &Passphrase, setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    let path = setting.home.envelope();
    if path.exists() {
        return Err(exists(&path));
    }
    let passphrase = if wish.passphrase_stdin {
        let [passphrase] = passphrase::lines()?;
        passphrase
    } else {
        match keyfile(setting)? {
            Some(passphrase) => passphrase,
            None => passphrase::ask_new()?,
        }
    };
    setting.home.make().map_err(|error| Failure::io(setting.home.path().display(), &error))?;
    let master = Envelope::create(&path, &passphrase).map_err(|error| said(&error))?;
    record_key_operation(&setting.home, &settings, master, "init")?;
    if output.json {
        output.value(&json!({ "envelope": path.display().to_string() }))?;
    } else {
        output.line(format_args!("made {}", path.display()))?;
        output.note(
            "keep the passphrase: without it, or with the home directory lost, nothing opens",
        );
    }
    Ok(Exit::Done)
}

/// Says what the envelope is like.
fn status(setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let path = setting.home.envelope();
    let status = match Envelope::status(&path) {
        Ok(status) => status,
        Err(KeysError::Missing { .. }) => return absent(&path, output),
        Err(error) => return Err(said(&error)),
    };
    let keyfile = setting.home.keyfile(setting.environment);
    let present = keyfile.exists();
    let same_disk = present && keyfile.starts_with(setting.home.path());
    if output.json {
        let slots: Vec<Value> = status.slots.iter().map(slot_json).collect();
        let keyfile = present.then(|| keyfile.display().to_string());
        output.value(&json!({
            "envelope": path.display().to_string(),
            "version": status.version,
            "slots": slots,
            "keyfile": keyfile,
            "keyfile_on_the_same_disk": same_disk,
        }))?;
        return Ok(Exit::Done);
    }
    output.line(format_args!("envelope: {} (version {})", path.display(), status.version))?;
    for (number, slot) in status.slots.iter().enumerate() {
        output.line(format_args!("slot {}: {}", number + 1, slot_text(slot)))?;
    }
    if !present {
        output.line("keyfile: none; the passphrase is asked for on the terminal")?;
    } else if same_disk {
        output.line(format_args!("keyfile: {}, keyfile on the same disk", keyfile.display()))?;
        output.note(
            "whoever copies the home directory can open it: move the keyfile elsewhere and name \
             it in PORTCULLIS_KEYFILE, or use a passphrase",
        );
    } else {
        output.line(format_args!("keyfile: {}", keyfile.display()))?;
    }
    Ok(Exit::Done)
}

/// Says that there is no envelope.
fn absent(path: &Path, output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        output.value(&json!({ "envelope": null }))?;
    } else {
        output.line(format_args!("there is no envelope at {}", path.display()))?;
        output.note("make one with `portcullis key init`");
    }
    Ok(Exit::Negative)
}

/// A slot for a program.
fn slot_json(slot: &SlotStatus) -> Value {
    json!({
        "kind": slot.kind.name(),
        "kdf": {
            "name": slot.kdf.name,
            "memory_kib": slot.kdf.memory_kib,
            "passes": slot.kdf.passes,
            "lanes": slot.kdf.lanes,
        },
    })
}

/// A slot for a person.
fn slot_text(slot: &SlotStatus) -> String {
    let kdf = &slot.kdf;
    let memory = kdf.memory_kib / 1024;
    format!("{} ({}, {memory} MiB, {} passes)", slot.kind.name(), kdf.name, kdf.passes)
}

/// Replaces the passphrase.
fn change(wish: &Passphrase, setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    let path = setting.home.envelope();
    if !path.exists() {
        return Err(missing(&path));
    }
    let (old, new) = if wish.passphrase_stdin {
        let [old, new] = passphrase::lines()?;
        (old, new)
    } else {
        let old = match keyfile(setting)? {
            Some(passphrase) => passphrase,
            None => ask("Old passphrase: ", setting)?,
        };
        (old, passphrase::ask_new()?)
    };
    Envelope::change_passphrase(&path, &old, &new).map_err(|error| said(&error))?;
    let master = Envelope::open(&path, &new).map_err(|error| said(&error))?;
    record_key_operation(&setting.home, &settings, master, "change-passphrase")?;
    if output.json {
        output.value(&json!({ "changed": true }))?;
    } else {
        output.line("the passphrase is changed")?;
        output.note("old copies of the envelope still open with the old passphrase");
    }
    if keyfile(setting)?.is_some_and(|kept| kept.expose() != new.expose()) {
        output.warn("the keyfile still holds another passphrase: replace or remove it");
    }
    Ok(Exit::Done)
}

/// The passphrase in the keyfile, if there is one.
pub(super) fn keyfile(setting: &Setting<'_>) -> Result<Option<Secret>, Failure> {
    match read_keyfile(&setting.home.keyfile(setting.environment)) {
        Ok(passphrase) => Ok(Some(passphrase)),
        Err(KeysError::Missing { .. }) => Ok(None),
        Err(error) => Err(said(&error)),
    }
}

/// Asks on the terminal; where there is none, says so if a keyfile was named that is not there.
pub(super) fn ask(question: &str, setting: &Setting<'_>) -> Result<Secret, Failure> {
    passphrase::ask(question).map_err(|mut failure| {
        if let Some(named) = setting.environment.value("PORTCULLIS_KEYFILE") {
            failure.lines.push(format!("`PORTCULLIS_KEYFILE` names {named}, which is not there"));
        }
        failure
    })
}

/// The advice where there is no envelope.
pub(super) fn missing(path: &Path) -> Failure {
    Failure::usage(format!("there is no envelope at {}", path.display()))
        .hint("make one with `portcullis key init`")
}

/// The advice where there is one already.
fn exists(path: &Path) -> Failure {
    Failure::usage(format!("there is an envelope at {} already", path.display()))
        .hint("`portcullis key change-passphrase` changes its passphrase")
}

/// What an error of the keys means here.
pub(super) fn said(error: &KeysError) -> Failure {
    let failure = |exit| Failure::new(exit, error.to_string());
    match error {
        KeysError::Integrity { path } if path.ends_with("clients.json") => failure(Exit::Integrity)
            .hint("restore it from a backup; or remove it, and give every client a new key"),
        KeysError::Missing { path } => missing(path),
        KeysError::Exists { path } => exists(path),
        KeysError::Integrity { .. } => failure(Exit::Integrity)
            .hint("try the passphrase again; if it is right, restore the file from a backup"),
        KeysError::Passphrase { .. } | KeysError::Client { .. } => failure(Exit::Usage),
        KeysError::Keyfile { why, .. } if why.contains("mode") => {
            failure(Exit::Usage).hint("`chmod 600` it, or remove it")
        }
        KeysError::Keyfile { .. } => failure(Exit::Usage)
            .hint("replace or remove it, or name another in `PORTCULLIS_KEYFILE`"),
        KeysError::Unsupported { .. } => failure(Exit::Usage),
        KeysError::Io { source, .. } => {
            Failure::new(Exit::Fault, format!("{error}: {}", super::failure::reason(source)))
        }
        KeysError::Full | KeysError::Seal(_) => failure(Exit::Fault),
    }
}
