//! `vault export` and `vault import`: a copy of the vault in a file.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use portcullis_engine::{Clock as _, SystemClock};
use serde_json::json;

use super::progress::Progress;
use crate::assemble::StartError;
use crate::assemble::vault::{ArchiveError, Desk, Summary, Taken, holding};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::gate;
use crate::cli::output::Output;
use crate::cli::setting::Setting;

/// Writes a copy.
pub(super) fn export(
    path: &Path,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    if path.exists() {
        return Err(there(path));
    }
    let desk = Desk::open(&setting.home, &settings, gate::master(setting)?)?;
    if desk.is_empty() {
        output.note("nothing is kept yet");
        return Ok(Exit::Negative);
    }
    let runtime = gate::runtime()?;
    let stats = runtime.block_on(holding(&setting.home, &settings))?.stats;
    let mut progress = Progress::new(stats.rows + stats.tombstones);
    let fault = |error: io::Error| Failure::io(path.display(), &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // Under its name it is there whole or not at all.
    let new = tempfile::NamedTempFile::new_in(folder).map_err(fault)?;
    let mut to = BufWriter::new(new.as_file());
    let written = runtime.block_on(desk.export(&mut to, &mut |passed| progress.tell(passed)));
    progress.end();
    let summary = written.map_err(|error| unread(path, error))?;
    drop(to);
    new.as_file().sync_all().map_err(fault)?;
    let read = desk.check_copy(new.path()).map_err(|error| unread(path, error))?;
    if read != summary {
        return Err(unread(path, ArchiveError::Changed.into()));
    }
    new.persist_noclobber(path).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => there(path),
        _ => fault(error.error),
    })?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
    exported(path, &summary, output)
}

fn exported(path: &Path, summary: &Summary, output: &mut Output) -> Result<Exit, Failure> {
    let (all, scopes) = (summary.all, summary.scopes.len());
    if output.json {
        output.value(&json!({
            "file": path.display().to_string(),
            "rows": all.rows,
            "tombstones": all.tombstones,
            "scopes": scopes,
        }))?;
    } else {
        output.line(format_args!(
            "wrote {}: {} rows, {} tombstones, {scopes} principals",
            path.display(),
            all.rows,
            all.tombstones
        ))?;
        output.note(
            "the keys are not in it: keep `envelope.json`, `keystore` and the passphrase as well, \
             elsewhere",
        );
    }
    Ok(Exit::Done)
}

/// Takes a copy in.
pub(super) fn import(
    path: &Path,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    let desk = Desk::open(&setting.home, &settings, gate::master(setting)?)?;
    // All of it, before anything is written.
    let summary = desk.check_copy(path).map_err(|error| unread(path, error))?;
    let mut progress = Progress::new(summary.all.rows + summary.all.tombstones);
    let now = SystemClock::start().now();
    let runtime = gate::runtime()?;
    let taken = runtime.block_on(desk.import(path, now, &mut |passed| progress.tell(passed)));
    progress.end();
    imported(&taken.map_err(|error| unread(path, error))?, output)
}

fn imported(taken: &Taken, output: &mut Output) -> Result<Exit, Failure> {
    let Taken { rows, tombstones, known, refused } = taken;
    if output.json {
        output.value(&json!({
            "rows": rows,
            "tombstones": tombstones,
            "known": known,
            "refused": refused,
        }))?;
    } else {
        output.line(format_args!(
            "imported {rows} rows and {tombstones} tombstones; {known} were here already"
        ))?;
    }
    if *refused > 0 {
        output.note(format_args!(
            "{refused} were not taken: they were erased here, or have another surrogate here"
        ));
    }
    Ok(Exit::Done)
}

fn there(path: &Path) -> Failure {
    Failure::usage(format!("{} is there already", path.display()))
        .hint("name a file that is new: a copy never replaces another")
}

/// What is wrong with a copy.
fn unread(path: &Path, error: StartError) -> Failure {
    let StartError::Copy(error) = error else { return error.into() };
    if let ArchiveError::Io(error) = &error {
        return Failure::io(path.display(), error);
    }
    let hint = match &error {
        ArchiveError::Io(_) | ArchiveError::NoCopy => None,
        ArchiveError::Version => Some("import it with the version that wrote it, or a newer one"),
        ArchiveError::OtherHome => {
            Some("bring `envelope.json` and `keystore` of the home that wrote it here first")
        }
        ArchiveError::Changed => Some("take another copy of it: this one is damaged"),
    };
    let exit = match &error {
        ArchiveError::Io(_) => Exit::Fault,
        ArchiveError::NoCopy | ArchiveError::Version => Exit::Usage,
        ArchiveError::OtherHome | ArchiveError::Changed => Exit::Integrity,
    };
    let lines = vec![format!("{}: {error}", path.display())];
    Failure { exit, lines, hint: hint.map(str::to_owned) }
}
