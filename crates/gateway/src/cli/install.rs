//! `mcp --install` and `--uninstall`: puts the servers of a client behind the gate, and back.
//!
//! It changes nothing in a file that it cannot read as a whole, and keeps a copy of each that
//! it changes.

mod entry;
mod file;
mod jsonc;
mod places;
mod say;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use portcullis_engine::{Clock as _, SystemClock};

use super::arguments::{Client, Mcp};
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::replace;
use super::setting::Setting;
use crate::config::{Environment, Home};
use entry::Gate;
pub(super) use file::{State, survey};
use places::Place;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

/// What becomes of one file.
#[derive(Debug)]
struct Change {
    place: Place,
    /// As it is, and as it shall be.
    old: String,
    new: String,
    servers: Vec<file::Server>,
    copy: Option<PathBuf>,
}

/// Puts the client's servers behind the gate.
pub(super) fn install(
    client: Client,
    wish: &Mcp,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    run(Way::In, client, wish, setting, output)
}

/// Takes the gate out of the client's configuration.
pub(super) fn uninstall(
    client: Client,
    wish: &Mcp,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    run(Way::Out, client, wish, setting, output)
}

fn run(
    way: Way,
    client: Client,
    wish: &Mcp,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let places = places(client, wish)?;
    let gate = gate(setting)?;
    let mut changes = Vec::new();
    for place in &places {
        let Some(old) = file::read(&place.path)? else { continue };
        let planned = file::plan(way, client, &old, &wish.server, &gate);
        let (new, servers) = planned.map_err(|what| unreadable(place, &what))?;
        changes.push(Change { place: place.clone(), old, new, servers, copy: None });
    }
    if changes.is_empty() {
        return say::nowhere(client, &places, output);
    }
    refuse_unknown(&wish.server, &changes)?;
    // All files are understood before the first of them is changed.
    for change in changes.iter_mut().filter(|change| change.old != change.new && !wish.dry_run) {
        change.copy = write(change)?;
    }
    let told = say::Told { client, changes: &changes, dry_run: wish.dry_run, gate: &gate };
    say::done(&told, output)
}

/// The files to look at: the one named, else those of the client.
fn places(client: Client, wish: &Mcp) -> Result<Vec<Place>, Failure> {
    if let Some(path) = &wish.file {
        if !path.exists() {
            let message = format!("{}: not found", path.display());
            return Err(Failure::new(Exit::Fault, message));
        }
        return Ok(vec![Place { path: path.clone(), shared: false }]);
    }
    let directory = std::env::current_dir();
    let directory = directory.map_err(|error| Failure::io("the working directory", &error))?;
    Ok(client.places(&directory))
}

/// How clients start this program with this home.
fn gate(setting: &Setting<'_>) -> Result<Gate, Failure> {
    let program = std::env::current_exe();
    let program = program.map_err(|error| Failure::io("the path of this program", &error))?;
    if program.file_stem() != Some("portcullis".as_ref()) {
        return Err(Failure::usage("this program is not called `portcullis`")
            .hint("clients' configurations are recognised by that name: rename it"));
    }
    let mut options = Vec::new();
    let home = setting.home.path();
    let usual = Home::find(None, &Environment::default());
    if usual.map_or(true, |usual| usual.path() != home) {
        options.extend(["--home".to_owned(), text(home)?]);
    }
    if let Some(config) = &setting.arguments.config {
        let config = std::path::absolute(config);
        let config = config.map_err(|error| Failure::io("`--config`", &error))?;
        options.extend(["--config".to_owned(), text(&config)?]);
    }
    // These clients check structured content against the tool's schema even in an error.
    options.push("--plain-refusals".to_owned());
    Ok(Gate { program: text(&program)?, options })
}

/// A path as JSON can have it.
fn text(path: &Path) -> Result<String, Failure> {
    let text = path.to_str().map(ToOwned::to_owned);
    text.ok_or_else(|| Failure::usage(format!("{}: is not UTF-8", path.display())))
}

/// A file that is not understood stays as it is.
fn unreadable(place: &Place, what: &jsonc::Unreadable) -> Failure {
    let path = place.path.display();
    Failure::usage(format!("{path}: line {}: {}; nothing was changed", what.line, what.why))
        .hint("mend the file, or name another with `--file`")
}

/// Refuses names that no file has.
fn refuse_unknown(wanted: &[String], changes: &[Change]) -> Result<(), Failure> {
    let known: Vec<&str> =
        changes.iter().flat_map(|change| &change.servers).map(|one| one.client.as_str()).collect();
    let unknown = wanted.iter().filter(|name| !known.contains(&name.as_str()));
    let lines: Vec<String> = unknown
        .map(|name| format!("there is no server `{}`", super::output::plain(name)))
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let known: Vec<String> = known.into_iter().map(super::output::plain).collect();
    let hint = match known.is_empty() {
        true => "the file names none".to_owned(),
        false => format!("there are: {}", known.join(", ")),
    };
    Err(Failure { exit: Exit::Usage, lines, hint: Some(hint) })
}

/// Writes a file, unless it was changed since it was read; the copy of what was there.
fn write(change: &Change) -> Result<Option<PathBuf>, Failure> {
    let path = &change.place.path;
    let fault = |error: std::io::Error| Failure::io(path.display(), &error);
    let copy = replace::keep(path, SystemClock::start().now()).map_err(fault)?;
    // Clients write their files too: what they just wrote must not be lost.
    if file::read(path)?.as_deref() != Some(change.old.as_str()) {
        let message = format!("{}: was changed in this moment", path.display());
        return Err(Failure::new(Exit::Fault, message).hint("end the client, then try again"));
    }
    replace::replace(path, &change.new).map_err(fault)?;
    Ok(copy)
}
