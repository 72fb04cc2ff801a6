//! The program `portcullis` as its users meet it: words and standard input in, standard output,
//! standard error and an exit code out.
//!
//! It looks at no internals; the commands that serve are tested with the doors.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The passphrase of every envelope here.
const PASSPHRASE: &str = "correct horse";
/// A value that no message may repeat.
const PLANTED: &str = "planted.person@example.com";

/// What a run of the program left.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program in a home, with nothing of our environment but these variables.
fn run_with(home: &Path, words: &[&str], input: &[u8], variables: &[(&str, &str)]) -> Ran {
    let mut all = vec!["--home", home.to_str().unwrap()];
    all.extend(words);
    run_in(home, &all, variables, input)
}

/// Runs the program in a directory with exactly these words and variables.
fn run_in(directory: &Path, words: &[&str], variables: &[(&str, &str)], input: &[u8]) -> Ran {
    #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.args(words).env_clear().envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.current_dir(directory).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that does not read its input may end before it is written.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

fn run(home: &Path, words: &[&str], input: &str) -> Ran {
    run_with(home, words, input.as_bytes(), &[])
}

/// Runs the program and checks how it ends and what it says; returns what it printed.
fn check(home: &Path, words: &[&str], input: &str, expected: (i32, &str, &str)) -> String {
    let ran = run(home, words, input);
    let (code, out, err) = expected;
    assert_eq!(ran.code, code, "{words:?} {ran:?}");
    assert!(ran.out.contains(out), "{words:?}: {out:?} is not in {:?}", ran.out);
    assert!(ran.err.contains(err), "{words:?}: {err:?} is not in {:?}", ran.err);
    assert!(!ran.err.contains(PLANTED), "{words:?}: {}", ran.err);
    ran.out
}

/// A file for our eyes only.
fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn empty_home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A home with an envelope and a keyfile that opens it.
fn home() -> TempDir {
    let home = empty_home();
    write(&home.path().join("keyfile"), PASSPHRASE);
    check(home.path(), &["key", "init"], "", (0, "made ", ""));
    home
}

#[test]
fn a_wrong_command_line_says_so_and_ends_with_2() {
    let home = empty_home();
    for (words, err) in [
        (&[][..], "Usage:"),
        (&["nonsense"][..], "unrecognized subcommand"),
        (&["scan", "--nonsense"][..], "unexpected argument"),
        (&["scan", "--format", "xml"][..], "possible values: text, json, sarif"),
        (&["scan", "--batch", "file"][..], "cannot be used with"),
        (&["scan", "--min-score", "2"][..], "`min_score` must be a number from 0 to 1"),
        (&["scan", "--entities", "NOBODY"][..], "no recognizer finds the entity `NOBODY`"),
        (&["scan", "--language", "x y"][..], "`--language` takes a language tag"),
        (&["conceal", "--user", "a/b"][..], "`--user` takes 1 to 64 letters"),
        (&["serve", "--listen", "nowhere"][..], "must be an address and a port"),
    ] {
        check(home.path(), words, "", (2, "", err));
    }
    for words in [&["--help"][..], &["scan", "--help"][..], &["--version"][..]] {
        check(home.path(), words, "", (0, "", ""));
    }
}

#[test]
fn every_mistake_of_a_configuration_is_reported_at_once() {
    let home = empty_home();
    let file = home.path().join("portcullis.toml");
    write(&file, "[server]\nlistne = \"x\"\n[vualt]\n[vault]\nstore = \"redis\"\n");
    let out = check(home.path(), &["config", "check"], "", (2, "", ""));
    for expected in [
        "portcullis.toml:2: `server.listne`: unknown key; did you mean `listen`?",
        "portcullis.toml:3: `vualt`: unknown section; did you mean `vault`?",
        "portcullis.toml:5: `vault.store`: `redis` is not available in this version",
    ] {
        assert!(out.contains(expected), "{out}");
    }
    let json = check(home.path(), &["config", "check", "--json"], "", (2, "", ""));
    let json: Value = serde_json::from_str(&json).unwrap();
    let errors = json["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 3);
    assert_eq!((&errors[0]["line"], &errors[0]["key"]), (&2.into(), &"server.listne".into()));
    // Any other command refuses to run on it, with the same words.
    check(home.path(), &["scan"], "", (2, "", "did you mean `listen`?"));
    check(home.path(), &["conceal"], "", (2, "", "did you mean `vault`?"));
}

#[test]
fn the_configuration_is_found_where_it_is_said_to_be_and_nowhere_else() {
    let home = empty_home();
    let inner = home.path().join("inner");
    // The working directory is `home`; its file must not count.
    write(&home.path().join("portcullis.toml"), "nonsense");
    let words = ["--home", inner.to_str().unwrap(), "config", "check"];
    let ran = run_in(home.path(), &words, &[], b"");
    assert_eq!((ran.code, ran.out.contains("sound")), (0, true), "{ran:?}");
    let named = [("PORTCULLIS_HOME", inner.to_str().unwrap())];
    let ran = run_in(home.path(), &["config", "check"], &named, b"");
    assert_eq!((ran.code, ran.out.contains("sound")), (0, true), "{ran:?}");
    let words = ["--config", "portcullis.toml", "config", "check"];
    let ran = run_in(home.path(), &words, &named, b"");
    assert_eq!((ran.code, ran.out.contains("not TOML")), (2, true), "{ran:?}");
    let words = ["--config", "absent.toml", "config", "check"];
    let ran = run_in(home.path(), &words, &named, b"");
    assert_eq!((ran.code, ran.err.contains("absent.toml: not found")), (4, true), "{ran:?}");
    assert!(!inner.exists(), "looking at a configuration leaves nothing behind");
}

#[test]
fn what_is_settled_is_shown_without_credentials() {
    let home = empty_home();
    let text = format!("[providers.a]\nkind = \"openai\"\napi_key = \"{PLANTED}\"\n");
    write(&home.path().join("portcullis.toml"), &text);
    let out = check(home.path(), &["config", "show"], "", (0, "api_key = \"<hidden>\"", ""));
    assert!(!out.contains(PLANTED));
    let variables = [("PORTCULLIS__VAULT__TTL", "12h")];
    let ran = run_with(home.path(), &["config", "show"], b"", &variables);
    assert!(ran.out.contains("ttl = \"12h\"  # environment PORTCULLIS__VAULT__TTL"), "{ran:?}");
    let schema = check(home.path(), &["config", "schema"], "", (0, "", ""));
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["properties"]["server"]["type"], "object");
}

#[test]
fn scan_ends_with_0_clean_1_found_2_error() {
    let home = empty_home();
    let dirty = home.path().join("dirty.txt");
    fs::write(&dirty, format!("one\ntwo h\u{f6} {PLANTED}\n")).unwrap();
    fs::write(home.path().join("binary"), b"\0\x01").unwrap();
    let dirty = dirty.to_str().unwrap();
    for (words, input, expected) in [
        (&["scan"][..], "nothing here", (0, "", "")),
        (&["scan"][..], "", (0, "", "")),
        (&["scan", "--json"][..], "nothing here", (0, "[]", "")),
        (&["scan"][..], PLANTED, (1, "-:1:1: EMAIL_ADDRESS", "")),
        (&["scan", dirty][..], "", (1, "dirty.txt:2:8: EMAIL_ADDRESS", "")),
        (&["scan", "."][..], "", (1, "EMAIL_ADDRESS", "skipped ./binary: it is binary")),
        (&["scan", "--entities", "US_SSN", dirty][..], "", (0, "", "")),
        (&["scan", dirty, "absent"][..], "", (2, "EMAIL_ADDRESS", "absent: not found")),
    ] {
        let out = check(home.path(), words, input, expected);
        assert!(!out.contains(PLANTED), "{out}");
    }
}

#[test]
fn scan_prints_json_and_sarif_with_offsets_in_code_points() {
    let home = empty_home();
    let input = format!("h\u{f6}\n\u{1f600} {PLANTED}");
    let json = check(home.path(), &["scan", "--format", "json"], &input, (1, "", ""));
    let json: Value = serde_json::from_str(&json).unwrap();
    let one = &json[0];
    assert_eq!(
        (&one["path"], &one["line"], &one["column"], &one["start"], &one["end"]),
        (&"-".into(), &2.into(), &3.into(), &5.into(), &31.into()),
    );
    assert_eq!((&one["entity"], one.get("rule")), (&"EMAIL_ADDRESS".into(), None));
    let words = ["scan", "--format", "json", "--offsets", "bytes"];
    let json = check(home.path(), &words, &input, (1, "", ""));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["start"], 9);
    let sarif = check(home.path(), &["scan", "--format", "sarif"], &input, (1, "", ""));
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&2.into(), &3.into()));
    let empty = check(home.path(), &["scan", "--format", "sarif"], "", (0, "", ""));
    let empty: Value = serde_json::from_str(&empty).unwrap();
    assert_eq!(empty["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn a_bad_row_of_scan_is_answered_in_its_place() {
    let home = empty_home();
    let rows = [
        (
            r#"{"text":"\u00f6 planted.person@example.com"}"#,
            r#"{"findings":[{"entity":"EMAIL_ADDRESS","start":2,"end":28"#,
        ),
        (r#"{"text":"ok"}"#, r#"{"findings":[]}"#),
        ("planted.person@example.com", r#"{"error":"not JSON at column 1"}"#),
        ("[]", r#"{"error":"a row must be an object with a `text`"}"#),
        (r#"{"text":7}"#, r#"{"error":"`text` must be a text"}"#),
        (r#"{"text":"a","entities":"x"}"#, r#"{"error":"`entities` must be a list of texts"}"#),
        (
            r#"{"text":"a","entities":["planted.person@example.com"]}"#,
            r#"{"error":"`entities` must hold names"#,
        ),
        (
            r#"{"text":"a","min_score":7}"#,
            r#"{"error":"`min_score` must be a number from 0 to 1"}"#,
        ),
        (
            r#"{"text":"a","min_score":"7"}"#,
            r#"{"error":"`min_score` must be a number from 0 to 1"}"#,
        ),
        (r#"{"text":"a","text":"b"}"#, r#"{"error":"a member stands twice"}"#),
        (r#"{"text":"planted.person@example.com","entities":["US_SSN"]}"#, r#"{"findings":[]}"#),
        (r#"{"text":"ok","language":"de","min_score":null,"id":7}"#, r#"{"findings":[]}"#),
    ];
    let input: String = rows.iter().map(|(row, _)| format!("{row}\n")).collect();
    let out = check(home.path(), &["scan", "--batch"], &input, (2, "", ""));
    assert!(!out.contains(PLANTED), "{out}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), rows.len());
    for (line, (row, expected)) in lines.iter().zip(rows) {
        assert!(line.starts_with(expected), "{row}\n{line}");
    }
    let (found, clean) = (rows[0].0, rows[1].0);
    check(home.path(), &["scan", "--batch"], found, (1, "findings", ""));
    check(home.path(), &["scan", "--batch"], clean, (0, "findings", ""));
}

#[test]
fn without_an_envelope_nothing_is_concealed_and_the_advice_is_given() {
    let home = empty_home();
    for words in [&["conceal"][..], &["reveal"][..], &["conceal", "--batch"][..]] {
        check(home.path(), words, PLANTED, (2, "", "make one with `portcullis key init`"));
    }
    check(home.path(), &["key", "status"], "", (1, "there is no envelope", "key init"));
    check(home.path(), &["key", "status", "--json"], "", (1, "null", ""));
    check(home.path(), &["serve", "--listen", "0.0.0.0:0"], "", (2, "", "key init"));
    check(home.path(), &["audit", "tail"], "", (4, "", "there is no log at"));
    check(home.path(), &["audit", "verify"], "", (4, "", ""));
}

#[test]
fn an_envelope_is_made_once_opened_by_its_passphrase_only_and_changed() {
    let home = empty_home();
    let keyfile = home.path().join("keyfile");
    let init = ["key", "init", "--passphrase-stdin"];
    let change = ["key", "change-passphrase", "--passphrase-stdin"];
    check(home.path(), &init, "", (2, "", "must hold one line"));
    check(home.path(), &init, "short\n", (2, "", "at least 8 characters"));
    check(home.path(), &init, "correct horse\n", (0, "made ", ""));
    check(home.path(), &init, "correct horse\n", (2, "", "already"));
    check(home.path(), &["key", "status"], "", (0, "keyfile: none", ""));
    // There is no terminal to ask on, and the text is not taken for a passphrase.
    check(home.path(), &["conceal"], "correct horse\n", (2, "", "no terminal to ask on"));
    write(&keyfile, "wrong horse");
    check(home.path(), &["conceal"], "text", (5, "", "does not open"));
    check(home.path(), &["key", "status"], "", (0, "keyfile on the same disk", ""));
    check(home.path(), &change, "wrong horse\nanother horse\n", (5, "", "does not open"));
    check(home.path(), &change, "correct horse\n", (2, "", "a line each"));
    check(home.path(), &change, "correct horse\nanother horse\n", (0, "changed", "old copies"));
    write(&keyfile, "another horse\n");
    check(home.path(), &["conceal"], "text", (0, "text", ""));
    fs::set_permissions(&keyfile, fs::Permissions::from_mode(0o644)).unwrap();
    check(home.path(), &["conceal"], "text", (2, "", "0600"));
    // Reading the record needs no key, and no passphrase is in it.
    let log = check(home.path(), &["audit", "tail"], "", (0, "operation=change-passphrase", ""));
    assert!(log.contains("operation=init") && !log.contains("horse"), "{log}");
}

#[test]
fn what_is_concealed_is_revealed_to_its_user_only() {
    let home = home();
    let text = format!("  write to {PLANTED}\n\nor not \u{1f600} ");
    let concealed = check(home.path(), &["conceal"], &text, (0, ".invalid", ""));
    assert!(!concealed.contains(PLANTED) && concealed.ends_with("or not \u{1f600} "));
    let again = check(home.path(), &["conceal"], &text, (0, "", ""));
    assert_eq!(concealed, again);
    let revealed = check(home.path(), &["reveal"], &concealed, (0, "", ""));
    assert_eq!(revealed, text);
    let stranger = ["reveal", "--user", "alice"];
    let kept = check(home.path(), &stranger, &concealed, (0, "", "warning: surrogates"));
    assert_eq!(kept, concealed);
    let other = ["conceal", "--user", "alice"];
    assert_ne!(check(home.path(), &other, &text, (0, "", "")), concealed);
    let ran = run_with(home.path(), &["conceal"], b"a\xff", &[]);
    assert_eq!((ran.code, ran.err.contains("not UTF-8")), (2, true), "{ran:?}");
}

#[test]
fn rows_come_back_in_their_form_and_bad_ones_are_answered_in_place() {
    let home = home();
    let rows = [
        format!(r#"{{ "id" : 1.0e0, "text":"to {PLANTED}"  }}"#),
        r#"{"text":"nothing"}"#.to_owned(),
        format!(r#"{{"json":{{"{PLANTED}":[true,null,1.50,"\u0041"],"card":4111111111111111}}}}"#),
        r#"{"json":"{\"mail\":\"planted.person@example.com\"}"}"#.to_owned(),
    ];
    let input = rows.join("\n");
    let concealed = check(home.path(), &["conceal", "--batch"], &input, (0, "", ""));
    assert!(!concealed.contains(PLANTED) && !concealed.contains("4111111111111111"));
    assert_eq!(concealed.lines().nth(1), Some(rows[1].as_str()));
    for line in concealed.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
    let revealed = check(home.path(), &["reveal", "--batch"], &concealed, (0, "", ""));
    assert_eq!(revealed, format!("{input}\n"));

    let bad = [
        (PLANTED, "not acceptable JSON: "),
        (r#"{"text":"a","text":"b"}"#, "not acceptable JSON: duplicate key"),
        ("7", "a row must be an object"),
        (r#"{"note":"a"}"#, "a row must hold a `text` or a `json`"),
        (r#"{"text":["planted.person@example.com"]}"#, "`text` must be a text"),
    ];
    let input: String =
        bad.iter().map(|(row, _)| format!("{}\n{row}\n", r#"{"text":"ok"}"#)).collect();
    let out = check(home.path(), &["conceal", "--batch"], &input, (2, "", ""));
    assert!(!out.contains(PLANTED), "{out}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 2 * bad.len());
    for (pair, (row, expected)) in lines.chunks(2).zip(bad) {
        assert_eq!(pair[0], r#"{"text":"ok"}"#);
        let error: Value = serde_json::from_str(pair[1]).unwrap();
        assert!(error["error"].as_str().unwrap().starts_with(expected), "{row}: {}", pair[1]);
    }
}

#[test]
fn blocked_content_refuses_its_row_and_no_other() {
    let home = home();
    let file = home.path().join("portcullis.toml");
    write(&file, "[privacy]\nactions = { EMAIL_ADDRESS = \"block\" }\n");
    check(home.path(), &["conceal"], PLANTED, (3, "", "blocked_content"));
    let input = format!("{}\n{}\n{}\n", r#"{"text":"one"}"#, rows_of(PLANTED), r#"{"text":"two"}"#);
    let out = check(home.path(), &["conceal", "--batch"], &input, (3, "", ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!((lines[0], lines[2]), (r#"{"text":"one"}"#, r#"{"text":"two"}"#));
    assert!(lines[1].starts_with(r#"{"error":"blocked_content: "#), "{out}");
}

fn rows_of(text: &str) -> String {
    format!(r#"{{"text":"{text}"}}"#)
}

#[test]
fn thousands_of_rows_keep_their_order_and_come_back() {
    let home = home();
    let input: String =
        (0..5_000).map(|number| rows_of(&format!("user{number}@example.com")) + "\n").collect();
    let concealed = check(home.path(), &["conceal", "--batch"], &input, (0, "", ""));
    assert!(!concealed.contains("@example.com"));
    let revealed = check(home.path(), &["reveal", "--batch"], &concealed, (0, "", ""));
    assert_eq!(revealed, input);
    check(home.path(), &["audit", "verify"], "", (0, "verified: ", ""));
}

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

#[test]
fn completions_and_documents_are_generated() {
    let home = empty_home();
    for shell in ["bash", "zsh", "fish"] {
        check(home.path(), &["completions", shell], "", (0, "portcullis", ""));
    }
    check(home.path(), &["generate", "docs", "."], "", (0, "", ""));
    let codes = fs::read_to_string(home.path().join("codes.md")).unwrap();
    for code in portcullis_model::Code::ALL {
        assert!(codes.contains(&format!("| `{}` |", code.name())), "{}", code.name());
    }
    assert!(fs::read_to_string(home.path().join("config.md")).unwrap().contains("## `[vault]`"));
}

#[test]
fn a_reader_who_goes_away_ends_it_quietly() {
    let home = empty_home();
    let input = format!("{PLANTED}\n").repeat(100_000);
    #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.arg("--home").arg(home.path()).arg("scan").env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
}
