//! A PostgreSQL server of its own, with an administrator and roles that tests make.

use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::geteuid;
use tempfile::TempDir;

use super::{Running, Stop, command, free_port, missing};

/// Where Debian puts the versions.
const VERSIONS: &str = "/usr/lib/postgresql";
/// Who runs it where we are root: it refuses to run as root.
const USER: &str = "postgres";
/// How often another port is tried where somebody else was faster.
const TRIES: usize = 5;

/// A PostgreSQL server, which ends with this value.
#[derive(Debug)]
pub struct PostgresServer {
    running: Option<Running>,
    folder: TempDir,
    programs: PathBuf,
    port: u16,
    options: Vec<String>,
}

impl PostgresServer {
    /// The administrator, who may do everything.
    pub const ADMIN: &'static str = "admin";
    /// The password of everybody here; it must be in no error and no log.
    pub const PASSWORD: &'static str = "a-password-that-nobody-may-see";

    /// Starts one. `options` are settings, as `max_connections=20`.
    ///
    /// # Errors
    /// If there is no PostgreSQL, with what to do; or if it does not start.
    pub fn start(options: &[&str]) -> io::Result<Self> {
        let folder = TempDir::new()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let programs = programs().map_err(|error| missing("postgres", "postgresql", &error))?;
        let options = options.iter().map(|&word| word.to_owned()).collect();
        let mut server = Self { running: None, folder, programs, port: 0, options };
        server.make()?;
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

    /// Makes the files, which belong to whoever runs the server.
    fn make(&self) -> io::Result<()> {
        let (password, files) = (self.folder.path().join("password"), self.files());
        fs::write(&password, Self::PASSWORD)?;
        fs::create_dir(&files)?;
        if let Some((user, group)) = other_user()? {
            chown(&files, Some(user), Some(group))?;
        }
        let mut make = self.program("initdb")?;
        make.args([
            "--no-sync",
            "--no-locale",
            "-E",
            "UTF8",
            "-A",
            "scram-sha-256",
            "-U",
            Self::ADMIN,
            "-D",
        ])
        .arg(&files);
        make.arg("--pwfile").arg(&password).stdout(Stdio::null());
        if make.status()?.success() {
            return Ok(());
        }
        Err(io::Error::other("initdb failed"))
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
        let mut start = self.program("postgres")?;
        start.arg("-D").arg(self.files()).args(["-p", &self.port.to_string()]);
        start.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
        for option in &self.options {
            start.args(["-c", option]);
        }
        let ready = "ready to accept connections";
        self.running = Some(Running::start_loud(start, ready, Stop::Quit)?);
        Ok(())
    }

    /// A program of it, run by whom it accepts.
    fn program(&self, name: &str) -> io::Result<Command> {
        let mut command = command(&self.programs.join(name));
        command.current_dir(self.folder.path());
        if let Some((user, group)) = other_user()? {
            command.uid(user).gid(group);
        }
        Ok(command)
    }

    /// Makes a role that may log in with the password of everybody here.
    ///
    /// # Errors
    /// If it is there already.
    pub fn role(&self, name: &str, rights: &str) -> io::Result<()> {
        let password = Self::PASSWORD;
        self.run(&format!("CREATE ROLE {name} LOGIN PASSWORD '{password}' {rights}")).map(drop)
    }

    /// Runs statements as the administrator; what they print.
    ///
    /// # Errors
    /// If one of them fails.
    pub fn run(&self, statements: &str) -> io::Result<String> {
        self.run_as(Self::ADMIN, statements)
    }

    /// The same as another role with the same password.
    ///
    /// # Errors
    /// If one of them fails.
    pub fn run_as(&self, role: &str, statements: &str) -> io::Result<String> {
        let mut psql = command(&self.programs.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-d"]);
        psql.args(["postgres", "-U", role, "-p", &self.port.to_string(), "-c", statements]);
        let done = psql.env("PGPASSWORD", Self::PASSWORD).stdin(Stdio::null()).output()?;
        if done.status.success() {
            return Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned());
        }
        Err(io::Error::other(String::from_utf8_lossy(&done.stderr).into_owned()))
    }

    /// The address of a database, for a role.
    #[must_use]
    pub fn url(&self, role: &str, database: &str) -> String {
        let (password, port) = (Self::PASSWORD, self.port);
        format!("postgres://{role}:{password}@127.0.0.1:{port}/{database}?sslmode=disable")
    }

    /// The port that it has on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where its files are.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// Gives it a file that only it may read, as the key of a certificate.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn give(&self, name: &str, content: &str) -> io::Result<()> {
        let path = self.files().join(name);
        fs::write(&path, content)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        match other_user()? {
            Some((user, group)) => chown(&path, Some(user), Some(group)),
            None => Ok(()),
        }
    }
}

/// The programs of the newest version.
fn programs() -> io::Result<PathBuf> {
    let versions = fs::read_dir(VERSIONS)?.flatten().map(|entry| entry.path().join("bin"));
    let newest = versions.filter(|path| path.join("initdb").is_file()).max();
    newest.ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// Whom the programs must run as where we are root.
fn other_user() -> io::Result<Option<(u32, u32)>> {
    if !geteuid().is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string(Path::new("/etc/passwd"))?;
    let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let found = fields
        .filter(|fields| fields.first() == Some(&USER))
        .find_map(|fields| Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?)));
    found.map(Some).ok_or_else(|| io::Error::other("there is no user `postgres`"))
}
