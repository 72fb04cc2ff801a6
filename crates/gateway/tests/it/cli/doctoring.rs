//! `doctor`: what it finds, and that it changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::support::{self, check, empty_home, run_in, run_with, write};

/// A home as `init` makes it: for its owner alone.
fn home() -> TempDir {
    let home = support::home();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o700)).unwrap();
    home
}

/// What the doctor says of one thing, and how it ends. It listens nowhere that matters.
fn said(home: &Path, what: &str) -> (i32, Vec<(String, String)>) {
    let variables = [
        ("HOME", home.parent().unwrap().to_str().unwrap()),
        ("PORTCULLIS__SERVER__LISTEN", "127.0.0.1:0"),
    ];
    let ran = run_with(home, &["doctor", "--json"], b"", &variables);
    let all: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    let found = all.as_array().unwrap().iter().filter(|one| one["check"] == what);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (ran.code, found.map(|one| (text(&one["state"]), text(&one["text"]))).collect())
}

/// The one thing that the doctor says of it.
#[track_caller]
fn check_said(home: &Path, what: &str, expected: (i32, &str, &str)) {
    let (code, found) = said(home, what);
    let (wanted, state, part) = expected;
    let fits = |(found, text): &(String, String)| found == state && text.contains(part);
    assert!(code == wanted && found.iter().any(fits), "{what}: {code} {found:?}");
}

/// Every file below a directory, with its content and mode.
fn files(folder: &Path, all: &mut BTreeMap<PathBuf, (u32, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = fs::metadata(&path).unwrap();
        let content = if found.is_dir() { Vec::new() } else { fs::read(&path).unwrap() };
        all.insert(path.clone(), (found.permissions().mode(), content));
        if found.is_dir() {
            files(&path, all);
        }
    }
}

#[test]
fn a_home_in_use_is_well_and_stays_as_it_is() {
    let home = home();
    check(home.path(), &["conceal"], "Write to ada@example.com", (0, "@", ""));
    check(home.path(), &["init", "--yes"], "", (0, "", ""));
    let mut before = BTreeMap::new();
    files(home.path(), &mut before);
    for (what, state, part) in [
        ("config", "ok", "is sound"),
        ("policy", "ok", "preset `guarded`"),
        ("home", "ok", "ours alone"),
        ("envelope", "ok", "opens it"),
        ("keyfile", "warning", "keyfile on the same disk"),
        ("vault", "ok", "is whole"),
        ("audit", "ok", "records, none changed"),
        ("clock", "ok", "after the last record"),
        ("listen", "ok", "is free"),
        ("providers", "ok", "not asked"),
        ("isolation", "warning", "not in this version"),
        ("keyring", "ok", "not in this version"),
    ] {
        check_said(home.path(), what, (0, state, part));
    }
    let mut after = BTreeMap::new();
    files(home.path(), &mut after);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed = after.iter().filter(|(path, it)| before.get(*path) != Some(it));
    // SQLite's memory of who is reading, which holds nothing of what is kept.
    let changed: Vec<_> = changed
        .map(|(path, _)| path)
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .collect();
    assert!(changed.is_empty(), "changed: {changed:?}");
    check(home.path(), &["doctor"], "", (0, "problems: 0", ""));
}

#[test]
fn where_nothing_is_nothing_is_made() {
    let folder = empty_home();
    let home = folder.path().join("absent");
    check_said(&home, "home", (0, "warning", "is not there yet"));
    check_said(&home, "envelope", (0, "warning", "there is none yet"));
    check_said(&home, "config", (0, "warning", "there is none"));
    check_said(&home, "vault", (0, "ok", "nothing is kept yet"));
    check_said(&home, "audit", (0, "ok", "nothing is recorded yet"));
    assert!(!home.exists());
}

#[test]
fn what_is_wrong_is_a_problem() {
    type Harm = fn(&Path);
    let harms: [(&str, &str, Harm); 8] = [
        ("home", "others may read", |home| {
            fs::set_permissions(home, fs::Permissions::from_mode(0o755)).unwrap();
        }),
        ("home", "others may write", |home| {
            let file = home.join("portcullis.toml");
            write(&file, "");
            fs::set_permissions(file, fs::Permissions::from_mode(0o620)).unwrap();
        }),
        ("envelope", "", |home| write(&home.join("keyfile"), "another one")),
        ("keyfile", "mode must be 0600", |home| {
            let mode = fs::Permissions::from_mode(0o644);
            fs::set_permissions(home.join("keyfile"), mode).unwrap();
        }),
        ("keystore", "envelope is gone", |home| {
            fs::remove_file(home.join("envelope.json")).unwrap()
        }),
        ("vault", "", |home| {
            fs::create_dir_all(home.join("vault")).unwrap();
            write(&home.join("vault/vault.sqlite"), "this is no database at all, just some text");
        }),
        ("config", "unknown section", |home| write(&home.join("portcullis.toml"), "[vualt]\n")),
        ("policy", "unknown key", |home| write(&home.join("policy.toml"), "[[rule]]\nfoo = 1\n")),
    ];
    for (what, part, harm) in harms {
        let home = home();
        harm(home.path());
        check_said(home.path(), what, (1, "problem", part));
    }
}

#[test]
fn a_changed_log_is_a_problem() {
    let home = home();
    check(home.path(), &["conceal"], "plain", (0, "", ""));
    let log = home.path().join("audit/default");
    let segment = fs::read_dir(&log).unwrap().map(|entry| entry.unwrap().path());
    let segment = segment.into_iter().find(|path| path.extension().is_some_and(|it| it == "log"));
    let segment = segment.unwrap();
    let text = fs::read_to_string(&segment).unwrap();
    fs::write(&segment, text.replacen("\"conceal\"", "\"reveal\"", 1)).unwrap();
    check_said(home.path(), "audit", (1, "problem", "was changed"));
}

#[test]
fn who_has_the_port_is_told_apart() {
    let home = empty_home();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    // It hangs up on whoever asks: no gate does that.
    let other = std::thread::spawn(move || drop(taken.accept()));
    let variables = [("PORTCULLIS__SERVER__LISTEN", address.to_string())];
    let variables = [(variables[0].0, variables[0].1.as_str())];
    let ran = run_with(home.path(), &["doctor"], b"", &variables);
    assert!(ran.code == 1 && ran.out.contains("problem  listen"), "{ran:?}");
    other.join().unwrap();
}

#[test]
fn clients_are_told_by_what_stands_before_the_gate() {
    let user = empty_home();
    let file = user.path().join(".cursor/mcp.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = r#"{"mcpServers": {"open": {"command": "x"}, "far": {"url": "https://x"}}}"#;
    write(&file, text);
    let home = user.path().join("home");
    let open = "Cursor: 0 behind the gate, 1 not stdio, not: open";
    check_said(&home, "clients", (0, "warning", open));
    let variables = [("HOME", user.path().to_str().unwrap())];
    run_in(user.path(), &["mcp", "--install", "cursor"], &variables, b"");
    check_said(&home, "clients", (0, "ok", "Cursor: 1 behind the gate, 1 not stdio"));
    write(&file, "{");
    check_said(&home, "clients", (0, "warning", "mcp.json: line 1"));
}

/// A thief who has the home without its keyfile finds no value; what was put there by hand is found.
#[test]
fn values_stand_nowhere_in_a_home() {
    let home = home();
    let home = home.path();
    let values = "planted.person@example.com\n415-555-0133\n";
    check(home, &["conceal"], values, (0, "", ""));
    check(home, &["secret", "set", "a"], "planted.person@example.com", (0, "", ""));
    check(home, &["doctor", "--data"], values, (0, "none of the values is there", ""));
    let file = home.join("vault").join("left-over");
    for (text, form) in [
        ("planted.person@example.com", "plain text"),
        ("Planted.Person@Example.com", "plain text"),
        ("moc.elpmaxe@nosrep.detnalp", "reversed text"),
        ("706C616E7465642e706572736f6e406578616d706c652e636f6d", "hex"),
        ("cGxhbnRlZC5wZXJzb25AZXhhbXBsZS5jb20=", "base64"),
        ("eHBsYW50ZWQucGVyc29uQGV4YW1wbGUuY29teA==", "base64"),
        ("eHhwbGFudGVkLnBlcnNvbkBleGFtcGxlLmNvbXh4", "base64"),
    ] {
        // Over the border of two parts.
        fs::write(&file, format!("{}{text} x", " ".repeat((1 << 20) - 10))).unwrap();
        let said = check(home, &["doctor", "--data"], values, (1, "found: value 1 stands in ", ""));
        assert!(said.contains(&format!("left-over, as {form}\n")), "{text}: {said}");
        assert!(!said.contains("planted"), "{said}");
    }
    let said = check(home, &["--json", "doctor", "--data"], values, (1, "", ""));
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&said["values"], &said["found"][0]["value"]), (&2.into(), &1.into()));
    fs::remove_file(&file).unwrap();
    check(home, &["doctor", "--data"], "", (2, "", "one a line"));
    check(home, &["doctor", "--data"], "short", (2, "", "line 1"));
}
