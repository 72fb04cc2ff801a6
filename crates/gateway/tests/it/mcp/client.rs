//! The client's end of a session: lines in, lines out, and what is left when it is over.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// How long anything may take before a test gives up. Nothing is timed.
const WAIT_MAX: Duration = Duration::from_secs(60);

pub(in crate::it) struct Session {
    pub(in crate::it) gate: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    errors: std::thread::JoinHandle<String>,
    journal: PathBuf,
}

/// What a session left.
#[derive(Debug)]
pub(in crate::it) struct Left {
    pub(in crate::it) code: i32,
    pub(in crate::it) errors: String,
    /// What the server was sent, line by line.
    pub(in crate::it) journal: String,
    /// What the client had not read yet.
    pub(in crate::it) rest: Vec<String>,
}

impl Session {
    /// A gate before the scripted server.
    pub(in crate::it) fn start(home: &Path) -> Self {
        Self::start_as(home, "kit", &[])
    }

    pub(in crate::it) fn start_as(home: &Path, name: &str, variables: &[(&str, &str)]) -> Self {
        let journal = home.join(format!("{name}.journal"));
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mcp/server.py");
        let words = ["python3", script, journal.to_str().unwrap()];
        Self::start_with(home, name, &words, variables)
    }

    pub(in crate::it) fn start_with(
        home: &Path,
        name: &str,
        words: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let mut command = program(home);
        command.args(["mcp", "--name", name, "--"]).args(words);
        Self::of(command, home, name, variables)
    }

    /// A gate before the server that the configuration has under this name.
    pub(super) fn start_named(home: &Path, name: &str, variables: &[(&str, &str)]) -> Self {
        let mut command = program(home);
        command.args(["mcp", "--name", name]);
        Self::of(command, home, name, variables)
    }

    fn of(mut command: Command, home: &Path, name: &str, variables: &[(&str, &str)]) -> Self {
        command.envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut gate = command.spawn().unwrap();
        let (sender, lines) = channel();
        let output = BufReader::new(gate.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in output.lines() {
                if sender.send(line.unwrap()).is_err() {
                    return;
                }
            }
        });
        let mut errors = gate.stderr.take().unwrap();
        let errors = std::thread::spawn(move || {
            let mut text = Vec::new();
            errors.read_to_end(&mut text).unwrap();
            String::from_utf8_lossy(&text).into_owned()
        });
        let input = gate.stdin.take();
        let journal = home.join(format!("{name}.journal"));
        Self { gate, input, lines, errors, journal }
    }

    /// Says a line to the server.
    pub(in crate::it) fn send(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(format!("{line}\n").as_bytes()).unwrap();
        input.flush().unwrap();
    }

    pub(in crate::it) fn send_bytes(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// The next line of the server.
    pub(in crate::it) fn line(&self) -> String {
        self.lines.recv_timeout(WAIT_MAX).expect("a line of the gate")
    }

    pub(in crate::it) fn next(&self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    /// Calls a tool, and gives its answer.
    pub(in crate::it) fn call(&mut self, id: u64, tool: &str, arguments: &Value) -> Value {
        self.send(&call(id, tool, arguments));
        let answer = self.next();
        assert_eq!(answer["id"], id, "{answer}");
        answer
    }

    /// The text of a tool's answer.
    pub(in crate::it) fn text(&mut self, id: u64, tool: &str, arguments: &Value) -> String {
        let answer = self.call(id, tool, arguments);
        answer["result"]["content"][0]["text"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned()
    }

    /// Closes the client's end and waits for the gate to end.
    pub(in crate::it) fn end(mut self) -> Left {
        drop(self.input.take());
        self.left()
    }

    /// Waits for the gate to end.
    pub(in crate::it) fn left(mut self) -> Left {
        let rest: Vec<String> = self.lines.iter().collect();
        let status = self.gate.wait().unwrap();
        drop(self.input.take());
        let errors = self.errors.join().unwrap();
        let journal = std::fs::read_to_string(&self.journal).unwrap_or_default();
        Left { code: status.code().unwrap_or(-1), errors, journal, rest }
    }
}

/// The program, with this home.
pub(super) fn program(home: &Path) -> Command {
    #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.arg("--home").arg(home);
    command
}

/// The call of a tool, as a line.
pub(in crate::it) fn call(id: u64, tool: &str, arguments: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call",
           "params": {"name": tool, "arguments": arguments}})
    .to_string()
}

/// A home of its own, with these rules.
pub(in crate::it) fn home(policy: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("policy.toml"), policy).unwrap();
    home
}

/// Checks that the log is whole and that each call in it has its one outcome; gives it.
pub(in crate::it) fn log(home: &Path) -> String {
    let folder = home.join("audit/default");
    portcullis_audit::verify(&folder, None).unwrap();
    let record = crate::it::gate::read(&folder);
    assert!(!record.text.contains("planted.example"), "a value in the log");
    record.text
}
