//! What is told of a client's servers, to a person or a program.
//!
//! It shows of an entry what the gate adds or takes away; what else stands there may be secret.

use serde_json::{Value, json};

use super::Change;
use super::entry::Gate;
use super::file::{Server, State};
use super::places::Place;
use crate::cli::arguments::Client;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Output, plain};

/// What was done, or would be.
pub(super) struct Told<'a> {
    pub(super) client: Client,
    pub(super) changes: &'a [Change],
    pub(super) dry_run: bool,
    pub(super) gate: &'a Gate,
}

/// Says what was done.
pub(super) fn done(told: &Told<'_>, output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        let files: Vec<Value> = told.changes.iter().map(as_json).collect();
        output.value(&json!({
            "client": told.client.word(),
            "dry_run": told.dry_run,
            "files": files,
        }))?;
        return Ok(Exit::Done);
    }
    for change in told.changes {
        output.line(change.place.path.display())?;
        if change.servers.is_empty() {
            none(told, output)?;
        }
        for server in &change.servers {
            let would = if told.dry_run && is_changed(&server.state) { "would be: " } else { "" };
            let (name, words) = (plain(&server.client), words(&server.state));
            output.line(format_args!("  {name}: {would}{words}"))?;
            if told.dry_run {
                difference(server, told.gate, output)?;
            }
        }
        if let Some(copy) = &change.copy {
            output.line(format_args!("  what was there is kept as {}", copy.display()))?;
        }
        if change.place.shared && change.old != change.new {
            output.warn(format_args!(
                "{} belongs to the project: whoever shares it needs {} too",
                change.place.path.display(),
                told.gate.program
            ));
        }
    }
    advise(told, output);
    Ok(Exit::Done)
}

/// Whether something is done to a server.
fn is_changed(state: &State) -> bool {
    match state {
        State::Guarded(_) | State::Renewed(_) | State::Released => true,
        State::Already(_) | State::Plain | State::Other(_) => false,
    }
}

/// Says what to do after a change.
fn advise(told: &Told<'_>, output: &mut Output) {
    let changed = told.changes.iter().any(|change| change.old != change.new);
    match (changed, told.dry_run) {
        (true, true) => output.note("nothing was changed: leave out `--dry-run` to do it"),
        (true, false) => {
            let title = told.client.title();
            output.note(format_args!("start {title} anew: it reads its configuration then"));
            output.note(
                "what its tools may do stands in policy.toml: `portcullis policy explain --tool \
                 SERVER__TOOL` tells",
            );
        }
        (false, _) => {}
    }
    if changed && told.gate.program.contains("/target/") {
        output.warn(format_args!(
            "{} stands where it was built and goes with `cargo clean`: `cargo install --path \
             crates/gateway` gives it a place that lasts; then run this again",
            told.gate.program
        ));
    }
}

impl Client {
    /// As people call it.
    pub(in crate::cli) fn title(self) -> &'static str {
        match self {
            Self::ClaudeDesktop => "Claude Desktop",
            Self::ClaudeCode => "Claude Code",
            Self::Cursor => "Cursor",
            Self::VsCode => "VS Code",
        }
    }
}

/// What became of a server.
fn words(state: &State) -> String {
    match state {
        State::Guarded(name) => format!("behind the gate, as `{}`", plain(name)),
        State::Already(name) => format!("behind the gate already, as `{}`", plain(name)),
        State::Renewed(name) => {
            format!("behind the gate, as `{}`; its path was renewed", plain(name))
        }
        State::Released => "the gate is taken out".to_owned(),
        State::Plain => "not behind the gate".to_owned(),
        State::Other(why) => format!("left alone: {why}"),
    }
}

/// What would change in an entry.
fn difference(server: &Server, gate: &Gate, output: &mut Output) -> Result<(), Failure> {
    let (added, removed) = match &server.state {
        State::Guarded(name) | State::Renewed(name) => {
            let mut words = vec!["mcp".to_owned()];
            words.extend(gate.options.iter().cloned());
            words.extend(["--name".to_owned(), name.clone(), "--".to_owned()]);
            (true, format!("\"{}\" {}", gate.program, words.join(" ")))
        }
        State::Released => (false, "portcullis mcp ... --".to_owned()),
        State::Already(_) | State::Plain | State::Other(_) => return Ok(()),
    };
    let (old, new) = match added {
        true => ("COMMAND ARGS".to_owned(), format!("{removed} COMMAND ARGS")),
        false => (format!("{removed} COMMAND ARGS"), "COMMAND ARGS".to_owned()),
    };
    output.line(format_args!("    line {}", server.line))?;
    output.line(format_args!("    - {old}"))?;
    output.line(format_args!("    + {new}"))
}

/// Says how to add a server where there is none.
fn none(told: &Told<'_>, output: &mut Output) -> Result<(), Failure> {
    let table = told.client.table_name();
    output.line(
        "  no servers. Add one as its documentation says, then run this again; for example",
    )?;
    output.line(format_args!("    {{\"{table}\": {{\"files\": {{"))?;
    output.line("      \"command\": \"npx\",")?;
    output.line(
        "      \"args\": [\"-y\", \"@modelcontextprotocol/server-filesystem\", \"/srv/reports\"]}}}",
    )
}

/// Says that the client has no file.
pub(super) fn nowhere(
    client: Client,
    places: &[Place],
    output: &mut Output,
) -> Result<Exit, Failure> {
    if output.json {
        output.value(&json!({ "client": client.word(), "dry_run": false, "files": [] }))?;
        return Ok(Exit::Negative);
    }
    output.line(format_args!("{} has no configuration at", client.title()))?;
    for place in places {
        output.line(format_args!("  {}", place.path.display()))?;
    }
    output.note("start it once, or name its file with `--file FILE`");
    Ok(Exit::Negative)
}

fn as_json(change: &Change) -> Value {
    let server = |one: &Server| {
        let (state, name, why) = match &one.state {
            State::Guarded(name) => ("guarded", Some(name), None),
            State::Already(name) => ("already_guarded", Some(name), None),
            State::Renewed(name) => ("renewed", Some(name), None),
            State::Released => ("released", None, None),
            State::Plain => ("not_guarded", None, None),
            State::Other(why) => ("left_alone", None, Some(*why)),
        };
        json!({ "server": one.client, "state": state, "name": name, "reason": why })
    };
    json!({
        "path": change.place.path,
        "changed": change.old != change.new,
        "copy": change.copy.as_deref(),
        "servers": change.servers.iter().map(server).collect::<Vec<_>>(),
    })
}
