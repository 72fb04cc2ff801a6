//! What `scan` reports: SARIF, the baseline, the comment that silences. No form holds a value.

use std::fs;
use std::path::Path;

use portcullis_schema::Schema;
use serde_json::Value;

use super::support::{PLANTED, check, empty_home, run};

/// What the standard (SARIF 2.1.0, OASIS) asks of the parts that we write; parts that we do not
/// write are not allowed here, so that a new one is looked up first.
const SARIF: &str = include_str!("sarif-facts.json");

/// A secret that was made up here.
const TOKEN: &str = "ghp_q7Zk3Xw9Rb2Tn5Lm8Vc1Hd4Jf6Gs0PaYeUiO";

fn sarif(home: &Path, words: &[&str], input: &str, code: i32) -> Value {
    let all = [&["scan", "--format", "sarif"], words].concat();
    let text = check(home, &all, input, (code, "", ""));
    assert!(!text.contains(PLANTED) && !text.contains(TOKEN), "{text}");
    let wrong = Schema::compile(SARIF).unwrap().check(&text);
    assert!(wrong.is_empty(), "{wrong:?}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn sarif_is_valid_and_says_where_without_saying_what() {
    let home = empty_home();
    let input = format!("h\u{f6}\n\u{1f600} {PLANTED}\n token = {TOKEN}\n");
    let report = sarif(home.path(), &[], &input, 1);
    let run = &report["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(rule["defaultConfiguration"]["level"], result["level"]);
    }
    assert_eq!(
        (&results[0]["ruleId"], &results[0]["level"]),
        (&"EMAIL_ADDRESS".into(), &"warning".into(),)
    );
    assert_eq!(
        (&results[1]["ruleId"], &results[1]["level"]),
        (&"SECRET/github-pat".into(), &"error".into(),)
    );
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    for (name, expected) in [
        ("startLine", 2),
        ("startColumn", 3),
        ("endLine", 2),
        ("endColumn", 29),
        ("charOffset", 5),
        ("charLength", 26),
        ("byteOffset", 9),
        ("byteLength", 26),
    ] {
        assert_eq!(region[name], expected, "{name}");
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let mut ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
    let empty = sarif(home.path(), &[], "", 0);
    assert_eq!(empty["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn sarif_has_paths_as_references_and_says_what_was_not_read() {
    let home = empty_home();
    fs::create_dir(home.path().join("a b")).unwrap();
    fs::write(home.path().join("a b/c.txt"), PLANTED).unwrap();
    let report = sarif(home.path(), &[".", "absent"], "", 2);
    let location = &report["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "a%20b/c.txt");
    assert_eq!(report["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn fingerprints_stay_where_lines_move() {
    let home = empty_home();
    let prints = |input: &str| -> Vec<String> {
        let report = sarif(home.path(), &[], input, 1);
        let results = report["runs"][0]["results"].as_array().unwrap().clone();
        let print = |result: &Value| {
            result["partialFingerprints"]["portcullisScan/v1"].as_str().unwrap().to_owned()
        };
        results.iter().map(print).collect()
    };
    let one = prints(&format!("mail {PLANTED}\nmail {PLANTED}\ncc {PLANTED}\n"));
    assert_eq!(one, prints(&format!("\n\n  mail {PLANTED}\n\nmail a@b.example\ncc {PLANTED}")));
    let [first, second, third] = one.try_into().unwrap();
    assert_eq!(first.strip_suffix(":1"), second.strip_suffix(":2"));
    assert_ne!(first.strip_suffix(":1"), third.strip_suffix(":1"));
}

#[test]
fn what_a_baseline_knows_is_no_finding() {
    let home = empty_home();
    let file = home.path().join("a.txt");
    fs::write(&file, format!("mail {PLANTED}\ntoken {TOKEN}\nmail {PLANTED}\n")).unwrap();
    let write = ["scan", "--write-baseline", "known.json", "."];
    check(home.path(), &write, "", (0, "", "wrote 3 findings to known.json"));
    let text = fs::read_to_string(home.path().join("known.json")).unwrap();
    assert!(!text.contains(PLANTED) && !text.contains(TOKEN), "{text}");
    assert!(text.contains(r#""path":"a.txt""#), "{text}");
    fn with<'a>(names: &[&'a str]) -> Vec<&'a str> {
        [&["scan", "--baseline", "known.json"], names].concat()
    }
    let all = "nothing found, 3 known by the baseline";
    check(home.path(), &with(&["."]), "", (0, "", all));
    check(home.path(), &with(&["a.txt"]), "", (0, "", all));
    check(home.path(), &with(&[file.to_str().unwrap()]), "", (0, "", all));
    check(home.path(), &with(&["--format", "json", "."]), "", (0, "[]\n", ""));
    // Lines move, and one more of a kind is new.
    fs::write(&file, format!("\n\ntoken {TOKEN}\nmail {PLANTED}\n\nmail {PLANTED}\n")).unwrap();
    check(home.path(), &with(&["."]), "", (0, "", all));
    fs::write(&file, format!("mail {PLANTED}\nmail {PLANTED}\nmail {PLANTED}\n")).unwrap();
    check(home.path(), &with(&["."]), "", (1, "./a.txt:3:6", "1 finding, 2 known"));
    fs::write(home.path().join("b.txt"), format!("mail {PLANTED}\n")).unwrap();
    check(home.path(), &with(&["b.txt"]), "", (1, "b.txt:1:6", ""));
    // Written anew, it knows what is there and nothing else.
    let again = ["scan", "--baseline", "known.json", "--write-baseline", "known.json", "b.txt"];
    check(home.path(), &again, "", (0, "", "wrote 1 finding to known.json"));
    check(home.path(), &with(&["b.txt"]), "", (0, "", "1 known"));
    check(home.path(), &with(&["a.txt"]), "", (1, "a.txt:1:6", "3 findings"));
}

#[test]
fn a_baseline_that_is_none_is_an_error() {
    let home = empty_home();
    fs::write(home.path().join("bad.json"), format!("{{\"{PLANTED}\"")).unwrap();
    let words = ["scan", "--baseline", "bad.json"];
    check(home.path(), &words, "", (2, "", "bad.json: is no baseline at line 1"));
    check(home.path(), &["scan", "--baseline", "absent"], "", (2, "", "absent: not found"));
    check(home.path(), &["scan", "--batch", "--baseline", "a"], "", (2, "", "cannot be used with"));
}

#[test]
fn a_comment_silences_its_line() {
    let home = empty_home();
    let key = "-----BEGIN PRIVATE KEY----- # portcullis:allow\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n\
               -----END PRIVATE KEY-----\n";
    for (input, expected) in [
        (format!("{PLANTED} # portcullis:allow"), (0, "", "nothing found, 1 allowed by a comment")),
        (format!("{PLANTED} {PLANTED} // portcullis:allow\n"), (0, "", "2 allowed")),
        (format!("# portcullis:allow\n{PLANTED}\n"), (1, "-:2:1", "1 finding\n")),
        (format!("{PLANTED} portcullis:allowed\n"), (1, "-:1:1", "1 finding\n")),
        (format!("{PLANTED}\n{PLANTED} portcullis:allow\n"), (1, "-:1:1", "1 finding, 1 allowed")),
        (key.to_owned(), (0, "", "nothing found")),
    ] {
        check(home.path(), &["scan"], &input, expected);
    }
    let input = format!("{PLANTED} # portcullis:allow");
    check(home.path(), &["scan", "--no-allow"], &input, (1, "-:1:1", "1 finding\n"));
    // A row says all: whoever sends one decides what to do about it.
    let row = format!("{{\"text\":\"{input}\"}}");
    check(home.path(), &["scan", "--batch"], &row, (1, "EMAIL_ADDRESS", ""));
}

#[test]
fn no_value_is_printed_and_programs_are_not_disturbed() {
    let home = empty_home();
    let input = format!("{PLANTED} {TOKEN}");
    for format in ["text", "json", "sarif"] {
        let ran = run(home.path(), &["scan", "--format", format], &input);
        assert!(!ran.out.contains(PLANTED) && !ran.out.contains(TOKEN), "{ran:?}");
        let summed = ran.err.contains("searched 1 file (67 B): 2 findings");
        assert_eq!(summed, format == "text", "{ran:?}");
    }
    let json = check(home.path(), &["scan", "--format", "json"], &input, (1, "", ""));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json[1]["entity"], &json[1]["rule"]), (&"SECRET".into(), &"github-pat".into()));
}
