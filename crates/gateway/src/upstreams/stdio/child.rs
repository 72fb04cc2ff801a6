//! The server's process: started in a group of its own, ended with it.
//!
//! The command comes from the command line or the configuration of the home directory, never
//! from a call. No text here holds an argument: arguments may hold what nobody should read.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use portcullis_model::Secret;
use rustix::process::{Pid, Signal, getppid, kill_process_group};
use tokio::sync::watch;

/// How long a server may take to end when it is asked to.
const TERMINATE_MAX: Duration = Duration::from_secs(1);
/// How long the system may take to end what is killed.
const KILL_MAX: Duration = Duration::from_secs(5);

/// How a server is started.
#[derive(Debug)]
pub struct Server {
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// Variables that are its own, or other than ours.
    pub set: Vec<(OsString, Secret)>,
    /// Variables of ours that it does not see.
    pub unset: Vec<OsString>,
    /// Whether it sees our other variables.
    pub scope: Inherit,
}

/// Which of our variables a server sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inherit {
    /// All but those that are taken out.
    Ours,
    /// None.
    Nothing,
}

/// A server could not be started.
#[derive(Debug, thiserror::Error)]
#[error("`{program}` cannot be started")]
pub struct ChildError {
    /// The program, without its arguments.
    pub program: String,
    /// Why.
    pub source: io::Error,
}

/// A running server.
#[derive(Debug)]
pub struct Child {
    program: String,
    group: Option<Pid>,
    pipes: Option<(ChildStdin, ChildStdout, ChildStderr)>,
    exited: watch::Receiver<Option<ExitStatus>>,
}

impl Server {
    /// The program, without its arguments and without its folder.
    #[must_use]
    pub fn program(&self) -> String {
        let program = self.command.first().map(Path::new);
        let name = program.and_then(Path::file_name).unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Starts it, through this program itself (`portcullis child`), which binds it to our life.
    /// The thread that calls this must live as long as the server is to.
    ///
    /// # Errors
    /// If it cannot be started.
    #[expect(clippy::disallowed_methods, reason = "servers of the command line start here")]
    pub fn start(&self) -> Result<Child, ChildError> {
        let failed = |source| ChildError { program: self.program(), source };
        let own = std::env::current_exe().map_err(failed)?;
        let mut command = Command::new(own);
        command.arg("child").arg("--parent").arg(std::process::id().to_string());
        command.arg("--").args(&self.command);
        if self.scope == Inherit::Nothing {
            command.env_clear();
        }
        for name in &self.unset {
            command.env_remove(name);
        }
        for (name, value) in &self.set {
            command.env(name, value.expose());
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.process_group(0).spawn().map_err(failed)?;
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let pipes = match (child.stdin.take(), child.stdout.take(), child.stderr.take()) {
            (Some(input), Some(output), Some(errors)) => Some((input, output, errors)),
            _ => None,
        };
        let (exit, exited) = watch::channel(None);
        let wait = move || {
            let status = child.wait().unwrap_or_default();
            // If nobody waits for it, nobody needs to know.
            let _ = exit.send(Some(status));
        };
        thread::Builder::new().name("server".to_owned()).spawn(wait).map_err(failed)?;
        Ok(Child { program: self.program(), group, pipes, exited })
    }
}

impl Child {
    /// The program, without its arguments.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Its standard input, output and error output, once.
    pub(super) fn take_pipes(&mut self) -> Option<(ChildStdin, ChildStdout, ChildStderr)> {
        self.pipes.take()
    }

    /// Waits until it ends, at most so long.
    pub async fn ended(&mut self, wait_max: Duration) -> Option<ExitStatus> {
        let ended = tokio::time::timeout(wait_max, self.exited.wait_for(Option::is_some)).await;
        ended.ok()?.ok().and_then(|status| *status)
    }

    /// Ends it: waits so long for it to end by itself, then asks, then kills; and with it whatever
    /// it started and left behind in its group.
    pub async fn end(&mut self, patience: Duration) -> Option<ExitStatus> {
        let mut status = self.ended(patience).await;
        if status.is_none() {
            self.signal(Signal::TERM);
            status = self.ended(TERMINATE_MAX).await;
        }
        self.signal(Signal::KILL);
        match status {
            Some(status) => Some(status),
            None => self.ended(KILL_MAX).await,
        }
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = self.group {
            // A group that is gone needs no signal.
            let _ = kill_process_group(group, signal);
        }
    }
}

/// Becomes a server that ends with its parent, however that ends. Returns only if it cannot.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "servers of the command line start here")]
pub fn become_server(parent: u32, command: &[OsString]) -> io::Error {
    let Some((program, arguments)) = command.split_first() else {
        return io::Error::from(io::ErrorKind::InvalidInput);
    };
    #[cfg(target_os = "linux")]
    if let Err(fault) = rustix::process::set_parent_process_death_signal(Some(Signal::KILL)) {
        return fault.into();
    }
    // It may have ended before the signal was set.
    let is_there =
        getppid().is_some_and(|now| u32::try_from(now.as_raw_nonzero().get()) == Ok(parent));
    if !is_there {
        return io::Error::other("the gate is gone");
    }
    Command::new(program).args(arguments).exec()
}
