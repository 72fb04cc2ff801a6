//! Compares documents byte for byte, save for what stands in strings that a guard may rewrite.

use serde_json::Value;

/// Members whose strings are text that the gate may rewrite.
const TEXTS: &[&str] = &[
    "content",
    "text",
    "reasoning_content",
    "arguments",
    "partial_json",
    "message",
    "refusal",
    "delta",
];

/// A document in pieces: each string literal by itself, what stands between them as it is.
pub(super) fn pieces(json: &str) -> Vec<&str> {
    let bytes = json.as_bytes();
    let (mut pieces, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        if bytes[at] != b'"' {
            at += 1;
            continue;
        }
        pieces.push(&bytes[start..at]);
        start = at;
        at += 1;
        while at < bytes.len() && bytes[at] != b'"' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        at = (at + 1).min(bytes.len());
        pieces.push(&bytes[start..at]);
        start = at;
    }
    pieces.push(&bytes[start..]);
    pieces.into_iter().map(|piece| std::str::from_utf8(piece).unwrap()).collect()
}

/// Every string, key and number of a document, decoded.
pub(super) fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        Value::Object(members) => {
            let inside = |(key, value): (&String, &Value)| {
                std::iter::once(key.clone()).chain(leaves(value)).collect::<Vec<_>>()
            };
            members.iter().flat_map(inside).collect()
        }
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// Asserts that `edited` is `original` with `translate` done to every string literal and nothing
/// else: not to a space, a number, an escape of an untouched string, or the order of members.
pub(super) fn assert_translated(original: &str, edited: &str, translate: impl Fn(&str) -> String) {
    let (before, after) = (pieces(original), pieces(edited));
    assert_eq!(before.len(), after.len(), "\n{original}\n{edited}");
    for (before, after) in before.iter().zip(after) {
        if !before.starts_with('"') {
            assert_eq!(*before, after, "\n{original}\n{edited}");
            continue;
        }
        let meant: String = serde_json::from_str(before).unwrap();
        let wanted = translate(&meant);
        if wanted == meant {
            assert_eq!(*before, after, "an untouched string was spelled anew");
        } else {
            assert_eq!(serde_json::from_str::<String>(after).unwrap(), wanted);
        }
    }
}

/// The events of a stream, each with the blank line that ends it.
pub(super) fn events(stream: &str) -> Vec<&str> {
    let mut events = Vec::new();
    let mut rest = stream;
    while !rest.is_empty() {
        let ends = ["\n\n", "\r\n\r\n"].into_iter();
        let end = ends.filter_map(|end| rest.find(end).map(|at| at + end.len())).min();
        let (event, after) = rest.split_at(end.unwrap_or(rest.len()));
        events.push(event);
        rest = after;
    }
    events
}

/// An event with every text that the gate may rewrite emptied.
pub(super) fn skeleton(event: &str) -> String {
    let mut out = String::new();
    let (mut key, mut last) = (String::new(), String::new());
    for piece in pieces(event) {
        if !piece.starts_with('"') {
            // The string before a colon is a key.
            key = if piece.trim_start().starts_with(':') { last.clone() } else { String::new() };
            out.push_str(piece);
            continue;
        }
        last = piece.trim_matches('"').to_owned();
        out.push_str(if TEXTS.contains(&key.as_str()) { "\"\"" } else { piece });
    }
    out
}

/// Asserts that every event of `sent` came, in order, to the byte save for rewritten texts. The
/// gate may add events of its own, but only such that carry text it had held back.
pub(super) fn assert_events_survive(sent: &str, came: &str) {
    let wanted: Vec<String> = events(sent).into_iter().map(skeleton).collect();
    let mut next = wanted.iter();
    let mut expected = next.next();
    for event in events(came) {
        if expected.is_some_and(|expected| *expected == skeleton(event)) {
            expected = next.next();
            continue;
        }
        let carries_text = TEXTS.iter().any(|name| event.contains(&format!("\"{name}\"")));
        assert!(carries_text, "an event that nobody sent: {event}\nsent: {sent}");
    }
    assert_eq!(expected, None, "an event is lost\nsent: {sent}\ncame: {came}");
}

/// The JSON documents of a stream's events.
pub(super) fn documents(stream: &str) -> Vec<Value> {
    let data = events(stream).into_iter().map(|event| {
        let lines = event.lines().filter_map(|line| line.strip_prefix("data:"));
        lines.collect::<Vec<_>>().join("\n")
    });
    data.filter_map(|data| serde_json::from_str(data.trim()).ok()).collect()
}

/// All strings at `pointer` of the stream's documents, joined.
pub(super) fn joined(stream: &str, pointer: &str) -> String {
    let documents = documents(stream);
    documents.iter().filter_map(|document| document.pointer(pointer)?.as_str()).collect()
}

/// All strings at `pointer` of the stream's documents of this type, joined.
pub(super) fn joined_of(stream: &str, kind: &str, pointer: &str) -> String {
    let documents = documents(stream).into_iter().filter(|document| document["type"] == kind);
    documents.filter_map(|document| Some(document.pointer(pointer)?.as_str()?.to_owned())).collect()
}

#[test]
fn pieces_are_the_document() {
    let json = r#"{"a\"" :[1.0e0,"\\","b"]}"#;
    assert_eq!(pieces(json), ["{", r#""a\"""#, " :[1.0e0,", r#""\\""#, ",", r#""b""#, "]}"]);
    assert_eq!(events("a\n\nb\r\n\r\nc"), ["a\n\n", "b\r\n\r\n", "c"]);
    assert_eq!(
        skeleton(r#"{"id":"x","content": "y","z":["content"]}"#),
        r#"{"id":"x","content": "","z":["content"]}"#
    );
}

#[test]
#[should_panic(expected = "an event is lost")]
fn a_lost_event_is_noticed() {
    assert_events_survive("data: {\"x\":1}\n\ndata: 2\n\n", "data: {\"x\":1}\n\n");
}

#[test]
#[should_panic(expected = "spelled anew")]
fn another_spelling_is_noticed() {
    assert_translated(r#"{"a":"\u0062"}"#, r#"{"a":"b"}"#, str::to_owned);
}
