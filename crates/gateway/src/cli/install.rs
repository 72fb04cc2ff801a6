//! `mcp --install` and `--uninstall`: puts the servers of a client behind the gate, and back.
//!
//! It changes nothing in a file that it cannot read as a whole.

use super::arguments::{Client, Mcp};
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::setting::Setting;

/// Puts the client's servers behind the gate.
pub(super) fn install(
    _client: Client,
    _wish: &Mcp,
    _setting: &Setting<'_>,
    _output: &mut Output,
) -> Result<Exit, Failure> {
    Err(Failure::new(Exit::Fault, "`--install` is not in this version"))
}

/// Takes the gate out of the client's configuration.
pub(super) fn uninstall(
    _client: Client,
    _wish: &Mcp,
    _setting: &Setting<'_>,
    _output: &mut Output,
) -> Result<Exit, Failure> {
    Err(Failure::new(Exit::Fault, "`--uninstall` is not in this version"))
}
