//! `scan`: what it finds, how it says so, and how it ends.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::support::{PLANTED, check, empty_home};

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
        (&["scan"][..], PLANTED, (1, "-:1:1  EMAIL_ADDRESS  0.95\n", "")),
        (&["scan", dirty][..], "", (1, "dirty.txt:2:8  EMAIL_ADDRESS  0.95\n", "")),
        (&["scan", "."][..], "", (1, "EMAIL_ADDRESS", "skipped 1 binary file\n")),
        (&["scan", "-", dirty][..], PLANTED, (1, "-:1:1  EMAIL_ADDRESS  0.95\n", "")),
        (&["scan", "--entities", "US_SSN", dirty][..], "", (0, "", "")),
        (&["scan", "--entities", "US_SSN, EMAIL_ADDRESS"][..], PLANTED, (1, "EMAIL_ADDRESS", "")),
        (&["scan", dirty, "absent"][..], "", (2, "EMAIL_ADDRESS", "absent: not found")),
    ] {
        let out = check(home.path(), words, input, expected);
        assert!(!out.contains(PLANTED), "{out}");
    }
}

#[test]
fn what_the_user_names_is_never_called_clean_unread() {
    let home = empty_home();
    let binary = format!("\0{PLANTED}");
    fs::write(home.path().join("binary"), &binary).unwrap();
    check(home.path(), &["scan", "binary"], "", (1, "binary:1:2  EMAIL_ADDRESS", ""));
    check(home.path(), &["scan"], &binary, (1, "-:1:2  EMAIL_ADDRESS", ""));
}

#[test]
fn utf_16_is_text() {
    let home = empty_home();
    let text = format!("\u{feff}h\u{f6}\n\u{1f600} {PLANTED}\n");
    let bytes = |each: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(each).collect::<Vec<_>>();
    fs::write(home.path().join("little"), bytes(u16::to_le_bytes)).unwrap();
    fs::write(home.path().join("big"), bytes(u16::to_be_bytes)).unwrap();
    let out = check(home.path(), &["scan", "."], "", (1, "", "searched 2 files"));
    assert_eq!(out, "./big:2:3  EMAIL_ADDRESS  0.95\n./little:2:3  EMAIL_ADDRESS  0.95\n");
}

#[test]
fn scan_prints_json_with_offsets_in_code_points() {
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
        (r#"{"text":"536904399"}"#, r#"{"findings":[]}"#),
        (
            r#"{"text":"536904399","key":"customerSsn"}"#,
            r#"{"findings":[{"entity":"US_SSN","start":0,"end":9"#,
        ),
        (r#"{"text":"a","key":7}"#, r#"{"error":"`key` must be a text"}"#),
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
