//! A Redis server of its own, with a password.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Running, command, free_port, missing};

/// How often another port is tried where somebody else was faster.
const TRIES: usize = 5;

/// A Redis server that has what it is told on disk before it answers, and ends with this value.
#[derive(Debug)]
pub struct RedisServer {
    running: Option<Running>,
    folder: TempDir,
    port: u16,
    scheme: &'static str,
    options: Vec<String>,
}

impl RedisServer {
    /// The password of its one user; it must be in no error and no log.
    pub const PASSWORD: &'static str = "a-password-that-nobody-may-see";

    /// Starts one. `options` are those of its command line, `--maxmemory 1mb`.
    ///
    /// # Errors
    /// If there is no `redis-server`, with what to do; or if it does not start.
    pub fn start(options: &[&str]) -> io::Result<Self> {
        Self::with(options, "redis", "--port")
    }

    /// Starts one that speaks TLS only, with a certificate and its key in these files.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_tls(certificate: &Path, key: &Path) -> io::Result<Self> {
        let (certificate, key) = (certificate.to_string_lossy(), key.to_string_lossy());
        let options = [
            "--tls-cert-file",
            &certificate,
            "--tls-key-file",
            &key,
            "--tls-ca-cert-file",
            &certificate,
            "--tls-auth-clients",
            "no",
            "--port",
            "0",
        ];
        Self::with(&options, "rediss", "--tls-port")
    }

    fn with(options: &[&str], scheme: &'static str, port_option: &str) -> io::Result<Self> {
        let folder = TempDir::new()?;
        let mut options: Vec<String> = options.iter().map(|&word| word.to_owned()).collect();
        options.push(port_option.to_owned());
        let mut server = Self { running: None, folder, port: 0, scheme, options };
        let mut last = Ok(());
        for _ in 0..TRIES {
            server.port = free_port()?;
            last = server.resume();
            if last.is_ok() {
                break;
            }
        }
        last.map(|()| server)
    }

    /// Kills it in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.running = None;
    }

    /// Starts it again, at the same port and over the same files.
    ///
    /// # Errors
    /// If it does not start.
    pub fn resume(&mut self) -> io::Result<()> {
        let mut command = command(Path::new("redis-server"));
        command
            .args(["--bind", "127.0.0.1", "--requirepass", Self::PASSWORD, "--save", ""])
            .args([
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--enable-debug-command",
                "yes",
                "--dir",
            ])
            .arg(self.folder.path())
            .args(&self.options)
            .arg(self.port.to_string());
        let running = Running::start(command, "eady to accept connections");
        self.running = Some(running.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => missing("redis-server", "redis-server", &error),
            _ => error,
        })?);
        Ok(())
    }

    /// The port that it has on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address, with the password.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://:{}@127.0.0.1:{}", self.scheme, Self::PASSWORD, self.port)
    }

    /// Where it writes its files.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}
