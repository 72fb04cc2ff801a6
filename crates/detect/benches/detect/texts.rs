//! The texts of the bench, which rivals get too.
//!
//! All values are made up.

use std::fs;
use std::path::Path;

const SENTENCES: &[&str] = &[
    "The committee met in the old library and talked about the roof, leaking since spring. ",
    "Nobody could say how long the repair would take, but all agreed that it should begin. ",
    "She closed the ledger, put the pen down and looked at the harbour (it was raining). ",
    "\"Perhaps,\" he said, \"we should ask the people who built it: they know the house.\" ",
];

const VALUES: &[&str] = &[
    "ada.lovelace@example.com",
    "(415) 555-2671",
    "536-90-4399",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "203.0.113.77",
    "routing number 021000021",
    "ghp_x7Kq2mZ9pL4vR8tY1wN6bC3dF5gH0jSaQeUi",
];

pub(crate) fn plain(bytes: usize) -> String {
    SENTENCES.iter().cycle().take(bytes / 85).copied().collect()
}

/// A value after every second sentence, which is one for about 200 characters.
pub(crate) fn prose(bytes: usize) -> String {
    let mut text = String::new();
    let mut values = VALUES.iter().cycle();
    for (index, sentence) in SENTENCES.iter().cycle().enumerate() {
        if text.len() >= bytes {
            break;
        }
        text.push_str(sentence);
        if index % 2 == 1 {
            text.extend(values.next().copied());
            text.push_str(". ");
        }
    }
    text
}

pub(crate) fn records(bytes: usize) -> String {
    let record = |id: u32| {
        format!(
            "{{\"id\":{id},\"name\":\"Ada\",\"created\":1732{id},\"tags\":[\"a\",\"b\"],\"ok\":true}}\n"
        )
    };
    lines(bytes, record)
}

pub(crate) fn logs(bytes: usize) -> String {
    let line = |id: u32| {
        let second = id % 60;
        format!(
            "2026-11-21T09:05:{second:02}.{id}Z INFO gate: request {id} took {second} ms status=200\n"
        )
    };
    lines(bytes, line)
}

fn lines(bytes: usize, line: impl Fn(u32) -> String) -> String {
    let mut text = String::new();
    for id in (100_003..900_000).step_by(7).cycle() {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&line(id));
    }
    text
}

/// A text in messages of 1 KB.
pub(crate) fn messages(text: &str) -> Vec<&str> {
    let mut messages = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (message, after) = rest.split_at(rest.floor_char_boundary(1_000.min(rest.len())));
        messages.push(message);
        rest = after;
    }
    messages
}

/// Source text: our own crates, over and over, without the tables of the detector, which hold
/// every word that a secret could begin with.
pub(crate) fn source(bytes: usize) -> std::io::Result<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["model", "policy", "schema", "keys", "vault", "audit", "engine", "gateway"] {
        collect(&crates.join(folder).join("src"), &mut files)?;
    }
    files.sort();
    let mut once = String::new();
    for file in files {
        once.push_str(&fs::read_to_string(file)?);
    }
    Ok(once.repeat(bytes / once.len().max(1) + 1))
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
