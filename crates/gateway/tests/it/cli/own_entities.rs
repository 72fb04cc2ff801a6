//! What the operator names, on the command line: `scan`, `conceal`, `reveal`, `config`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{check, empty_home, home};

/// Writes these settings into a home.
fn set(home: &Path, text: &str) {
    fs::write(home.join("portcullis.toml"), text).unwrap();
}

const OWN: &str = "[privacy]\nmin_scores = { US_SSN = 0.2, IP_ADDRESS = 1 }\n\
                   [privacy.allow]\nEMAIL_ADDRESS = [\"*@ours.example\"]\n\
                   [privacy.deny]\nCODENAME = [\"Nightfall\"]\n\
                   [[privacy.custom]]\nentity = \"EMPLOYEE_ID\"\npattern = '\\bEMP-\\d{6}\\b'\n\
                   [[privacy.custom]]\nentity = \"SECRET\"\npattern = '\\bacme_[a-z0-9]{20}\\b'\n";

#[test]
fn scan_looks_for_what_is_named() {
    let home = empty_home();
    set(home.path(), OWN);
    let scan = |words: &[&str], input: &str, expected| {
        let words: Vec<&str> = ["scan"].iter().chain(words).copied().collect();
        check(home.path(), &words, input, expected)
    };
    scan(&[], "EMP-123456", (1, "-:1:1  EMPLOYEE_ID  0.6\n", ""));
    scan(&[], "NIGHTFALL", (1, "CODENAME  1.0\n", ""));
    scan(&[], "info@ours.example 10.1.2.3", (0, "", ""));
    scan(&[], "536904399", (1, "US_SSN", ""));
    scan(&["--min-score", "0.6"], "536904399", (0, "", ""));
    scan(&["--min-score", "0.6"], "10.1.2.3", (1, "IP_ADDRESS", ""));
    scan(&["--entities", "EMPLOYEE_ID"], "EMP-123456 NIGHTFALL", (1, "EMPLOYEE_ID", ""));
    scan(
        &["--entities", "EMPLOYEE_IDS"],
        "x",
        (2, "", "no recognizer finds the entity `EMPLOYEE_IDS`"),
    );
    let secret = scan(&["--json"], "acme_0123456789abcdefghij", (1, "", ""));
    let secret: Value = serde_json::from_str(&secret).unwrap();
    assert_eq!((&secret[0]["entity"], &secret[0]["rule"]), (&"SECRET".into(), &"custom".into()));
    let sarif = scan(&["--format", "sarif"], "EMP-123456", (1, "", ""));
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for id in ["EMPLOYEE_ID", "CODENAME", "SECRET/custom"] {
        assert!(rules.iter().any(|rule| rule["id"] == id), "{id}");
    }
    let rows = "{\"text\":\"EMP-123456\",\"entities\":[\"CODENAME\"]}\n{\"text\":\"EMP-123456\"}\n";
    let answers = scan(&["--batch"], rows, (1, "", ""));
    let counts: Vec<usize> = answers
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["findings"].as_array().unwrap().len()
        })
        .collect();
    assert_eq!(counts, [0, 1]);
}

#[test]
fn what_is_named_is_concealed_and_revealed() {
    let home = home();
    set(home.path(), OWN);
    let text = "EMP-123456 in nightfall, info@ours.example";
    let concealed = check(home.path(), &["conceal"], text, (0, "[[EMPLOYEE_ID:", ""));
    assert!(!concealed.contains("nightfall") && concealed.ends_with("info@ours.example"));
    assert_eq!(check(home.path(), &["reveal"], &concealed, (0, "", "")), text);
    assert_eq!(check(home.path(), &["conceal"], &concealed, (0, "", "")), concealed);
    let json = "{\"json\":{\"id\":\"EMP-123456\",\"at\":[\"nightfall\"]}}\n";
    let concealed = check(home.path(), &["conceal", "--batch"], json, (0, "", ""));
    assert!(!concealed.contains("EMP-123456") && !concealed.contains("nightfall"), "{concealed}");
    assert_eq!(check(home.path(), &["reveal", "--batch"], &concealed, (0, "", "")), json);
    // The command line is of the tenant `default`.
    let own = format!("{OWN}[tenants.default.privacy]\ndefault_action = \"mask\"\n");
    set(home.path(), &own);
    check(home.path(), &["conceal"], text, (0, "***-**3456 in *****fall", ""));
}

#[test]
fn mistakes_are_said_with_line_and_key() {
    let home = empty_home();
    set(
        home.path(),
        "[[privacy.custom]]\nentity = \"EMPLOYEE_ID\"\npattern = '(EMP'\n\
         [privacy]\nactions = { EMPLOYEE_DI = \"mask\" }\n",
    );
    check(
        home.path(),
        &["config", "check"],
        "",
        (2, "portcullis.toml:3: `privacy.custom[1].pattern`: is no pattern: unclosed group", ""),
    );
    set(
        home.path(),
        &OWN.replace("min_scores", "actions = { EMPLOYEE_DI = \"mask\" }\nmin_scores"),
    );
    check(home.path(), &["config", "check"], "", (2, "did you mean `EMPLOYEE_ID`?", ""));
    set(home.path(), OWN);
    check(
        home.path(),
        &["config", "show"],
        "",
        (0, "/portcullis.toml:5\n\n[[privacy.custom]]\nentity = \"EMPLOYEE_ID\"  # /", ""),
    );
}
