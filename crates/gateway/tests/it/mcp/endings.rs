//! Who ends with whom.

use std::path::Path;

use serde_json::json;

use super::client::{Session, call, home, log};

const ALLOWED: &str = r#"
[[rule]]
id = "all"
tools = ["*"]
effect = "allow"
"#;

/// Waits until the process is gone.
fn wait_until_gone(process: u32) {
    for _ in 0..6000 {
        let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // One that nobody waited for is gone as well.
        if state.is_empty() || state.contains(") Z ") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("process {process} is still there");
}

/// The server that this gate started.
fn server_of(gate: u32) -> u32 {
    let children = std::fs::read_to_string(format!("/proc/{gate}/task/{gate}/children")).unwrap();
    children.split_whitespace().next().expect("a child").parse().unwrap()
}

#[test]
fn a_server_that_ends_first_fails_what_waits() {
    let home = home(ALLOWED);
    let mut session = Session::start(home.path());
    let crashed = session.call(1, "crash", &json!({}));
    assert_eq!(crashed["result"]["structuredContent"]["code"], "upstream_failed", "{crashed}");
    let left = session.left();
    assert_eq!(left.code, 4, "{left:?}");
    assert!(left.errors.contains("`python3` ended with exit code 3"), "{}", left.errors);
    assert!(!left.errors.contains("server.py"), "an argument: {}", left.errors);
    log(home.path());
}

#[test]
fn a_command_that_cannot_be_started_is_said() {
    let home = home("");
    let session = Session::start_with(home.path(), "kit", &["/no/such/program", "--flag"], &[]);
    let left = session.left();
    assert_eq!(left.code, 4, "{left:?}");
    assert!(
        left.errors.contains("program") && left.errors.contains("not found"),
        "{}",
        left.errors
    );
}

#[test]
fn what_was_asked_before_the_end_is_answered() {
    let home = home("");
    let mut session = Session::start(home.path());
    for id in 1..20 {
        session.send(&call(id, "echo", &json!({"text": "x"})));
    }
    let left = session.end();
    assert_eq!((left.code, left.rest.len()), (0, 19), "{left:?}");
    assert!(left.rest.iter().all(|line| line.contains("\"x\"")), "{left:?}");
    log(home.path());
}

#[test]
fn a_server_ends_with_its_gate_however_that_ends() {
    for signal in ["TERM", "INT", "KILL"] {
        let home = home("");
        let mut session = Session::start(home.path());
        assert_eq!(session.text(1, "echo", &json!({"text": "x"})), "x");
        let gate = session.gate.id();
        let server = server_of(gate);
        assert!(Path::new(&format!("/proc/{server}")).exists());
        #[expect(clippy::disallowed_methods, reason = "the gate is ended from outside")]
        let mut kill = std::process::Command::new("kill");
        assert!(kill.arg(format!("-{signal}")).arg(gate.to_string()).status().unwrap().success());
        let left = session.left();
        assert_eq!(left.code, if signal == "KILL" { -1 } else { 0 }, "{left:?}");
        wait_until_gone(server);
    }
}
