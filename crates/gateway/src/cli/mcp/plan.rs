//! Which server is to be started: that of the command line, else that of the configuration.
//!
//! It starts nothing and opens no store.

use std::ffi::OsString;

use portcullis_model::Secret;

use super::name;
use crate::cli::arguments::Mcp;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::config::{Environment, McpServer, Settings};
use crate::upstreams::stdio::{Inherit, Server};

/// Variables of ours: a server has no business with them.
const OWN_VARIABLES: &str = "PORTCULLIS_";
/// What a server of the configuration sees of our environment: what no program does without.
const PLAIN_VARIABLES: &[&str] =
    &["PATH", "HOME", "LANG", "TMPDIR", "USER", "LOGNAME", "SHELL", "TERM"];
const LOCALE_VARIABLES: &str = "LC_";

/// A server that is to be started; texts may still refer to secrets.
pub(super) struct Plan {
    pub(super) name: Box<str>,
    /// With the variables that are what they are.
    pub(super) server: Server,
    /// Variables that may refer to secrets.
    pub(super) written: Vec<(String, Secret)>,
}

/// What is to be started.
///
/// # Errors
/// If that is not said, or not rightly.
pub(super) fn plan(
    wish: &Mcp,
    settings: &Settings,
    environment: &Environment,
    output: &mut Output,
) -> Result<Plan, Failure> {
    let section = |name: &str| settings.mcp.iter().find(|server| server.name == name);
    let plan = if wish.command.is_empty() {
        let name = name::of(wish.name.as_deref(), &[])?;
        let server = section(&name).ok_or_else(|| unknown(&name, &settings.mcp))?;
        of_section(name, server, environment)?
    } else {
        let name = name::of(wish.name.as_deref(), &wish.command)?;
        if section(&name).is_some() {
            // Its variables may hold secrets, which are for its own command and no other.
            output.warn(format!(
                "`[mcp.{name}]` is not used, nor is its `env`: the command after `--` is run"
            ));
        }
        of_command_line(name, &wish.command, environment)
    };
    if let Some(warning) = name::unpinned(&plan.server.command) {
        output.warn(warning);
    }
    Ok(plan)
}

/// The server of the command line: it sees our environment, less what is ours.
fn of_command_line(name: Box<str>, command: &[OsString], environment: &Environment) -> Plan {
    let (own, others): (Vec<_>, Vec<_>) =
        environment.all().partition(|(name, _)| name.starts_with(OWN_VARIABLES));
    let server = Server {
        command: command.to_vec(),
        set: Vec::new(),
        unset: own.into_iter().map(|(name, _)| name.into()).collect(),
        scope: Inherit::Ours,
    };
    let texts = others.into_iter();
    let written = texts.map(|(name, text)| (name.to_owned(), Secret::new(text.to_owned())));
    Plan { name, server, written: written.collect() }
}

/// A server of the configuration: it sees what its section says, and what no program does without.
fn of_section(
    name: Box<str>,
    section: &McpServer,
    environment: &Environment,
) -> Result<Plan, Failure> {
    let plain = environment
        .all()
        .filter(|(name, _)| PLAIN_VARIABLES.contains(name) || name.starts_with(LOCALE_VARIABLES));
    let mut set: Vec<(OsString, Secret)> =
        plain.map(|(name, text)| (name.into(), Secret::new(text.to_owned()))).collect();
    let mut written = Vec::new();
    for (key, value) in &section.env {
        let text = value.expose();
        let Some(variable) = text.strip_prefix("env:") else {
            written.push((key.clone(), Secret::new(text.to_owned())));
            continue;
        };
        let found = environment.value(variable).ok_or_else(|| {
            let message = format!(
                "`mcp.{name}.env`: `{key}` is to be the variable `{variable}`, which is not set"
            );
            Failure::usage(message).hint(format!("set `{variable}` where the client starts this"))
        })?;
        set.push((key.into(), Secret::new(found.to_owned())));
    }
    let command = section.command.iter().map(OsString::from).collect();
    let server = Server { command, set, unset: Vec::new(), scope: Inherit::Nothing };
    Ok(Plan { name, server, written })
}

fn unknown(name: &str, known: &[McpServer]) -> Failure {
    let names: Vec<String> = known.iter().map(|server| format!("`{}`", server.name)).collect();
    let there = match names.as_slice() {
        [] => "it has no `[mcp.NAME]`".to_owned(),
        names => format!("it has {}", names.join(", ")),
    };
    Failure::new(Exit::Usage, format!("the configuration has no server `{name}`: {there}")).hint(
        format!(
            "write `command = [\"PROGRAM\", \"ARGUMENT\"]` under `[mcp.{name}]`, or the command \
             after `--`"
        ),
    )
}
