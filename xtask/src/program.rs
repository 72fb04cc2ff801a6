//! Starts other programs and talks to the terminal: the one place of this crate that does.
//!
//! Does not interpret what the programs print.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// A program to start in the repository's root.
#[derive(Debug)]
pub(crate) struct Program {
    name: String,
    command: Command,
}

impl Program {
    /// Names a program; nothing is started yet.
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the chores consist of starting programs")]
        let mut command = Command::new(name.as_ref());
        command.current_dir(root()).stdin(Stdio::null());
        Self { name: name.as_ref().to_string_lossy().into_owned(), command }
    }

    /// The cargo that runs this chore.
    pub(crate) fn cargo() -> Self {
        Self::new(env!("CARGO"))
    }

    pub(crate) fn args(mut self, words: &[&str]) -> Self {
        self.command.args(words);
        self
    }

    pub(crate) fn path(mut self, path: &Path) -> Self {
        self.command.arg(path);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it with our output and says so; an error unless it succeeds.
    pub(crate) fn run(mut self) -> Result<()> {
        say(&format!("$ {}", self.line()));
        let status =
            self.command.status().with_context(|| format!("cannot start {}", self.name))?;
        if !status.success() {
            bail!("`{}` failed: {status}", self.line());
        }
        Ok(())
    }

    /// Runs it silently; what it printed, or an error with what it complained of.
    pub(crate) fn output(mut self) -> Result<String> {
        let output =
            self.command.output().with_context(|| format!("cannot start {}", self.name))?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            bail!("`{}` failed: {}\n{complaint}", self.line(), output.status);
        }
        String::from_utf8(output.stdout).context("the output is not UTF-8")
    }

    /// Whether it can be started and succeeds; prints nothing.
    pub(crate) fn succeeds(mut self) -> bool {
        let status = self.command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }

    /// Feeds `input` to it and returns its output and exit code.
    pub(crate) fn filter(mut self, input: Vec<u8>) -> Result<(String, Option<i32>)> {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child =
            self.command.spawn().with_context(|| format!("cannot start {}", self.name))?;
        let mut stdin = child.stdin.take().context("no standard input")?;
        // The program answers while it reads: writing and reading must not wait for each other.
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output()?;
        writer.join().ok().context("the writing thread died")??;
        Ok((String::from_utf8(output.stdout)?, output.status.code()))
    }

    fn line(&self) -> String {
        let program = Path::new(self.command.get_program()).file_name().unwrap_or_default();
        std::iter::once(program)
            .chain(self.command.get_args())
            .map(|word| word.to_string_lossy().into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo builds, and where this crate keeps what it makes.
pub(crate) fn target() -> PathBuf {
    let named = variable("CARGO_TARGET_DIR").map(PathBuf::from);
    named.map_or_else(|| root().join("target"), |path| root().join(path))
}

/// One variable of the environment.
#[expect(clippy::disallowed_methods, reason = "the chores obey the variables that cargo obeys")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Prints a line. A closed terminal is no reason to stop a chore.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        // Nobody reads; the exit code still tells.
    }
}

/// How long `work` takes, with its result.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "the summary says how long each step took")]
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}
