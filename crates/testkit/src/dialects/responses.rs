//! Responses as OpenAI answers them: every text in pieces, at the end of its part, of its item,
//! and of the stream.

use super::Writer;
use crate::answer::{Answer, Part};
use crate::spelling::Node;

const ID: &str = "resp_test0001";

/// A whole answer; `echo` is what it repeats of its request.
pub(super) fn whole(model: &str, echo: &str, answer: &Answer) -> Node {
    let output = answer.parts.iter().enumerate().map(|(index, part)| item(index, part, Step::Done));
    response(model, echo, "completed", output.collect())
}

/// How far an item is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Added,
    Done,
}

/// An answer in events.
pub(super) fn stream(model: &str, echo: &str, answer: &Answer, writer: &mut Writer) {
    let mut count = Count::default();
    for name in ["response.created", "response.in_progress"] {
        let response = response(model, echo, "in_progress", Vec::new());
        count.event(writer, name, vec![("response", response)]);
    }
    writer.unknown_event();
    for (index, part) in answer.parts.iter().enumerate() {
        let at = ("output_index", Node::raw(index.to_string()));
        let place = vec![("item_id", Node::text(id(index, part))), at.clone()];
        let added = vec![at.clone(), ("item", item(index, part, Step::Added))];
        count.event(writer, "response.output_item.added", added);
        let part_of = |number: &'static str| {
            let number = (number, Node::raw("0"));
            place.iter().cloned().chain([number]).collect::<Vec<_>>()
        };
        let mut flow = Flow { count: &mut count, writer };
        match part {
            Part::Text(text) => {
                let at = part_of("content_index");
                let begin = with(&at, "part", output_text(""));
                flow.count.event(flow.writer, "response.content_part.added", begin);
                flow.text("response.output_text", &at, text, ("text", true));
                let end = with(&at, "part", output_text(text));
                flow.count.event(flow.writer, "response.content_part.done", end);
            }
            Part::Reasoning(text) => {
                let at = part_of("summary_index");
                let begin = with(&at, "part", summary_text(""));
                flow.count.event(flow.writer, "response.reasoning_summary_part.added", begin);
                flow.text("response.reasoning_summary_text", &at, text, ("text", false));
                let end = with(&at, "part", summary_text(text));
                flow.count.event(flow.writer, "response.reasoning_summary_part.done", end);
            }
            Part::Tool { arguments, .. } => {
                let name = "response.function_call_arguments";
                flow.text(name, &place, arguments, ("arguments", false));
            }
        }
        let done = vec![at, ("item", item(index, part, Step::Done))];
        count.event(writer, "response.output_item.done", done);
    }
    let last = whole(model, echo, answer);
    count.event(writer, "response.completed", vec![("response", last)]);
}

/// Counts the events of a stream.
#[derive(Default)]
struct Count(u32);

impl Count {
    fn event(
        &mut self,
        writer: &mut Writer,
        name: &'static str,
        members: Vec<(&'static str, Node)>,
    ) {
        let head = [("type", Node::text(name)), ("sequence_number", Node::raw(self.0.to_string()))];
        self.0 += 1;
        writer.event(Some(name), &Node::Object(head.into_iter().chain(members).collect()));
    }
}

struct Flow<'a> {
    count: &'a mut Count,
    writer: &'a mut Writer,
}

impl Flow<'_> {
    /// A text in deltas, and then once more.
    fn text(
        &mut self,
        name: &'static str,
        at: &[(&'static str, Node)],
        text: &str,
        (key, logprobs): (&'static str, bool),
    ) {
        let (delta, done) = match name {
            "response.output_text" => ("response.output_text.delta", "response.output_text.done"),
            "response.reasoning_summary_text" => {
                ("response.reasoning_summary_text.delta", "response.reasoning_summary_text.done")
            }
            _ => {
                ("response.function_call_arguments.delta", "response.function_call_arguments.done")
            }
        };
        let empty = || logprobs.then(|| ("logprobs", Node::List(Vec::new())));
        for piece in self.writer.deltas(text) {
            let members = with(at, "delta", Node::text(piece)).into_iter().chain(empty());
            self.count.event(self.writer, delta, members.collect());
        }
        let members = with(at, key, Node::text(text)).into_iter().chain(empty());
        self.count.event(self.writer, done, members.collect());
    }
}

fn with(at: &[(&'static str, Node)], name: &'static str, value: Node) -> Vec<(&'static str, Node)> {
    at.iter().cloned().chain([(name, value)]).collect()
}

fn output_text(text: &str) -> Node {
    Node::Object(vec![
        ("type", Node::text("output_text")),
        ("annotations", Node::List(Vec::new())),
        ("logprobs", Node::List(Vec::new())),
        ("text", Node::text(text)),
    ])
}

fn summary_text(text: &str) -> Node {
    Node::Object(vec![("type", Node::text("summary_text")), ("text", Node::text(text))])
}

fn id(index: usize, part: &Part) -> String {
    let kind = match part {
        Part::Text(_) => "msg",
        Part::Reasoning(_) => "rs",
        Part::Tool { .. } => "fc",
    };
    format!("{kind}_test{index:04}")
}

fn item(index: usize, part: &Part, step: Step) -> Node {
    let id = ("id", Node::text(id(index, part)));
    let status = if step == Step::Done { "completed" } else { "in_progress" };
    let only = |part: Node| if step == Step::Done { vec![part] } else { Vec::new() };
    Node::Object(match part {
        Part::Text(text) => vec![
            id,
            ("type", Node::text("message")),
            ("status", Node::text(status)),
            ("content", Node::List(only(output_text(text)))),
            ("role", Node::text("assistant")),
        ],
        Part::Reasoning(text) => vec![
            id,
            ("type", Node::text("reasoning")),
            ("summary", Node::List(only(summary_text(text)))),
        ],
        Part::Tool { id: call, name, arguments } => vec![
            id,
            ("type", Node::text("function_call")),
            ("status", Node::text(status)),
            ("arguments", Node::text(if step == Step::Done { arguments } else { "" })),
            ("call_id", Node::text(call)),
            ("name", Node::text(name)),
        ],
    })
}

/// `echo` is the member `instructions` as it came, which a provider repeats.
fn response(model: &str, echo: &str, status: &str, output: Vec<Node>) -> Node {
    let usage = Node::Object(vec![
        ("input_tokens", Node::raw("9")),
        ("input_tokens_details", Node::Object(vec![("cached_tokens", Node::raw("0"))])),
        ("output_tokens", Node::raw("12")),
        ("output_tokens_details", Node::Object(vec![("reasoning_tokens", Node::raw("0"))])),
        ("total_tokens", Node::raw("21")),
    ]);
    Node::Object(vec![
        ("id", Node::text(ID)),
        ("object", Node::text("response")),
        ("created_at", Node::raw("1700000000")),
        ("status", Node::text(status)),
        ("error", Node::raw("null")),
        ("incomplete_details", Node::raw("null")),
        ("instructions", if echo.is_empty() { Node::raw("null") } else { Node::text(echo) }),
        ("model", Node::text(model)),
        ("output", Node::List(output)),
        ("parallel_tool_calls", Node::raw("true")),
        ("temperature", Node::raw("1.0")),
        ("tool_choice", Node::text("auto")),
        ("tools", Node::List(Vec::new())),
        ("top_p", Node::raw("1.0")),
        ("metadata", Node::Object(Vec::new())),
        ("usage", if status == "completed" { usage } else { Node::raw("null") }),
    ])
}
