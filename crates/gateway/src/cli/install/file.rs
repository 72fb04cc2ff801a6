//! A client's file: which servers it names, and what it shall say.
//!
//! It plans and writes nothing.

use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::Path;

use super::Way;
use super::entry::{self, Edit, Gate, Kind};
use super::jsonc::{self, Node, Unreadable};
use crate::cli::arguments::Client;
use crate::cli::failure::Failure;

/// LIMIT: bytes of a client's file; Claude Code keeps a history in its own.
const BYTES_MAX: u64 = 64 << 20;

/// A server of a client, and what becomes of it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) struct Server {
    /// The client's name for it.
    pub(in crate::cli) client: String,
    /// The line on which it stands.
    pub(in crate::cli) line: usize,
    pub(in crate::cli) state: State,
}

/// What becomes of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum State {
    /// It is put behind the gate under this name.
    Guarded(String),
    /// It is behind the gate already, under this name.
    Already(String),
    /// It was behind the gate, and is put there anew: the program or the home moved.
    Renewed(String),
    /// The gate is taken out.
    Released,
    /// It is not behind the gate, and nothing is to be done.
    Plain,
    /// It is left alone, for this reason.
    Other(&'static str),
}

/// The text of a file, if there is one.
pub(super) fn read(path: &Path) -> Result<Option<String>, Failure> {
    let fault = |error: &io::Error| Failure::io(path.display(), error);
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fault(&error)),
    };
    let mut text = String::new();
    file.take(BYTES_MAX + 1).read_to_string(&mut text).map_err(|error| fault(&error))?;
    if text.len() as u64 > BYTES_MAX {
        let path = path.display();
        return Err(Failure::usage(format!("{path}: is longer than {BYTES_MAX} bytes")));
    }
    Ok(Some(text))
}

/// The servers of a file as they are.
pub(in crate::cli) fn survey(client: Client, path: &Path) -> Result<Option<Vec<Server>>, String> {
    let text = read(path).map_err(|failure| failure.lines.join("; "))?;
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let file = jsonc::read(&text)
        .map_err(|what| format!("{}: line {}: {}", path.display(), what.line, what.why))?;
    let tables = client.tables(&file).into_iter();
    let servers = tables.flat_map(Node::members).map(|member| Server {
        client: member.name.clone(),
        line: jsonc::line_of(&text, member.value.span.start),
        state: match entry::kind(&member.value) {
            Kind::Plain => State::Plain,
            Kind::Guarded(name) => State::Already(name),
            Kind::Other(why) => State::Other(why),
        },
    });
    Ok(Some(servers.collect()))
}

/// What a file shall say, and what becomes of its servers. Those that `wanted` does not name
/// stay as they are; if it names none, all are meant.
pub(super) fn plan(
    way: Way,
    client: Client,
    old: &str,
    wanted: &[String],
    gate: &Gate,
) -> Result<(String, Vec<Server>), Unreadable> {
    if old.trim().is_empty() {
        return Ok((old.to_owned(), Vec::new()));
    }
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|one| one == name);
    let before = jsonc::read(old)?;
    let mut edits: Vec<Edit> = Vec::new();
    for member in client.tables(&before).into_iter().flat_map(Node::members) {
        if is_wanted(&member.name) {
            edits.extend(entry::release(&member.value, old).into_iter().flatten());
        }
    }
    let plain = applied(old, &edits)?;
    let new = match way {
        Way::Out => plain,
        Way::In => guarded(client, &plain, &is_wanted, gate)?,
    };
    let after = jsonc::read(&new)?;
    let pairs = client.tables(&before).into_iter().zip(client.tables(&after));
    let members = pairs.flat_map(|(old, new)| old.members().iter().zip(new.members()));
    let servers = members.map(|(was, is)| Server {
        client: was.name.clone(),
        line: jsonc::line_of(old, was.value.span.start),
        state: state(&entry::kind(&was.value), &entry::kind(&is.value), {
            old.get(was.value.span.clone()) == new.get(is.value.span.clone())
        }),
    });
    Ok((new.clone(), servers.collect()))
}

/// The text with the wanted servers behind the gate.
fn guarded(
    client: Client,
    plain: &str,
    is_wanted: &impl Fn(&str) -> bool,
    gate: &Gate,
) -> Result<String, Unreadable> {
    let file = jsonc::read(plain)?;
    let mut edits: Vec<Edit> = Vec::new();
    for table in client.tables(&file) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for member in table.members() {
            if let Kind::Guarded(name) = entry::kind(&member.value) {
                taken.insert(name);
            }
        }
        for member in table.members().iter().filter(|member| is_wanted(&member.name)) {
            if entry::kind(&member.value) == Kind::Plain {
                let name = free(&entry::server_name(&member.name), &mut taken);
                edits.extend(entry::guard(&member.value, &name, gate, plain).into_iter().flatten());
            }
        }
    }
    applied(plain, &edits)
}

/// A name that no other server of the table has.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 1;
    let mut free = name.to_owned();
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{name}-{number}");
    }
    free
}

/// The text with the edits done.
fn applied(text: &str, edits: &[Edit]) -> Result<String, Unreadable> {
    entry::applied(text, edits).ok_or(Unreadable { line: 1, why: "it cannot be edited" })
}

/// What became of a server that was this and is that.
fn state(was: &Kind, is: &Kind, same: bool) -> State {
    match (was, is) {
        (Kind::Guarded(_), Kind::Guarded(name)) if same => State::Already(name.clone()),
        (Kind::Guarded(_), Kind::Guarded(name)) => State::Renewed(name.clone()),
        (_, Kind::Guarded(name)) => State::Guarded(name.clone()),
        (Kind::Guarded(_), _) => State::Released,
        (_, Kind::Plain) => State::Plain,
        (_, Kind::Other(why)) => State::Other(why),
    }
}
