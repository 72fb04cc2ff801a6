//! Servers of the configuration: what they see, and what is said where one cannot be started.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use super::client::{Session, home, log, program};

const VALUE: &str = "s3cr3t-of-the-reports";
/// Keeps what the server's variables are, then becomes the scripted server.
const START: &str = r#"printf '%s|%s|%s' "$TOKEN" "$COPY" "$PLAIN" > "$1"; exec python3 "$2" "$3""#;

/// A home whose configuration has the scripted server as `kit`, with these variables.
fn configured(env: &str) -> tempfile::TempDir {
    let home = home("");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mcp/server.py");
    let told = home.path().join("told");
    let journal = home.path().join("kit.journal");
    let command = json!(["sh", "-c", START, "start", told, script, journal]);
    let text = format!("[mcp.kit]\ncommand = {command}\nenv = {env}\n");
    std::fs::write(home.path().join("portcullis.toml"), text).unwrap();
    home
}

fn run(home: &Path, words: &[&str], input: &str) -> String {
    let mut command = program(home);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = command.spawn().unwrap();
    running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let ran = running.wait_with_output().unwrap();
    assert!(ran.status.success(), "{words:?}");
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn a_server_of_the_configuration_sees_its_variables_and_few_others() {
    let home = configured(
        r#"{ TOKEN = "Bearer {{secret:reports/token}}", COPY = "env:KIT_SOURCE", PLAIN = "plain" }"#,
    );
    let variables = [("KIT_SOURCE", "copied"), ("KIT_OWN", "x"), ("LC_TIME", "C")];
    let left = Session::start_named(home.path(), "kit", &variables).left();
    assert_eq!(left.code, 2, "{left:?}");
    assert!(left.errors.contains("`TOKEN`"), "{}", left.errors);
    assert!(left.errors.contains("portcullis secret set reports/token"), "{}", left.errors);
    assert!(!home.path().join("told").exists());

    run(home.path(), &["secret", "set", "reports/token"], VALUE);
    let mut session = Session::start_named(home.path(), "kit", &variables);
    let text = session.text(1, "environment", &json!({}));
    let seen: Vec<String> = serde_json::from_str(&text).unwrap();
    for name in ["PATH", "LC_TIME", "TOKEN", "COPY", "PLAIN"] {
        assert!(seen.iter().any(|seen| seen == name), "{name}: {seen:?}");
    }
    for name in &seen {
        let ours = ["KIT_SOURCE", "KIT_OWN", "CARGO_MANIFEST_DIR"];
        assert!(!ours.contains(&name.as_str()) && !name.starts_with("PORTCULLIS"), "{name}");
    }
    let told = std::fs::read_to_string(home.path().join("told")).unwrap();
    assert_eq!(told, format!("Bearer {VALUE}|copied|plain"));
    let left = session.end();
    assert_eq!(left.code, 0, "{left:?}");
    assert!(!left.errors.contains(VALUE), "{}", left.errors);
}

#[test]
fn a_secret_that_a_server_is_started_with_is_on_record() {
    let home = configured("{}");
    assert_eq!(Session::start_named(home.path(), "kit", &[]).end().code, 0);
    run(home.path(), &["secret", "set", "reports/token"], VALUE);
    // However often it stands there, it is used once.
    let variables = [("A", "{{secret:reports/token}}"), ("B", "{{secret:reports/token}}")];
    assert_eq!(Session::start_as(home.path(), "own", &variables).end().code, 0);
    let text = log(home.path());
    assert_eq!(text.matches("\"secret use\"").count(), 1, "{text}");
    assert!(!text.contains(VALUE) && !text.contains("reports/token"), "{text}");
    let shown = run(home.path(), &["--json", "secret", "get", "reports/token"], "");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert!(shown.to_string().contains("used"), "{shown}");
    assert!(!shown.to_string().contains("null"), "never used: {shown}");
}

#[test]
fn a_command_gets_nothing_of_the_section_that_it_is_named_like() {
    let home = configured(r#"{ TOKEN = "of-the-section" }"#);
    let mut session = Session::start(home.path());
    let seen = session.text(1, "environment", &json!({}));
    assert!(!seen.contains("\"TOKEN\""), "{seen}");
    let left = session.end();
    assert!(left.errors.contains("`[mcp.kit]` is not used"), "{}", left.errors);
    assert!(!home.path().join("told").exists());
}

#[test]
fn what_cannot_be_started_is_said() {
    let home = configured(r#"{ COPY = "env:KIT_NO_SUCH" }"#);
    for (name, said) in [
        ("crm", "has no server `crm`: it has `kit`"),
        ("kit", "`COPY` is to be the variable `KIT_NO_SUCH`, which is not set"),
        ("A_b", "a server's name is made of a-z, 0-9 and -"),
    ] {
        let left = Session::start_named(home.path(), name, &[]).left();
        assert_eq!(left.code, 2, "{left:?}");
        assert!(left.errors.contains(said), "{}", left.errors);
    }
}
