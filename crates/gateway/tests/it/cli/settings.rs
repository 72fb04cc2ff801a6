//! The command line itself, and the configuration that every command reads.

use std::fs;

use serde_json::Value;

use super::support::{PLANTED, check, empty_home, run_in, run_with, write};

#[test]
fn a_wrong_command_line_says_so_and_ends_with_2() {
    let home = empty_home();
    for (words, err) in [
        (&[][..], "Usage:"),
        (&["nonsense"][..], "unrecognized subcommand"),
        (&["scan", "--nonsense"][..], "unexpected argument"),
        (&["scan", "--format", "xml"][..], "possible values: text, json, sarif"),
        (&["scan", "--batch", "file"][..], "cannot be used with"),
        (&["scan", "--min-score", "2"][..], "must be a number from 0 to 1"),
        (&["scan", "--min-score", "-1"][..], "must be a number from 0 to 1"),
        (&["scan", "--min-score", "high"][..], "must be a number from 0 to 1"),
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
    write(&file, "[server]\nlistne = \"x\"\n[vualt]\n[vault]\nstore = \"dynamodb\"\n");
    let out = check(home.path(), &["config", "check"], "", (2, "", ""));
    for expected in [
        "portcullis.toml:2: `server.listne`: unknown key; did you mean `listen`?",
        "portcullis.toml:3: `vualt`: unknown section; did you mean `vault`?",
        "portcullis.toml:5: `vault.store`: `dynamodb` is not available in this version",
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
fn mistakes_in_the_rules_count_as_mistakes_of_the_configuration() {
    let home = empty_home();
    let file = home.path().join("portcullis.toml");
    write(&file, "[policy]\nfile = \"rules.toml\"\n");
    check(home.path(), &["config", "check"], "", (2, "rules.toml: not found", ""));
    write(&home.path().join("rules.toml"), "[[rule]]\nfoo = 1\n");
    check(home.path(), &["config", "check"], "", (2, "rules.toml: line 2: `foo`: unknown key", ""));
    fs::write(&file, b"[server]\nlisten = \"\xff\"\n").unwrap();
    check(home.path(), &["config", "check"], "", (2, "", "portcullis.toml: is not UTF-8"));
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
