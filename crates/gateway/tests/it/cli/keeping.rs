//! `key`, `conceal` and `reveal`: what is kept, and who gets it back.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use super::support::{PLANTED, check, empty_home, home, rows_of, run_with, write};

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
    let elsewhere = [("PORTCULLIS_KEYFILE", "/nowhere/keyfile")];
    let ran = run_with(home.path(), &["conceal"], b"text", &elsewhere);
    assert_eq!((ran.code, ran.err.contains("names /nowhere/keyfile")), (2, true), "{ran:?}");
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
    let row = check(home.path(), &["conceal", "--json"], &text, (0, "", ""));
    assert_eq!(serde_json::from_str::<Value>(&row).unwrap()["text"], concealed.as_str());
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
