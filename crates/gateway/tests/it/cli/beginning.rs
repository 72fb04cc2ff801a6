//! `init`: what a newcomer begins with.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use super::support::{check, empty_home, run, run_with, write};

#[test]
fn whatever_is_answered_is_sound_and_warns_of_nothing() {
    let keys = [("OPENAI_API_KEY", "made-up"), ("ANTHROPIC_API_KEY", "made-up")];
    for words in [
        &["init", "--yes"][..],
        &["init", "--yes", "--provider", "openai"],
        &["init", "--yes", "--provider", "local,anthropic"],
        &["init", "--yes", "--key", "env"],
        &["init", "--yes", "--level", "strict", "--preset", "strict"],
        &["init", "--yes", "--preset", "read-only"],
        &["init", "--yes", "--preset", "business-hours"],
    ] {
        let home = empty_home();
        let home = home.path().join("new");
        let out = check(&home, words, "", (0, "What next:", ""));
        assert_eq!(out.lines().filter(|line| line.starts_with("  ")).count(), 3, "{out}");
        let ran = run_with(&home, &["config", "check", "--json"], b"", &keys);
        let said: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((ran.code, &said["warnings"]), (0, &Value::Array(Vec::new())), "{ran:?}");
        let mode = |name: &str| fs::metadata(home.join(name)).unwrap().permissions().mode() & 0o777;
        let modes = (mode(""), mode("portcullis.toml"), mode("policy.toml"));
        assert_eq!(modes, (0o700, 0o600, 0o600));
        assert!(!home.join("envelope.json").exists(), "it makes no key");
        for line in fs::read_to_string(home.join("portcullis.toml")).unwrap().lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}

#[test]
fn nothing_is_overwritten_unless_asked_and_then_a_copy_stays() {
    let home = empty_home();
    write(&home.path().join("policy.toml"), "# mine\n");
    check(home.path(), &["init", "--yes"], "", (2, "", "policy.toml is there already"));
    assert!(!home.path().join("portcullis.toml").exists());
    let json = check(home.path(), &["init", "--yes", "--force", "--json"], "", (0, "", ""));
    let said: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(said["written"][0]["copy"], Value::Null);
    let copy = said["written"][1]["copy"].as_str().unwrap();
    assert!(copy.contains("policy.toml.bak-"), "{copy}");
    assert_eq!(fs::read_to_string(copy).unwrap(), "# mine\n");
    assert_eq!(fs::metadata(copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(said["next"].as_array().unwrap().len(), 3);
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let home = empty_home();
    let ran = run(home.path(), &["init"], "y\ny\ny\ny\n");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("no terminal") && ran.err.contains("--yes"), "{ran:?}");
    check(home.path(), &["init", "--yes", "--level", "paranoid"], "", (2, "", "standard, strict"));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}
