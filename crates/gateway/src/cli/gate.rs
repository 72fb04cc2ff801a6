//! Opens the gate for a command: the passphrase from where it is kept, then the parts.
//!
//! What is data on standard input is never read for a passphrase.

use std::path::Path;

use portcullis_engine::Engine;
use portcullis_model::Secret;
use tokio::runtime::Runtime;

use super::failure::Failure;
use super::key;
use super::output::Output;
use super::setting::Setting;
use crate::assemble::keys::{Envelope, KeysError, Master, create_keyfile};
use crate::assemble::{self, Gate};
use crate::config::Settings;
use crate::upstreams::Upstreams;

/// A gate that is open, and the runtime that it waits on.
pub(super) struct Opened {
    pub(super) runtime: Runtime,
    pub(super) engine: Engine<Upstreams>,
    gate: Gate,
}

/// Opens the gate of an envelope that is there.
///
/// # Errors
/// If there is none, or it does not open.
pub(super) fn open(setting: &Setting<'_>, output: &mut Output) -> Result<Opened, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    let master = master(setting)?;
    let runtime = runtime()?;
    let gate = gate(&runtime, (&settings, setting), master, output)?;
    let engine = gate.engine().clone();
    Ok(Opened { runtime, engine, gate })
}

impl Opened {
    /// Ends the log in order: its last checkpoint covers all that was done.
    ///
    /// # Errors
    /// If the last records could not be written.
    pub(super) fn close(self) -> Result<(), Failure> {
        let Self { runtime, engine, gate } = self;
        drop(engine);
        runtime.block_on(gate.end())?;
        Ok(())
    }
}

/// Puts the parts together, and says what is to be known of them.
pub(super) fn gate(
    runtime: &Runtime,
    (settings, setting): (&Settings, &Setting<'_>),
    master: Master,
    output: &mut Output,
) -> Result<Gate, Failure> {
    // The threads of the log and the vault find in it whom they answer to.
    let gate = runtime.block_on(assemble::gate(settings, &setting.home, master))?;
    for notice in &gate.notices {
        output.warn(notice);
    }
    Ok(gate)
}

/// Opens the envelope.
///
/// # Errors
/// If there is none, or it does not open.
pub(super) fn master(setting: &Setting<'_>) -> Result<Master, Failure> {
    let path = setting.home.envelope();
    if !path.exists() {
        return Err(key::missing(&path));
    }
    let passphrase = match key::keyfile(setting)? {
        Some(passphrase) => passphrase,
        None => key::ask("Passphrase: ", setting)?,
    };
    Envelope::open(&path, &passphrase).map_err(|error| key::said(&error))
}

/// Opens the envelope, or makes one with a random keyfile that stays: for servers on this
/// machine only, so that a newcomer needs no key.
///
/// # Errors
/// If it can neither be opened nor made.
pub(super) fn master_or_new(
    settings: &Settings,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Master, Failure> {
    let path = setting.home.envelope();
    if path.exists() {
        return master(setting);
    }
    setting.home.make().map_err(|error| Failure::io(setting.home.path().display(), &error))?;
    let keyfile = setting.home.keyfile(setting.environment);
    let passphrase = keyfile_or_new(&keyfile, setting)?;
    match Envelope::create(&path, &passphrase) {
        Ok(master) => {
            assemble::record_key_operation(&setting.home, settings, master, "init")?;
            let same_disk = keyfile.starts_with(setting.home.path());
            let place = if same_disk { ": keyfile on the same disk" } else { "" };
            let (path, keyfile) = (path.display(), keyfile.display());
            output.warn(format_args!("made {path}, opened by {keyfile}{place}"));
            output.note("`portcullis key change-passphrase` sets a passphrase of your own");
            self::master(setting)
        }
        // Another process of this home was faster.
        Err(KeysError::Exists { .. }) => master(setting),
        Err(error) => Err(key::said(&error)),
    }
}

/// The passphrase of the keyfile, which is made if there is none. Clients start several servers
/// of one home at once: all but one find that another was faster, and use what it made.
fn keyfile_or_new(path: &Path, setting: &Setting<'_>) -> Result<Secret, Failure> {
    if let Some(passphrase) = key::keyfile(setting)? {
        return Ok(passphrase);
    }
    match create_keyfile(path) {
        Ok(passphrase) => Ok(passphrase),
        Err(error @ KeysError::Exists { .. }) => {
            key::keyfile(setting)?.ok_or_else(|| key::said(&error))
        }
        Err(error) => Err(key::said(&error)),
    }
}

/// What commands wait on.
///
/// # Errors
/// If the system gives no threads.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::io("the runtime", &error))
}
