//! Messages as Anthropic answers them.

use super::Writer;
use crate::answer::{Answer, Part};
use crate::spelling::Node;

const ID: &str = "msg_test0001";
const SIGNATURE: &str = "c2lnbmF0dXJlLW9mLXRlc3Q=";

/// A whole answer.
pub(super) fn whole(model: &str, answer: &Answer) -> Node {
    let blocks = answer.parts.iter().map(|part| match part {
        Part::Text(text) => block("text", vec![("text", Node::text(text))]),
        Part::Reasoning(text) => block(
            "thinking",
            vec![("thinking", Node::text(text)), ("signature", Node::text(SIGNATURE))],
        ),
        Part::Tool { id, name, arguments } => tool(id, name, arguments),
    });
    message(model, blocks.collect(), Node::text(stop(answer)))
}

/// An answer in events.
pub(super) fn stream(model: &str, answer: &Answer, writer: &mut Writer) {
    let start = message(model, Vec::new(), Node::raw("null"));
    named(writer, "message_start", vec![("message", start)]);
    writer.unknown_event();
    for (index, part) in answer.parts.iter().enumerate() {
        let number = || Node::raw(index.to_string());
        let (first, kind, name, text) = match part {
            Part::Text(text) => {
                (block("text", vec![("text", Node::text(""))]), "text_delta", "text", text)
            }
            Part::Reasoning(text) => {
                let empty = vec![("thinking", Node::text("")), ("signature", Node::text(""))];
                (block("thinking", empty), "thinking_delta", "thinking", text)
            }
            Part::Tool { id, name, arguments } => {
                (tool(id, name, "{}"), "input_json_delta", "partial_json", arguments)
            }
        };
        named(writer, "content_block_start", vec![("index", number()), ("content_block", first)]);
        if index == 0 {
            named(writer, "ping", Vec::new());
        }
        for piece in writer.deltas(text) {
            let delta = block(kind, vec![(name, Node::text(piece))]);
            named(writer, "content_block_delta", vec![("index", number()), ("delta", delta)]);
        }
        if matches!(part, Part::Reasoning(_)) {
            let delta = block("signature_delta", vec![("signature", Node::text(SIGNATURE))]);
            named(writer, "content_block_delta", vec![("index", number()), ("delta", delta)]);
        }
        named(writer, "content_block_stop", vec![("index", number())]);
    }
    let delta =
        vec![("stop_reason", Node::text(stop(answer))), ("stop_sequence", Node::raw("null"))];
    let usage = Node::Object(vec![("output_tokens", Node::raw("12"))]);
    named(writer, "message_delta", vec![("delta", Node::Object(delta)), ("usage", usage)]);
    named(writer, "message_stop", Vec::new());
}

/// An error body.
pub(super) fn error(message: &str) -> Node {
    let error =
        vec![("type", Node::text("invalid_request_error")), ("message", Node::text(message))];
    Node::Object(vec![("type", Node::text("error")), ("error", Node::Object(error))])
}

/// A list of models.
pub(super) fn models(names: &[String]) -> Node {
    let model = |name: &String| {
        Node::Object(vec![
            ("type", Node::text("model")),
            ("id", Node::text(name)),
            ("display_name", Node::text(name)),
            ("created_at", Node::text("2026-01-01T00:00:00Z")),
        ])
    };
    let bound = |name: Option<&String>| name.map_or_else(|| Node::raw("null"), Node::text);
    Node::Object(vec![
        ("data", Node::List(names.iter().map(model).collect())),
        ("has_more", Node::raw("false")),
        ("first_id", bound(names.first())),
        ("last_id", bound(names.last())),
    ])
}

fn named(writer: &mut Writer, name: &'static str, members: Vec<(&'static str, Node)>) {
    let members = std::iter::once(("type", Node::text(name))).chain(members);
    writer.event(Some(name), &Node::Object(members.collect()));
}

fn block(kind: &str, members: Vec<(&'static str, Node)>) -> Node {
    Node::Object(std::iter::once(("type", Node::text(kind))).chain(members).collect())
}

/// `input` is JSON in place; its spelling is the model's and stays.
fn tool(id: &str, name: &str, input: &str) -> Node {
    let members =
        vec![("id", Node::text(id)), ("name", Node::text(name)), ("input", Node::raw(input))];
    block("tool_use", members)
}

fn stop(answer: &Answer) -> &'static str {
    if answer.calls_tools() { "tool_use" } else { "end_turn" }
}

fn message(model: &str, content: Vec<Node>, stop: Node) -> Node {
    let usage =
        Node::Object(vec![("input_tokens", Node::raw("9")), ("output_tokens", Node::raw("12"))]);
    Node::Object(vec![
        ("id", Node::text(ID)),
        ("type", Node::text("message")),
        ("role", Node::text("assistant")),
        ("model", Node::text(model)),
        ("content", Node::List(content)),
        ("stop_reason", stop),
        ("stop_sequence", Node::raw("null")),
        ("usage", usage),
    ])
}
