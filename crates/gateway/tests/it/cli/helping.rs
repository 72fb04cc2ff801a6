//! Help texts, manual pages and completions: for every command, and readable.

use std::fs;

use super::support::{check, empty_home, run};

/// The subcommands that a help text names.
fn below(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let named = lines.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  "));
    let first = named.filter(|line| !line.starts_with("   "));
    let names = first.filter_map(|line| line.split_whitespace().next().map(ToOwned::to_owned));
    names.filter(|name| name != "help").collect()
}

#[test]
fn every_command_shows_an_example_and_fits_a_screen() {
    let home = empty_home();
    let mut waiting = vec![Vec::new()];
    let mut seen = 0;
    while let Some(words) = waiting.pop() {
        let mut all: Vec<&str> = words.iter().map(String::as_str).collect();
        all.push("--help");
        let help = check(home.path(), &all, "", (0, "Usage: portcullis", ""));
        for line in help.lines() {
            assert!(line.chars().count() <= 100, "{words:?}: {line}");
        }
        let inner = below(&help);
        let group = !inner.is_empty();
        assert!(group || help.contains("\nExamples:\n  "), "{words:?} shows no example");
        seen += 1;
        for name in inner {
            let mut words = words.clone();
            words.push(name);
            waiting.push(words);
        }
    }
    assert!(seen > 20, "only {seen} commands were found");
}

#[test]
fn each_command_has_a_manual_page() {
    let home = empty_home();
    check(home.path(), &["generate", "man", "man"], "", (0, "", ""));
    for (page, part) in [
        ("portcullis.1", "The gate between AI agents"),
        ("portcullis-init.1", "Examples"),
        ("portcullis-mcp.1", "claude\\-desktop"),
        ("portcullis-policy-explain.1", "x\\-portcullis\\-call"),
        ("portcullis-key-init.1", "passphrase"),
    ] {
        let text = fs::read_to_string(home.path().join("man").join(page)).unwrap();
        assert!(text.contains(part), "{page}: {text}");
    }
}

#[test]
fn completions_name_every_command() {
    let home = empty_home();
    let help = run(home.path(), &["--help"], "").out;
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = check(home.path(), &["completions", shell], "", (0, "change-passphrase", ""));
        for command in below(&help) {
            assert!(script.contains(&command), "{shell}: {command}");
        }
    }
}

#[test]
fn a_wrong_word_is_answered_with_the_right_one() {
    let home = empty_home();
    for (words, part) in [
        (&["serv"][..], "'serve'"),
        (&["polcy", "check"], "'policy'"),
        (&["policy", "chek"], "'check'"),
        (&["doctr"], "'doctor'"),
        (&["init", "--forse"], "'--force'"),
        (&["mcp", "--install", "curser"], "'cursor'"),
    ] {
        check(home.path(), words, "", (2, "", part));
    }
}
