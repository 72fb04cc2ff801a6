//! `vault migrate`: into another store, in use, interrupted, and after the switch.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::support::{check, home, rows_of};

const MAIL: &str = "planted.person@example.com";

#[test]
fn everything_is_brought_and_what_happens_meanwhile_too() {
    let home = home();
    let home = home.path();
    let to = home.join("new").join("vault.sqlite");
    let migrate = ["vault", "migrate", "--to", "sqlite", "--to-path", to.to_str().unwrap()];
    check(home, &migrate, "", (1, "", "nothing is kept yet"));
    let own = check(home, &["conceal"], MAIL, (0, "", ""));
    let gone = check(home, &["conceal"], "gone.person@example.com", (0, "", ""));
    let said =
        check(home, &migrate, "", (0, "brought 2 rows and 0 tombstones in 2 passes", "aside"));
    assert!(said.contains("to:   2 rows, 0 tombstones"), "{said}");
    // Issued and erased since: the next run brings that, and nothing else.
    let hers = check(home, &["conceal", "--user", "alice"], MAIL, (0, "", ""));
    check(home, &["vault", "erase", &gone], "", (0, "", ""));
    check(home, &migrate, "", (0, "brought 1 rows and 1 tombstones in 2 passes", ""));
    check(home, &migrate, "", (0, "brought 0 rows and 0 tombstones in 1 passes", ""));
    // The switch; what one process issued before it noticed is brought after it.
    let late = check(home, &["conceal"], "late.person@example.com", (0, "", ""));
    fs::rename(home.join("vault"), home.join("old")).unwrap();
    fs::rename(home.join("new"), home.join("vault")).unwrap();
    assert_eq!(check(home, &["reveal"], &late, (0, "", "")), late);
    let old = home.join("old").join("vault.sqlite");
    let place = home.join("vault").join("vault.sqlite");
    let back = ["vault", "migrate", "--from-path", old.to_str().unwrap(), "--to", "sqlite"];
    let back = [&back[..], &["--to-path", place.to_str().unwrap()]].concat();
    check(home, &back, "", (0, "brought 1 rows and 0 tombstones", ""));
    check(home, &["reveal"], &late, (0, "late.person@example.com", ""));
    check(home, &["reveal"], &own, (0, MAIL, ""));
    check(home, &["reveal", "--user", "alice"], &hers, (0, MAIL, ""));
    assert_eq!(check(home, &["reveal"], &gone, (0, "", "")), gone);
    check(home, &["audit", "tail", "-n", "50"], "", (0, "vault migrated", ""));
}

#[test]
fn mistakes_are_said() {
    let home = home();
    let home = home.path();
    check(home, &["conceal"], MAIL, (0, "", ""));
    let to = |words: &[&str], expected: &str| {
        let words = [&["vault", "migrate", "--to"], words].concat();
        check(home, &words, "", (2, "", expected));
    };
    to(&["memory"], "in memory would end");
    to(&["sqlite"], "--to-path FILE");
    to(&["sqlite", "--to-path", "vault/vault.sqlite"], "the same store");
    to(&["mongodb"], "possible values");
    let from = ["vault", "migrate", "--to", "sqlite", "--to-path", "b", "--from-path", "none"];
    check(home, &from, "", (4, "", "not found"));
}

#[test]
fn one_that_was_killed_goes_on() {
    let home = home();
    let home = home.path();
    let rows: Vec<String> = (0..40)
        .map(|row| {
            let mails: Vec<String> =
                (0..500).map(|n| format!("person{n}.of{row}@example.com")).collect();
            rows_of(&mails.join(" "))
        })
        .collect();
    check(home, &["conceal", "--batch"], &rows.join("\n"), (0, "", ""));
    let words = ["vault", "migrate", "--to", "sqlite", "--to-path", "new.sqlite"];
    #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
    let mut migrate = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    migrate.arg("--home").arg(home).args(words).env_clear().current_dir(home);
    migrate.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = migrate.spawn().unwrap();
    // As soon as something was brought, or it is done: that is no failure.
    let note = home.join("vault-migration.json");
    while !note.exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let is_left = note.exists();
    let words = [&["--json"], &words[..]].concat();
    let done: Value = serde_json::from_str(&check(home, &words, "", (0, "", ""))).unwrap();
    assert_eq!(done["to"]["rows"], 20_000);
    assert_eq!((&done["complete"], &done["resumed"]), (&true.into(), &is_left.into()));
    assert!(!note.exists());
}
