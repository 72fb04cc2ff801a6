//! `serve`: runs the gateway until it is told to stop.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::arguments::Serve;
use super::exit::Exit;
use super::failure::Failure;
use super::gate;
use super::key;
use super::output::Output;
use super::reload::Reload;
use super::setting::Setting;
use crate::assemble::Gate;
use crate::assemble::keys::protect_memory;
use crate::config::Flag;
use crate::doors::http;

/// Runs the command.
pub(super) fn run(
    serve: &Serve,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let listen = serve.listen.iter().map(|address| Flag {
        name: "--listen",
        key: "server.listen",
        value: address.clone(),
    });
    let flags: Vec<Flag> = listen.collect();
    let settings = setting.settings_aloud(&flags, output)?;
    let missing = settings.missing();
    if !missing.is_empty() {
        return Err(Failure::config(&missing));
    }
    let address = settings.server.listen;
    let envelope = setting.home.envelope();
    let master = match address.ip().is_loopback() {
        true => gate::master_or_new(&settings, setting, output)?,
        false if envelope.exists() => gate::master(setting)?,
        false => return Err(key::missing(&envelope)),
    };
    // Best effort: a machine may allow no locked memory, and serves all the same.
    let _protection = protect_memory();
    let runtime = gate::runtime()?;
    let gate = gate::gate(&runtime, (&settings, setting), master, output)?;
    gate.check_providers()?;
    let reload = Reload::new(setting, &flags, settings);
    runtime.block_on(listen_until_told(gate, address, (reload, output)))
}

async fn listen_until_told(
    gate: Gate,
    address: SocketAddr,
    (reload, output): (Reload<'_>, &mut Output),
) -> Result<Exit, Failure> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| {
        Failure::io(address, &error).hint("`--listen` or `[server] listen` chooses another address")
    })?;
    gate.begin("serve").await?;
    let address = listener.local_addr().map_err(|error| Failure::io(address, &error))?;
    if output.json {
        output.value(&json!({ "listening": address.to_string() }))?;
    } else {
        let scheme = if gate.speaks_tls() { "https" } else { "http" };
        output.line(format_args!("listening on {scheme}://{address}"))?;
    }
    output.flush()?;
    if gate.has_no_clients() {
        output.warn(match address.ip().is_loopback() {
            true => "no Portcullis keys are set up: everybody on this machine is `local`",
            false => {
                "no Portcullis keys are set up: every request is refused; make one with \
                 `portcullis client add NAME`"
            }
        });
    }
    let site = Arc::new(gate.site(address));
    // On a task of its own: reading new settings must not hold up who connects.
    let serving = tokio::spawn(http::serve(listener, site, told_to_stop()));
    tokio::select! {
        _ = serving => {}
        // These never end by themselves.
        () = gate.watch() => {}
        () = reload.run(&gate) => {}
    }
    gate.finish("serve").await?;
    output.note("stopped; the log is complete");
    Ok(Exit::Done)
}

/// Resolves when the process is told to end: SIGTERM, or SIGINT from a terminal.
pub(super) async fn told_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        // Without handlers the default stands: the signal ends the process.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("told to stop: waiting for what is on its way");
}
