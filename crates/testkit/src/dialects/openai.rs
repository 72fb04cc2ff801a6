//! Chat completions as OpenAI and its imitators answer them.

use super::Writer;
use crate::answer::{Answer, Part};
use crate::spelling::Node;

const ID: &str = "chatcmpl-test0001";
const CREATED: &str = "1700000000";

/// A whole answer.
pub(super) fn whole(model: &str, answer: &Answer) -> Node {
    let (mut text, mut reasoning, mut tools) = (String::new(), String::new(), Vec::new());
    for part in &answer.parts {
        match part {
            Part::Text(part) => text.push_str(part),
            Part::Reasoning(part) => reasoning.push_str(part),
            Part::Tool { id, name, arguments } => tools.push(tool(id, name, arguments)),
        }
    }
    let has_text = answer.parts.iter().any(|part| matches!(part, Part::Text(_)));
    let content = if has_text { Node::text(text) } else { Node::raw("null") };
    let mut message = vec![("role", Node::text("assistant")), ("content", content)];
    message.push(("refusal", Node::raw("null")));
    if !reasoning.is_empty() {
        message.push(("reasoning_content", Node::text(reasoning)));
    }
    if !tools.is_empty() {
        message.push(("tool_calls", Node::List(tools)));
    }
    let choice = Node::Object(vec![
        ("index", Node::raw("0")),
        ("message", Node::Object(message)),
        ("logprobs", Node::raw("null")),
        ("finish_reason", Node::text(finish(answer))),
    ]);
    let head = head(model, "chat.completion");
    let body = [("choices", Node::List(vec![choice])), ("usage", usage())];
    Node::Object(head.into_iter().chain(body).collect())
}

/// An answer in events.
pub(super) fn stream(model: &str, answer: &Answer, writer: &mut Writer) {
    let role = vec![("role", Node::text("assistant")), ("content", Node::text(""))];
    writer.event(None, &chunk(model, role, None));
    writer.unknown_event();
    let mut tools = 0;
    for part in &answer.parts {
        match part {
            Part::Text(text) => deltas(model, "content", text, writer),
            Part::Reasoning(text) => deltas(model, "reasoning_content", text, writer),
            Part::Tool { id, name, arguments } => {
                let function = vec![("name", Node::text(name)), ("arguments", Node::text(""))];
                let start = vec![
                    ("index", Node::raw(tools.to_string())),
                    ("id", Node::text(id)),
                    ("type", Node::text("function")),
                    ("function", Node::Object(function)),
                ];
                writer.event(None, &tool_chunk(model, start));
                for piece in writer.deltas(arguments) {
                    let function = Node::Object(vec![("arguments", Node::text(piece))]);
                    let more =
                        vec![("index", Node::raw(tools.to_string())), ("function", function)];
                    writer.event(None, &tool_chunk(model, more));
                }
                tools += 1;
            }
        }
    }
    writer.event(None, &chunk(model, Vec::new(), Some(finish(answer))));
    let mut last = head(model, "chat.completion.chunk");
    last.extend([("choices", Node::List(Vec::new())), ("usage", usage())]);
    writer.event(None, &Node::Object(last));
    writer.line(None, "[DONE]");
}

fn deltas(model: &str, name: &'static str, text: &str, writer: &mut Writer) {
    for piece in writer.deltas(text) {
        writer.event(None, &chunk(model, vec![(name, Node::text(piece))], None));
    }
}

/// An error body.
pub(super) fn error(message: &str) -> Node {
    let error = vec![
        ("message", Node::text(message)),
        ("type", Node::text("invalid_request_error")),
        ("param", Node::raw("null")),
        ("code", Node::text("scripted")),
    ];
    Node::Object(vec![("error", Node::Object(error))])
}

/// A list of models.
pub(super) fn models(names: &[String]) -> Node {
    let model = |name: &String| {
        Node::Object(vec![
            ("id", Node::text(name)),
            ("object", Node::text("model")),
            ("created", Node::raw(CREATED)),
            ("owned_by", Node::text("test")),
        ])
    };
    let names = Node::List(names.iter().map(model).collect());
    Node::Object(vec![("object", Node::text("list")), ("data", names)])
}

fn tool(id: &str, name: &str, arguments: &str) -> Node {
    let function = vec![("name", Node::text(name)), ("arguments", Node::text(arguments))];
    Node::Object(vec![
        ("id", Node::text(id)),
        ("type", Node::text("function")),
        ("function", Node::Object(function)),
    ])
}

fn finish(answer: &Answer) -> &'static str {
    if answer.calls_tools() { "tool_calls" } else { "stop" }
}

fn head(model: &str, object: &str) -> Vec<(&'static str, Node)> {
    vec![
        ("id", Node::text(ID)),
        ("object", Node::text(object)),
        ("created", Node::raw(CREATED)),
        ("model", Node::text(model)),
        ("system_fingerprint", Node::text("fp_test")),
    ]
}

fn usage() -> Node {
    Node::Object(vec![
        ("prompt_tokens", Node::raw("9")),
        ("completion_tokens", Node::raw("12")),
        ("total_tokens", Node::raw("21")),
    ])
}

fn chunk(model: &str, delta: Vec<(&'static str, Node)>, finish: Option<&str>) -> Node {
    let choice = Node::Object(vec![
        ("index", Node::raw("0")),
        ("delta", Node::Object(delta)),
        ("logprobs", Node::raw("null")),
        ("finish_reason", finish.map_or_else(|| Node::raw("null"), Node::text)),
    ]);
    let mut members = head(model, "chat.completion.chunk");
    members.push(("choices", Node::List(vec![choice])));
    Node::Object(members)
}

fn tool_chunk(model: &str, call: Vec<(&'static str, Node)>) -> Node {
    chunk(model, vec![("tool_calls", Node::List(vec![Node::Object(call)]))], None)
}
