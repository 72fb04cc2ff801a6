//! `doctor`: what it finds, and that it changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use portcullis_testkit::{PostgresServer, RedisServer};
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
fn a_redis_is_asked_where_it_is_on_this_machine() {
    let mut server = RedisServer::start(&[]).unwrap();
    let home = home();
    let config = |url: &str| {
        let text = format!("[vault]\nstore = \"redis\"\nurl = \"{url}\"\n");
        write(&home.path().join("portcullis.toml"), &text);
    };
    config(&server.url());
    check_said(home.path(), "vault", (0, "ok", "Redis answers at 127.0.0.1"));
    let ran = run_with(home.path(), &["doctor"], b"", &[]);
    assert!(!format!("{ran:?}").contains(RedisServer::PASSWORD));
    config(&server.url().replace(RedisServer::PASSWORD, "another"));
    check_said(home.path(), "vault", (1, "problem", "does not accept the user or the password"));
    config("rediss://redis.invalid");
    check_said(home.path(), "vault", (0, "ok", "not asked"));
    config("env:NO_SUCH_URL");
    check_said(home.path(), "vault", (1, "problem", "not known"));
    config(&server.url());
    server.kill();
    check_said(home.path(), "vault", (1, "problem", "nothing listens"));
    let loose = RedisServer::start(&["--appendfsync", "everysec"]).unwrap();
    config(&loose.url());
    check_said(home.path(), "vault", (0, "warning", "may lose its last moments"));
}

#[test]
fn a_postgres_is_asked_and_left_as_it_is() {
    let server = PostgresServer::start(&[]).unwrap();
    server.role("gate", "").unwrap();
    let home = home();
    let config = |role: &str| {
        let url = server.url(role, "postgres");
        let text = format!("[vault]\nstore = \"postgres\"\nurl = \"{url}\"\n");
        write(&home.path().join("portcullis.toml"), &text);
    };
    config("gate");
    check_said(home.path(), "vault", (0, "ok", "PostgreSQL answers at 127.0.0.1"));
    let schema = "SELECT count(*) FROM pg_namespace WHERE nspname = 'portcullis'";
    assert_eq!(server.run(schema).unwrap(), "0");
    config(PostgresServer::ADMIN);
    check_said(home.path(), "vault", (1, "problem", "NOSUPERUSER NOBYPASSRLS"));
    // Whoever starts a gate with a role that may not prepare it is told what to run.
    config("gate");
    check(home.path(), &["conceal"], "x@example.com", (4, "", "CREATE SCHEMA IF NOT EXISTS"));
    server.run("GRANT CREATE ON DATABASE postgres TO gate").unwrap();
    check(home.path(), &["conceal"], "x@example.com", (0, "tkn-", ""));
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
