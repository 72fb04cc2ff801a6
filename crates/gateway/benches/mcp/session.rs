//! A caller and the server, with or without the gate between them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::clock::seconds;
use crate::kept::{gate, keep_secrets, program};
use crate::{SECRETS, disk, server};

/// What stands between the caller and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing.
    Direct,
    /// The gate, without a log: what remains is not waiting for a disk.
    Unrecorded,
    /// The same with many secrets to look for.
    Secrets,
    /// The gate with everything on.
    On,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Direct => "no gate",
            Self::Unrecorded => "gate, all but the log",
            Self::Secrets => "gate, 100 secrets, no log",
            Self::On => "gate, everything on",
        }
    }

    fn config(self) -> &'static str {
        match self {
            Self::Direct | Self::On => "",
            Self::Unrecorded | Self::Secrets => "[audit]\nstore = \"none\"\n",
        }
    }
}

/// A session that lasts until this is dropped.
pub(crate) struct Session {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    line: String,
    _home: tempfile::TempDir,
}

impl Session {
    pub(crate) fn start(kind: Kind) -> Result<Self> {
        let home = tempfile::tempdir_in(disk::folder()?)?;
        std::fs::write(home.path().join("portcullis.toml"), kind.config())?;
        if kind == Kind::Secrets {
            keep_secrets(home.path(), SECRETS)?;
        }
        let own = std::env::current_exe()?;
        let mut command = match kind {
            Kind::Direct => program(&own),
            Kind::Unrecorded | Kind::Secrets | Kind::On => {
                let mut gate = gate(home.path());
                gate.args(["mcp", "--name", "bench", "--"]).arg(&own);
                gate
            }
        };
        let mut child = command
            .arg(server::WORD)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let to = child.stdin.take().context("no input")?;
        let from = BufReader::new(child.stdout.take().context("no output")?);
        let mut session = Self { child, to, from, line: String::new(), _home: home };
        session.ask(
            r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}"#,
        )?;
        session.tell(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)?;
        session.ask(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)?;
        Ok(session)
    }

    /// Seconds that each of so many calls took.
    pub(crate) fn calls(&mut self, count: usize) -> Result<Vec<f64>> {
        let mut waits = Vec::with_capacity(count);
        for number in 0..count {
            let call = format!(
                "{{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/call\",\"params\":{{\"name\":\
                 \"read_ticket\",\"arguments\":{{\"number\":{number},\"note\":\"{}\"}}}}}}",
                number + 10,
                "for the weekly report of the department; ".repeat(20)
            );
            let before = seconds();
            self.ask(&call)?;
            waits.push(seconds() - before);
            ensure!(self.line.contains("Ticket"), "the tool was not run: {}", self.line);
        }
        Ok(waits)
    }

    /// Seconds of CPU that the first process of the session has used.
    pub(crate) fn cpu(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, fields) = stat.rsplit_once(')').context("a process has a name")?;
        let ticks = |index: usize| -> Result<f64> {
            Ok(fields.split_whitespace().nth(index).context("too few fields")?.parse()?)
        };
        // proc(5): utime and stime are fields 14 and 15; a tick is a hundredth of a second.
        Ok((ticks(11)? + ticks(12)?) / 100.0)
    }

    fn tell(&mut self, message: &str) -> Result<()> {
        writeln!(self.to, "{message}")?;
        Ok(self.to.flush()?)
    }

    fn ask(&mut self, message: &str) -> Result<()> {
        self.tell(message)?;
        self.line.clear();
        self.from.read_line(&mut self.line)?;
        ensure!(!self.line.is_empty(), "the session ended");
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait()).is_ok();
    }
}
