//! Real servers for tests, on loopback and free ports, that end with the test.
//!
//! Nothing is installed here: a test that needs a server that is missing fails and says how to
//! get it; `cargo xtask test` does.

use std::io::{self, BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

mod postgres;
mod redis;

pub use postgres::PostgresServer;
pub use redis::RedisServer;

/// Runs programs; the one place that starts any.
fn command(program: &Path) -> Command {
    #[expect(clippy::disallowed_methods, reason = "tests start the servers that they need")]
    Command::new(program)
}

/// A port of loopback that nobody has.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// How a program is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// At once.
    Kill,
    /// At once, and its own children with it (`SIGQUIT`, as PostgreSQL understands it).
    Quit,
}

/// A program that runs until it is dropped.
#[derive(Debug)]
struct Running(Child, Stop);

impl Running {
    /// Starts it, and waits until a line of its output holds `ready`.
    fn start(mut command: Command, ready: &str) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take();
        Self(child, Stop::Kill).wait_for(stdout.ok_or(io::ErrorKind::BrokenPipe)?, ready)
    }

    /// The same for one that says it as an error.
    fn start_loud(mut command: Command, ready: &str, stop: Stop) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let stderr = child.stderr.take();
        Self(child, stop).wait_for(stderr.ok_or(io::ErrorKind::BrokenPipe)?, ready)
    }

    fn wait_for(self, output: impl io::Read + Send + 'static, ready: &str) -> io::Result<Self> {
        let mut lines = BufReader::new(output).lines();
        let mut said = Vec::new();
        for line in lines.by_ref() {
            let line = line?;
            if line.contains(ready) {
                // It must not stop because nobody reads on.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(self);
            }
            said.push(line);
        }
        Err(io::Error::other(format!("the server ended: {}", said.join("; "))))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What has ended already cannot be ended, and that is well.
        match (self.1, Pid::from_raw(self.0.id().cast_signed())) {
            (Stop::Quit, Some(process)) => drop(kill_process(process, Signal::QUIT)),
            (Stop::Quit | Stop::Kill, _) => drop(self.0.kill()),
        }
        drop(self.0.wait());
    }
}

/// What to do where a program is missing.
fn missing(program: &str, package: &str, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!(
            "{program} does not start ({error}): `apt-get install -y --no-install-recommends \
             {package}` installs it, and so does `cargo xtask test`"
        ),
    )
}
