//! `serve` takes new settings while it runs, on SIGHUP and when a file changes.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::support::{check, home};

/// A server, and the lines of its log.
struct Server {
    child: Child,
    lines: Receiver<String>,
}

impl Server {
    fn start(home: &Path) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
        let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
        command.arg("--home").arg(home).args(["serve", "--listen", "127.0.0.1:0"]).env_clear();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (said, lines) = channel();
        let err = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            err.lines().map_while(Result::ok).try_for_each(|line| said.send(line))
        });
        Self { child, lines }
    }

    /// Waits until the log says this.
    #[track_caller]
    fn says(&self, text: &str) -> String {
        let mut all = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(Duration::from_secs(30)) {
            if line.contains(text) {
                return line;
            }
            all.push(line);
        }
        panic!("{text:?} is not in {all:#?}");
    }

    fn tell(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).unwrap();
    }
}

#[test]
fn good_settings_are_taken_and_bad_ones_said() {
    let home = home();
    let (config, policy) = (home.path().join("portcullis.toml"), home.path().join("policy.toml"));
    fs::write(&config, "").unwrap();
    fs::write(&policy, "").unwrap();
    let mut server = Server::start(home.path());
    server.says("everybody on this machine");

    fs::write(&policy, "[[rule]]\nid = \"a\"\ntools = [\"send\"]\neffect = \"allow\"\n").unwrap();
    server.says("new settings hold");
    fs::write(&policy, "[[rule]]\nid = \"a\"\neffect = \"perhaps\"\n").unwrap();
    let said = server.says("the old settings stay");
    assert!(said.contains("policy.toml"), "{said}");
    fs::write(&policy, "").unwrap();
    server.says("new settings hold");

    server.tell(Signal::HUP);
    server.says("new settings hold");
    fs::write(&config, "[vault]\nttl = \"3d\"\n").unwrap();
    assert!(server.says("after a restart only").contains("vault"));
    fs::write(&config, "[privcay]\n").unwrap();
    let said = server.says("the old settings stay");
    assert!(said.contains("privcay"), "{said}");
    fs::remove_file(&config).unwrap();
    assert!(server.says("the old settings stay").contains("is gone"));

    server.tell(Signal::TERM);
    assert!(server.child.wait().unwrap().success());
    let log = check(home.path(), &["audit", "tail", "-n", "100"], "", (0, " config ", ""));
    let kept = log.lines().filter(|line| line.contains("code=invalid_configuration"));
    assert_eq!(kept.count(), 3, "{log}");
    check(home.path(), &["audit", "verify"], "", (0, "verified", ""));
}
