//! `audit`: the log verifies until it is touched.

use std::fs;

use serde_json::Value;

use super::support::{PLANTED, check, home, write};

#[test]
fn the_log_verifies_until_it_is_touched() {
    let home = home();
    check(home.path(), &["conceal"], PLANTED, (0, "", ""));
    let json = check(home.path(), &["audit", "verify", "--json"], "", (0, "", ""));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["verified"], true);
    let tail = check(home.path(), &["audit", "tail", "-n", "2", "--json"], "", (0, "", ""));
    let kinds: Vec<Value> = tail.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(kinds.len(), 2);
    assert_eq!((&kinds[0]["kind"], &kinds[1]["kind"]), (&"intent".into(), &"outcome".into()));
    assert!(!tail.contains(PLANTED) && !tail.contains("local"));
    let log = home.path().join("audit/default");
    let copied = home.path().join("elsewhere");
    fs::create_dir(&copied).unwrap();
    for entry in fs::read_dir(&log).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copied.join(entry.file_name())).unwrap();
    }
    // A copy verifies without the home and its keys, by the public key kept elsewhere.
    let key = log.join("audit.pub");
    let words = ["audit", "verify", "elsewhere", "--key", key.to_str().unwrap()];
    check(home.path(), &words, "", (0, "verified: ", ""));
    write(&home.path().join("nokey"), "nonsense");
    let words = ["audit", "verify", "elsewhere", "--key", "nokey"];
    check(home.path(), &words, "", (2, "", "not a public key"));

    let segment = fs::read_dir(&log)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "log"))
        .unwrap();
    let text = fs::read_to_string(&segment).unwrap();
    write(&segment, &text.replacen("intent", "intend", 1));
    check(home.path(), &["audit", "verify"], "", (5, "", "record "));
    let json = check(home.path(), &["audit", "verify", "--json"], "", (5, "", ""));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["verified"], json["record"].is_u64()), (&false.into(), true), "{json}");
    let cut: String = text.split_inclusive('\n').take(1).collect();
    write(&segment, &cut);
    check(home.path(), &["audit", "verify"], "", (5, "", "cut"));
    check(home.path(), &["conceal"], PLANTED, (5, "", "audit"));
}
