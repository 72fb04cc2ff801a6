//! Installing and taking out again, on the text alone.
//!
//! Places and files are tested with the program.

use proptest::prelude::*;

use super::Way;
use super::entry::Gate;
use super::file::{State, plan};
use crate::cli::arguments::Client;

fn gate() -> Gate {
    Gate { program: "/opt/portcullis".to_owned(), options: Vec::new() }
}

fn done(way: Way, text: &str) -> String {
    plan(way, Client::Cursor, text, &[], &gate()).unwrap().0
}

/// Installs, compares, installs again, takes out and must be where it began.
#[track_caller]
fn check(old: &str, expected: &str) {
    let new = done(Way::In, old);
    assert_eq!(new, expected);
    assert_eq!(done(Way::In, &new), new, "once is enough");
    assert_eq!(done(Way::Out, &new), old);
    assert_eq!(done(Way::Out, old), old);
}

#[test]
fn only_what_starts_a_server_is_changed() {
    check(
        r#"{"mcpServers": {"My Files": {"command": "npx", "args": ["-y", "x"], "env": {"A": "b"}}}}"#,
        r#"{"mcpServers": {"My Files": {"command": "/opt/portcullis", "args": ["mcp", "--name", "my-files", "--", "npx", "-y", "x"], "env": {"A": "b"}}}}"#,
    );
    check(
        "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}",
        r#"{"mcpServers": {"a": {"command": "/opt/portcullis", "args": ["mcp", "--name=a", "--", "x"]}}}"#,
    );
    check(
        "{\"mcpServers\": {\"a\": {\"args\": [ ], \"command\": \"\\u0078\"}}}",
        r#"{"mcpServers": {"a": {"args": ["mcp", "--name", "a", "--", "\u0078" ], "command": "/opt/portcullis"}}}"#,
    );
    // Comments, last commas and line ends stay.
    check(
        "// mine\r\n{\"mcpServers\": {\"a\": {\r\n\t\"command\": \"x\", // why\r\n\t\"args\": [\r\n\t\t// first\r\n\t\t\"--\",\r\n\t],\r\n},},}\r\n",
        "// mine\r\n{\"mcpServers\": {\"a\": {\r\n\t\"command\": \"/opt/portcullis\", // why\r\n\t\"args\": [\r\n\t\t// first\r\n\t\t\"mcp\", \"--name\", \"a\", \"--\", \"x\", \"--\",\r\n\t],\r\n},},}\r\n",
    );
}

#[test]
fn what_is_not_stdio_or_not_understood_is_left_alone() {
    for text in [
        "",
        " \n",
        "{}",
        "[]",
        r#"{"mcpServers": []}"#,
        r#"{"mcpServers": {"a": {"url": "https://x", "command": "x"}}}"#,
        r#"{"mcpServers": {"a": {"type": "http", "command": "x"}}}"#,
        r#"{"mcpServers": {"a": {"command": ["x"]}}}"#,
        r#"{"mcpServers": {"a": {"command": "x", "args": "y"}}}"#,
        r#"{"mcpServers": {"a": {"command": "x", "args": [1]}}}"#,
        r#"{"mcpServers": {"a": 1}}"#,
        r#"{"other": {"a": {"command": "x"}}}"#,
    ] {
        check(text, text);
    }
}

#[test]
fn names_stay_apart_and_a_server_can_be_picked() {
    let text = r#"{"mcpServers": {"A b": {"command": "x"}, "a-b": {"command": "y"}, "名": {"command": "z"}}}"#;
    let (new, servers) = plan(Way::In, Client::Cursor, text, &[], &gate()).unwrap();
    let states: Vec<&State> = servers.iter().map(|server| &server.state).collect();
    let named = |name: &str| State::Guarded(name.to_owned());
    assert_eq!(states, [&named("a-b"), &named("a-b-2"), &named("server")]);
    // Out and in again one by one: the names come back.
    let one = ["a-b".to_owned()];
    let (out, _) = plan(Way::Out, Client::Cursor, &new, &one, &gate()).unwrap();
    assert!(out.contains("\"command\": \"y\"") && out.contains("--name=server"), "{out}");
    assert_eq!(plan(Way::In, Client::Cursor, &out, &one, &gate()).unwrap().0, new);
}

#[test]
fn a_gate_that_moved_is_renewed() {
    let old = r#"{"mcpServers": {"a": {"command": "x", "args": ["y"]}}}"#;
    let moved = Gate {
        program: "/usr/bin/portcullis".to_owned(),
        options: vec!["--home".to_owned(), "/h".to_owned()],
    };
    let (new, servers) = plan(Way::In, Client::Cursor, &done(Way::In, old), &[], &moved).unwrap();
    assert_eq!(servers[0].state, State::Renewed("a".to_owned()));
    assert!(new.contains(r#"["mcp", "--home", "/h", "--name", "a", "--", "x", "y"]"#), "{new}");
    assert_eq!(done(Way::Out, &new), old);
}

#[test]
fn an_entry_that_was_edited_since_loses_nothing() {
    for (edited, expected) in [
        (
            r#"{"mcpServers":{"a":{"command":"/p/portcullis","env":{},"args":["mcp","--name=a","--","x"]}}}"#,
            r#"{"mcpServers":{"a":{"command":"x","env":{},"args":[]}}}"#,
        ),
        (
            r#"{"mcpServers":{"a":{"command":"portcullis","args":["mcp","--name=a","--","x","new"]}}}"#,
            r#"{"mcpServers":{"a":{"command":"x","args":["new"]}}}"#,
        ),
        // Written by hand, without a name; and one that guards nothing.
        (
            r#"{"mcpServers":{"a":{"command":"portcullis","args":["mcp","--","x"]}}}"#,
            r#"{"mcpServers":{"a":{"command":"x","args":[]}}}"#,
        ),
        (
            r#"{"mcpServers":{"a":{"command":"portcullis","args":["mcp","--"]}}}"#,
            r#"{"mcpServers":{"a":{"command":"portcullis","args":["mcp","--"]}}}"#,
        ),
    ] {
        assert_eq!(done(Way::Out, edited), expected);
    }
}

#[test]
fn each_client_has_its_tables() {
    let server = r#"{"a": {"command": "x"}}"#;
    for (client, text, servers) in [
        (Client::ClaudeDesktop, format!(r#"{{"mcpServers": {server}}}"#), 1),
        (Client::ClaudeDesktop, format!(r#"{{"servers": {server}}}"#), 0),
        (
            Client::ClaudeCode,
            format!(
                r#"{{"projects": {{"/p": {{"mcpServers": {server}}}, "/q": {{}}}}, "mcpServers": {server}}}"#
            ),
            2,
        ),
        (Client::VsCode, format!(r#"{{"servers": {server}, "inputs": []}}"#), 1),
        (Client::VsCode, format!(r#"{{"mcp": {{"servers": {server}}}}}"#), 1),
    ] {
        let (new, found) = plan(Way::In, client, &text, &[], &gate()).unwrap();
        assert_eq!((found.len(), new.matches("/opt/portcullis").count()), (servers, servers));
        assert_eq!(plan(Way::Out, client, &new, &[], &gate()).unwrap().0, text);
    }
}

/// Texts that need escapes, look like ours, or are plain.
fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z./@-]{1,8}", Just("--".to_owned()), Just("mcp".to_owned()), "\\PC{1,6}"]
}

/// A gap between tokens.
fn gap() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just(""),
        Just(" "),
        Just("\n  "),
        Just("\r\n\t"),
        Just("/* , ] */"),
        Just("// \"\n")
    ]
}

proptest! {
    /// Any file, however it is laid out, is the same to the byte after both ways.
    #[test]
    fn in_and_out_again_leaves_every_byte(
        servers in proptest::collection::vec(
            (word(), proptest::option::of(proptest::collection::vec(word(), 0..4))), 0..4),
        gaps in proptest::collection::vec(gap(), 8),
    ) {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let entries: Vec<String> = servers.iter().enumerate().map(|(at, (command, args))| {
            let args = args.as_ref().map_or(String::new(), |args| {
                let args: Vec<String> = args.iter().map(|arg| quoted(arg)).collect();
                format!(",{}\"args\":{}[{}{}{}]", gaps[0], gaps[1], gaps[2],
                    args.join(&format!("{},", gaps[3])), gaps[4])
            });
            format!("{}\"s{at}\":{}{{\"command\":{}{}{args}}}", gaps[5], gaps[6], gaps[7], quoted(command))
        }).collect();
        let text = format!("{{\"mcpServers\":{{{}}}}}", entries.join(","));
        let new = done(Way::In, &text);
        prop_assert_eq!(new.matches("/opt/portcullis").count(), servers.len());
        prop_assert_eq!(done(Way::Out, &new), text);
    }
}
