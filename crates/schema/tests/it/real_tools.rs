//! The tools of two official servers, as they list them: `server-everything` and
//! `server-filesystem`, 2026.8.31.

use portcullis_schema::Schema;
use serde_json::Value;

const EVERYTHING: &str = include_str!("../cases/server-everything.json");
const FILESYSTEM: &str = include_str!("../cases/server-filesystem.json");

#[track_caller]
fn check(server: &str, tool: &str, arguments: &str, hints: &[&str]) {
    let tools: Value = serde_json::from_str(server).expect("the cases are JSON");
    let schema = Schema::compile(&tools.get(tool).expect("the tool is listed").to_string())
        .expect("the schema is sound");
    let found = schema.check(arguments);
    let found: Vec<_> = found.iter().map(|it| it.hint.as_str()).collect();
    assert_eq!(found, hints, "{tool} with {arguments}");
}

#[test]
fn every_schema_compiles() {
    for server in [EVERYTHING, FILESYSTEM] {
        let tools: Value = serde_json::from_str(server).expect("the cases are JSON");
        for (name, schema) in tools.as_object().expect("tools by name") {
            assert!(Schema::compile(&schema.to_string()).is_ok(), "{name}");
        }
    }
}

#[test]
fn filesystem() {
    for (tool, arguments) in [
        ("read_text_file", r#"{"path":"/srv/a.txt","head":10}"#),
        ("read_multiple_files", r#"{"paths":["/srv/a","/srv/b"]}"#),
        ("edit_file", r#"{"path":"/srv/a","edits":[{"oldText":"a","newText":"b"}],"dryRun":true}"#),
        ("list_directory_with_sizes", r#"{"path":"/srv","sortBy":"size"}"#),
        ("directory_tree", r#"{"path":"/srv","excludePatterns":["*.o"]}"#),
        ("list_allowed_directories", "{}"),
        ("list_allowed_directories", ""),
    ] {
        check(FILESYSTEM, tool, arguments, &[]);
    }
    for (tool, arguments, hints) in [
        (
            "read_text_file",
            r#"{"path":"/a","head":"10"}"#,
            &["`head` must be a number, not a string"][..],
        ),
        (
            "read_text_file",
            r#"{"file_path":"/a"}"#,
            &[
                "`file_path` is not an argument of this tool; did you mean `path`?",
                "`path` is required: add it",
            ],
        ),
        (
            "read_text_file",
            r#"{"path":"/a","tail":null}"#,
            &["leave `tail` out instead of sending null"],
        ),
        ("read_multiple_files", r#"{"paths":"/a"}"#, &["`paths` must be an array, not a string"]),
        ("read_multiple_files", r#"{"paths":[]}"#, &["`paths` must have at least 1 item"]),
        (
            "edit_file",
            r#"{"path":"/a","edits":[{"old_text":"a","newText":"b"}]}"#,
            &[
                "`edits/0/old_text` is not an argument of this tool; did you mean `oldText`?",
                "`edits/0/oldText` is required: add it",
            ],
        ),
        ("edit_file", r#"{"path":"/a","edits":"[]"}"#, &["`edits` must be an array, not a string"]),
        (
            "list_directory_with_sizes",
            r#"{"path":"/a","sortBy":"date"}"#,
            &["`sortBy` must be one of `name` or `size`"],
        ),
        (
            "list_allowed_directories",
            r#"{"path":"/"}"#,
            &["`path` is not an argument of this tool: this tool takes no arguments"],
        ),
    ] {
        check(FILESYSTEM, tool, arguments, hints);
    }
}

#[test]
fn everything() {
    for (tool, arguments) in [
        ("echo", r#"{"message":"hello"}"#),
        ("get-sum", r#"{"a":1,"b":2.5}"#),
        ("get-resource-links", "{}"),
        ("gzip-file-as-resource", r#"{"data":"data:text/plain,hello","outputType":"resource"}"#),
        ("get-structured-content", r#"{"location":"Chicago"}"#),
    ] {
        check(EVERYTHING, tool, arguments, &[]);
    }
    for (tool, arguments, hints) in [
        ("get-sum", r#"{"a":"1","b":2}"#, &["`a` must be a number, not a string"][..]),
        ("get-resource-links", r#"{"count":11}"#, &["`count` must be at most 10"]),
        (
            "get-structured-content",
            r#"{"location":"chicago"}"#,
            &[
                "`location` must be one of `New York`, `Chicago` or `Los Angeles`; did you mean `Chicago`?",
            ],
        ),
        (
            "echo",
            r#"{"text":"hello"}"#,
            &[
                "`text` is not an argument of this tool; did you mean `message`?",
                "`message` is required: add it",
            ],
        ),
        (
            "gzip-file-as-resource",
            r#"{"data":"readme.md"}"#,
            &["`data` must be a URI with its scheme, as in https://host/path"],
        ),
    ] {
        check(EVERYTHING, tool, arguments, hints);
    }
}
