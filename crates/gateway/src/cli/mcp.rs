//! `mcp`: guards one MCP server that a client starts, or hands over to `install`.
//!
//! It decides nothing and opens no store.

use super::arguments::Mcp;
use super::exit::Exit;
use super::failure::Failure;
use super::install;
use super::output::Output;
use super::setting::Setting;

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
    if wish.command.is_empty() {
        let hint = "write `portcullis mcp --name NAME -- COMMAND ARGS`, or `--install CLIENT`";
        return Err(Failure::usage("there is no command to guard").hint(hint));
    }
    Err(Failure::new(Exit::Fault, "MCP servers cannot be guarded by this version"))
}
