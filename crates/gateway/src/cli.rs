//! The command line: reads it, runs one command, and ends with its exit code.
//!
//! Commands that do something to values ask the engine; none of them opens the vault itself.

mod arguments;
mod audit;
mod client;
mod configuration;
mod demonstration;
mod doctor;
mod exit;
mod failure;
mod gate;
mod generate;
mod init;
mod install;
mod key;
mod mcp;
mod output;
mod passphrase;
mod policy;
mod replace;
mod reload;
mod rows;
mod scan;
mod secret;
mod serve;
mod setting;
mod translate;
mod vault;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

pub use exit::Exit;
pub use failure::Failure;
pub use output::Output;
pub use scan::{Baseline, BaselineError};

use crate::config::Environment;
use arguments::{Arguments, Command, Generate};
use setting::Setting;

/// Runs the command line and says how the process ends.
#[must_use]
pub fn main(words: Vec<OsString>) -> ExitCode {
    let environment = Environment::read();
    let mut output = Output::standard();
    let exit = match Arguments::try_parse_from(words) {
        Ok(arguments) => {
            output.json = arguments.json;
            if let Command::Child(child) = &arguments.command {
                return ExitCode::from(mcp::become_server(child, &mut output));
            }
            listen_to_logs(&arguments, &environment);
            run(&arguments, &environment, &mut output)
        }
        Err(error) => usage(&error),
    };
    ExitCode::from(exit.number())
}

/// Sends the log lines of the program to standard error: warnings, of a server also its life.
/// `PORTCULLIS_LOG` says otherwise.
fn listen_to_logs(arguments: &Arguments, environment: &Environment) {
    let usual = if matches!(arguments.command, Command::Serve(_)) { "info" } else { "warn" };
    let wanted = environment.value("PORTCULLIS_LOG").unwrap_or(usual);
    let filter = tracing_subscriber::EnvFilter::try_new(wanted)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    let colors = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    let set_up = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colors)
        .with_target(false)
        .with_writer(std::io::stderr)
        .try_init();
    // Somebody who runs this as a library has set up logs already.
    drop(set_up);
}

/// Runs one command; says why, if it fails.
fn run(arguments: &Arguments, environment: &Environment, output: &mut Output) -> Exit {
    let result = Setting::find(arguments, environment)
        .and_then(|setting| dispatch(&setting, output))
        .and_then(|exit| match output.flush() {
            // The reader is gone: that changes nothing about what was found.
            Err(failure) if failure.lines.is_empty() => Ok(exit),
            flushed => flushed.map(|()| exit),
        });
    match result {
        Ok(exit) => exit,
        Err(failure) => {
            output.failure(&failure);
            failure.exit
        }
    }
}

/// Hands over to the command.
fn dispatch(setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    match &setting.arguments.command {
        Command::Demo => demonstration::run(output),
        Command::Init(wish) => init::run(wish, setting, output),
        Command::Serve(serve) => serve::run(serve, setting, output),
        Command::Mcp(wish) => mcp::run(wish, setting, output),
        Command::Scan(scan) => scan::run(scan, setting, output),
        Command::Conceal(wish) => translate::conceal(wish, setting, output),
        Command::Reveal(wish) => translate::reveal(wish, setting, output),
        Command::Key(command) => key::run(command, setting, output),
        Command::Client(command) => client::run(command, setting, output),
        Command::Secret(command) => secret::run(command, setting, output),
        Command::Vault(command) => vault::run(command, setting, output),
        Command::Audit(command) => audit::run(command, setting, output),
        Command::Policy(command) => policy::run(command, setting, output),
        Command::Config(command) => configuration::run(command, setting, output),
        Command::Doctor(wish) => doctor::run(wish, setting, output),
        Command::Completions { shell } => completions(*shell, output),
        // Has its own way in: it needs no home and no settings.
        Command::Child(_) => Ok(Exit::Usage),
        Command::Generate(Generate::Docs { directory }) => generate::documents(directory),
        Command::Generate(Generate::Man { directory }) => {
            generate::manual(directory, Arguments::command())
        }
        Command::Generate(Generate::Recognizers) => generate::recognizers(setting, output),
    }
}

/// Prints a completion script.
fn completions(shell: clap_complete::Shell, output: &mut Output) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "portcullis", &mut script);
    output.out().write_all(&script)?;
    Ok(Exit::Done)
}

/// Prints a help text, or what is wrong with the command line.
fn usage(error: &clap::Error) -> Exit {
    // If nobody listens there is nobody to tell.
    drop(error.print());
    if error.use_stderr() { Exit::Usage } else { Exit::Done }
}
