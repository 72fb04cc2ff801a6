//! `mcp`: guards one MCP server that a client starts, or hands over to `install`.
//!
//! Standard input and output belong to the protocol: nothing else is written there. It decides
//! nothing and opens no store.

mod name;
mod plan;

use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;
use std::sync::Arc;

use portcullis_model::Secret;

use super::arguments::{Child as Wish, Mcp};
use super::exit::Exit;
use super::failure::{Failure, reason};
use super::gate;
use super::install;
use super::output::Output;
use super::reload::Reload;
use super::serve::told_to_stop;
use super::setting::Setting;
use plan::Plan;

use crate::assemble::Gate;
use crate::assemble::keys::protect_memory;
use crate::dialects::mcp::Refused;
use crate::doors::mcp::{Door, Ended};
use crate::upstreams::stdio::{self, Child, ChildError, Session};

/// How a shell says that a command was not found or cannot be run.
const NO_COMMAND: u8 = 127;

/// Runs the command.
pub(super) fn run(wish: &Mcp, setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    if let Some(client) = wish.install {
        return install::install(client, wish, setting, output);
    }
    if let Some(client) = wish.uninstall {
        return install::uninstall(client, wish, setting, output);
    }
    if wish.dry_run || wish.file.is_some() || !wish.server.is_empty() {
        let message = "`--dry-run`, `--file` and `--server` go with `--install` or `--uninstall`";
        return Err(Failure::usage(message));
    }
    if wish.command.is_empty() && wish.name.is_none() {
        let hint = "write `portcullis mcp -- COMMAND ARGS`, `--name NAME` for a server of the \
                    configuration, or `--install CLIENT`";
        return Err(Failure::usage("there is no command to guard").hint(hint));
    }
    guard(wish, setting, output)
}

/// Becomes a server that ends with its parent; what it ends with if it cannot.
pub(super) fn become_server(wish: &Wish, output: &mut Output) -> u8 {
    let fault = stdio::become_server(wish.parent, &wish.command);
    let program = wish.command.first().map(|program| program.to_string_lossy().into_owned());
    let message = format!("`{}`: {}", program.unwrap_or_default(), reason(&fault));
    output.failure(&Failure::new(Exit::Fault, message));
    NO_COMMAND
}

/// Starts the server and stands before it until one side ends.
fn guard(wish: &Mcp, setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    let Plan { name, mut server, written } =
        plan::plan(wish, &settings, setting.environment, output)?;
    let master = gate::master_or_new(&settings, setting, output)?;
    // Best effort: a machine may allow no locked memory, and serves all the same.
    let _protection = protect_memory();
    let runtime = gate::runtime()?;
    let gate = gate::gate(&runtime, (&settings, setting), master, output)?;
    let scope = match setting.environment.value("PORTCULLIS_KEY") {
        Some(key) => gate.principal(&Secret::new(key.to_owned()))?,
        None => crate::assemble::clients::Agent::local().scope,
    };
    server.set.extend(runtime.block_on(gate.variables(&scope, &written))?);
    runtime.block_on(gate.begin("mcp"))?;
    // This thread lives as long as the process, and so does the server that it starts.
    let mut child = server.start()?;
    let (session, ends) = Session::open(name, &mut child)
        .map_err(|fault| Failure::io("standard input and output", &fault))?;
    let engine = gate.engine();
    engine.parts().upstream.attach(Arc::clone(&session));
    let label = engine.call_id().0;
    let program = child.program().to_owned();
    let refused = if wish.plain_refusals { Refused::Plain } else { Refused::Structured };
    let door = Arc::new(Door::new(gate.current(), session, scope, label, refused));
    let reload = Reload::new(setting, &[], settings);
    let ended = runtime.block_on(stand(&door, (&gate, reload), ends, child));
    runtime.block_on(gate.finish("mcp"))?;
    match ended {
        Ended::Client | Ended::Told => Ok(Exit::Done),
        Ended::Server(status) => Err(ended_first(&program, status)),
    }
}

async fn stand(
    door: &Arc<Door>,
    (gate, reload): (&Gate, Reload<'_>),
    ends: stdio::Ends,
    child: Child,
) -> Ended {
    let session = door.run(ends, child, told_to_stop());
    tokio::select! {
        ended = session => ended,
        // These never end by themselves.
        () = gate.watch() => Ended::Told,
        () = reload.run(gate) => Ended::Told,
    }
}

fn ended_first(program: &str, status: Option<ExitStatus>) -> Failure {
    let how = match status.map(|status| (status.code(), status.signal())) {
        Some((Some(code), _)) => format!(" with exit code {code}"),
        Some((None, Some(signal))) => format!(" by signal {signal}"),
        _ => String::new(),
    };
    Failure::new(Exit::Fault, format!("the server `{program}` ended{how} before its client"))
        .hint("what it said itself stands above; run its command alone to see more")
}

impl From<ChildError> for Failure {
    fn from(error: ChildError) -> Self {
        Self::io(&error, &error.source)
    }
}
