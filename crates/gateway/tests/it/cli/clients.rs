//! `client add`, `client list`, `client rm`.

use std::fs;

use serde_json::Value;

use super::support::{check, empty_home, home, run};

fn add(home: &std::path::Path, words: &[&str]) -> String {
    let mut all = vec!["client", "add"];
    all.extend(words);
    let ran = run(home, &all, "");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.err.contains("pck_"), "the key stands on standard output only");
    ran.out.strip_suffix('\n').unwrap().to_owned()
}

#[test]
fn a_key_is_printed_once_and_alone() {
    let home = home();
    let key = add(home.path(), &["laptop"]);
    assert!(key.starts_with("pck_") && !key.contains('\n'), "{key}");
    let (shown, secret) = key.rsplit_once('_').unwrap();
    let listed = check(home.path(), &["client", "list"], "", (0, "laptop", ""));
    assert!(listed.contains(shown) && !listed.contains(secret), "{listed}");
    let listed = check(home.path(), &["--json", "client", "list"], "", (0, "\"laptop\"", ""));
    assert!(!listed.contains(secret));
    let rows: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(rows[0]["tenant"], "default");
    assert_eq!(rows[0]["agent"], "laptop");
    assert_eq!(rows[0]["users"], "key");
    assert_eq!(rows[0]["last_used"], Value::Null);
    assert!(rows[0].get("hash").is_none());
    // Our own scanner knows it for a secret.
    check(home.path(), &["scan"], &key, (1, "portcullis-key", ""));
    check(home.path(), &["client", "rm", "laptop"], "", (0, "removed", ""));
    let log = check(home.path(), &["audit", "tail"], "", (0, "client rm", ""));
    let prefix = shown.strip_prefix("pck_").unwrap();
    assert!(log.contains("client add") && log.contains(prefix) && !log.contains(secret));
    check(home.path(), &["audit", "verify"], "", (0, "verified", ""));
}

#[test]
fn mistakes_have_their_exit_codes() {
    let home = home();
    check(home.path(), &["client", "list"], "", (0, "", "no clients"));
    check(home.path(), &["client", "rm", "none"], "", (1, "", "there is no client"));
    let shown = add(home.path(), &["--json", "one", "--tenant", "shop", "--users", "request"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!((&shown["tenant"], &shown["users"]), (&"shop".into(), &"request".into()));
    check(home.path(), &["client", "add", "one"], "", (2, "", "already"));
    check(home.path(), &["client", "add", "a b"], "", (2, "", "must match"));
    check(home.path(), &["client", "add", "B"], "", (2, "", "--agent"));
    check(home.path(), &["client", "add", "b", "--tenant", "../x"], "", (2, "", "must match"));
    let file = home.path().join("clients.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("shop", "bank")).unwrap();
    check(home.path(), &["client", "list"], "", (5, "", "was changed"));
    check(home.path(), &["client", "add", "two"], "", (5, "", "was changed"));
    check(home.path(), &["serve", "--listen", "127.0.0.1:0"], "", (5, "", "was changed"));
    check(empty_home().path(), &["client", "list"], "", (2, "", "key init"));
}
