//! `vault export` and `vault import`: out of one home and into another with the same keys.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::support::{PASSPHRASE, check, empty_home, home, rows_of, run, write};

const MAIL: &str = "planted.person@example.com";

/// A home with the keys of another, and nothing else of it.
fn twin(home: &Path) -> TempDir {
    let twin = empty_home();
    write(&twin.path().join("keyfile"), PASSPHRASE);
    fs::copy(home.join("envelope.json"), twin.path().join("envelope.json")).unwrap();
    let keys = twin.path().join("keystore");
    fs::create_dir(&keys).unwrap();
    for entry in fs::read_dir(home.join("keystore")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, keys.join(path.file_name().unwrap())).unwrap();
    }
    twin
}

fn stats(home: &Path) -> (u64, u64) {
    let stats = check(home, &["--json", "vault", "stats"], "", (0, "", ""));
    let stats: Value = serde_json::from_str(&stats).unwrap();
    (stats["rows"].as_u64().unwrap(), stats["tombstones"].as_u64().unwrap())
}

#[test]
fn a_copy_brings_everything_back() {
    let home = home();
    let home = home.path();
    check(home, &["vault", "export", "none.copy"], "", (1, "", "nothing is kept yet"));
    assert!(!home.join("none.copy").exists());
    let own = check(home, &["conceal"], MAIL, (0, "", ""));
    let hers = check(home, &["conceal", "--user", "alice"], MAIL, (0, "", ""));
    let gone = check(home, &["conceal"], "gone.person@example.com", (0, "", ""));
    check(home, &["vault", "erase", &gone], "", (0, "", ""));
    let export = ["vault", "export", "all.copy"];
    check(home, &export, "", (0, "all.copy: 2 rows, 1 tombstones, 2 principals", "the keys"));
    check(home, &export, "", (2, "", "is there already"));
    let copy = fs::read(home.join("all.copy")).unwrap();
    assert!(!copy.windows(7).any(|part| part == b"planted" || part == b"example"));
    let twin = twin(home);
    let path = home.join("all.copy");
    let import = ["vault", "import", path.to_str().unwrap()];
    check(twin.path(), &import, "", (0, "imported 2 rows and 1 tombstones; 0 were", ""));
    check(twin.path(), &import, "", (0, "imported 0 rows and 0 tombstones; 3 were", ""));
    check(twin.path(), &["reveal"], &own, (0, MAIL, ""));
    check(twin.path(), &["reveal", "--user", "alice"], &hers, (0, MAIL, ""));
    let anew = check(twin.path(), &["conceal"], "gone.person@example.com", (0, "", ""));
    assert_ne!(anew, gone, "an issued surrogate is never issued again");
    // What was erased since stays erased.
    check(twin.path(), &["vault", "erase", &own], "", (0, "", ""));
    check(twin.path(), &import, "", (0, "imported 0 rows", "1 were not taken"));
    assert_eq!(check(twin.path(), &["reveal"], &own, (0, "", "")), own);
    let log = check(twin.path(), &["--json", "audit", "tail", "-n", "40"], "", (0, "", ""));
    assert!(log.contains("vault imported"), "{log}");
    assert!(check(home, &["audit", "tail", "-n", "40"], "", (0, "vault exported", "")).len() > 1);
}

#[test]
fn a_copy_that_is_not_whole_is_refused_before_anything_is_written() {
    let home = home();
    let home = home.path();
    check(home, &["conceal"], MAIL, (0, "", ""));
    check(home, &["vault", "export", "all.copy"], "", (0, "", ""));
    let good = fs::read(home.join("all.copy")).unwrap();
    let twin = twin(home);
    let twin = twin.path();
    let refused = |content: &[u8], expected: (i32, &str, &str)| {
        fs::write(twin.join("bad.copy"), content).unwrap();
        check(twin, &["vault", "import", "bad.copy"], "", expected);
        assert!(!twin.join("vault").exists(), "nothing was written");
    };
    let mut bent = good.clone();
    bent[good.len() - 100] ^= 1;
    refused(&bent, (5, "", "changed or cut"));
    refused(&good[..good.len() - 1], (5, "", "changed or cut"));
    refused(&good[..200], (5, "", "changed or cut"));
    refused(b"{}", (2, "", "no copy of a vault"));
    check(twin, &["vault", "import", "none.copy"], "", (4, "", "not found"));
    let other = super::support::home();
    let path = home.join("all.copy");
    let words = ["vault", "import", path.to_str().unwrap()];
    check(other.path(), &words, "", (5, "", "copy of another home"));
}

#[test]
fn an_import_that_was_killed_is_completed_by_the_next() {
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
    check(home, &["vault", "export", "all.copy"], "", (0, "20000 rows", ""));
    let twin = twin(home);
    let path = home.join("all.copy");
    let words = ["vault", "import", path.to_str().unwrap()];
    #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
    let mut import = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    import.arg("--home").arg(twin.path()).args(words).env_clear();
    import.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = import.spawn().unwrap();
    // As soon as something is written, or it is done: that is no failure.
    let log = twin.path().join("vault/vault.sqlite-wal");
    while fs::metadata(&log).map_or(0, |found| found.len()) < 1 << 20
        && child.try_wait().unwrap().is_none()
    {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before =
        if twin.path().join("vault/vault.sqlite").exists() { stats(twin.path()).0 } else { 0 };
    let done = run(twin.path(), &words, "");
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.out.ends_with(&format!("{before} were here already\n")), "{before}: {done:?}");
    assert_eq!(stats(twin.path()), (20_000, 0));
}
