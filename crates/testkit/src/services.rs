//! Real servers for tests, on loopback and free ports, that end with the test.
//!
//! Nothing is installed here: a test that needs a server that is missing fails and says how to
//! get it; `cargo xtask test` does.

use std::io::{self, BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

mod redis;

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

/// A program that runs until it is dropped.
#[derive(Debug)]
struct Running(Child);

impl Running {
    /// Starts it, and waits until a line of its output holds `ready`.
    fn start(mut command: Command, ready: &str) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take();
        let running = Self(child);
        let mut lines = BufReader::new(stdout.ok_or(io::ErrorKind::BrokenPipe)?).lines();
        let mut said = Vec::new();
        for line in lines.by_ref() {
            let line = line?;
            if line.contains(ready) {
                // It must not stop because nobody reads on.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(running);
            }
            said.push(line);
        }
        Err(io::Error::other(format!("the server ended: {}", said.join("; "))))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What has ended already cannot be ended, and that is well.
        drop(self.0.kill());
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
