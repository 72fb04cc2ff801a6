//! Answers that are no text: embeddings and counts of tokens.

use crate::answer::Raw;
use crate::request::Received;
use crate::spelling::{Node, Speller};

/// One vector for each text of the request, as numbers or in base64.
pub(super) fn embeddings(request: &Received) -> Raw {
    let body = request.json();
    let count = match body.get("input") {
        Some(serde_json::Value::Array(items)) if items.iter().all(|item| !item.is_number()) => {
            items.len()
        }
        _ => 1,
    };
    let base64 = body.get("encoding_format").is_some_and(|format| format == "base64");
    let vector = || match base64 {
        // 0.5, -0.25, 1.0 as little-endian floats.
        true => Node::text("AAAAPwAAgL4AAIA/"),
        false => Node::raw("[0.5, -2.5e-1, 1.0000000]"),
    };
    let item = |index: usize| {
        Node::Object(vec![
            ("object", Node::text("embedding")),
            ("index", Node::raw(index.to_string())),
            ("embedding", vector()),
        ])
    };
    let usage =
        Node::Object(vec![("prompt_tokens", Node::raw("8")), ("total_tokens", Node::raw("8"))]);
    plain(&Node::Object(vec![
        ("object", Node::text("list")),
        ("data", Node::List((0..count).map(item).collect())),
        ("model", Node::text(request.model())),
        ("usage", usage),
    ]))
}

/// How many tokens a request has.
pub(super) fn tokens() -> Raw {
    plain(&Node::Object(vec![("input_tokens", Node::raw("42"))]))
}

fn plain(node: &Node) -> Raw {
    Raw::whole(200, "application/json", Speller::new(None).spell(node))
}
