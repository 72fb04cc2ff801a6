//! Scripts by name: the last word of the model's name says how the model behaves.
//!
//! So a client in another process chooses the script with each request (`gpt-echo`,
//! `claude-tool-odd`).

use crate::answer::{Answer, End, Part, Raw, Reply};
use crate::dialects::events_of;
use crate::request::Received;

/// What the model of this request answers.
///
/// | model | does |
/// |---|---|
/// | `*-echo` | answers `You wrote: ` and the last text |
/// | `*-tool` | calls the first tool with the last text in every argument; then echoes its result |
/// | `*-error` | answers 400 and repeats the last text in the message |
/// | `*-busy` | answers 429 |
/// | `*-html` | answers with a page |
/// | `*-broken` | breaks off in the middle of the answer |
/// | `*-stalled` | begins to answer and goes silent |
/// | `*-hang` | never answers |
///
/// With `-odd` at the end, the answer is spelled and cut by a seed from the last text.
#[must_use]
pub fn scene(request: &Received) -> Reply {
    if request.path.split('?').next().is_some_and(|path| path.ends_with("/models")) {
        return Reply::Models(vec!["gpt-echo".to_owned(), "claude-echo".to_owned()]);
    }
    let model = request.model();
    let (name, odd) = match model.strip_suffix("-odd") {
        Some(name) => (name, true),
        None => (model.as_str(), false),
    };
    let text = request.last_text();
    let mut answer = Answer::text(format!("You wrote: {text}"));
    match name.rsplit('-').next() {
        Some("tool") if !request.ends_with_tool_result() => answer.parts = call(request),
        Some("tool") => answer = Answer::text(format!("The tool said: {text}")),
        Some("error") => return Reply::Error { status: 400, message: format!("no: {text}") },
        Some("busy") => return Reply::Error { status: 429, message: "slow down".to_owned() },
        Some("html") => return Reply::Raw(Raw::html(502, "Bad gateway")),
        Some("broken") => return breaking(request, &answer, End::Broken),
        Some("stalled") => return breaking(request, &answer, End::Never),
        Some("hang") => return Reply::Hang,
        _ => {}
    }
    answer.seed = odd.then(|| seed_of(&text));
    answer.tame = true;
    Reply::Answer(answer)
}

/// A sentence, then a call of the first tool with the last text in every argument.
fn call(request: &Received) -> Vec<Part> {
    let said = Part::Text("Let me look. ".to_owned());
    let Some((name, arguments)) = request.tools().into_iter().next() else { return vec![said] };
    let text = serde_json::Value::String(request.last_text());
    let members = arguments.into_iter().map(|argument| (argument, text.clone()));
    let arguments = serde_json::Value::Object(members.collect()).to_string();
    vec![said, Part::Tool { id: "call_test1".to_owned(), name, arguments }]
}

/// The first half of an answer's events.
fn breaking(request: &Received, answer: &Answer, end: End) -> Reply {
    let mut events = events_of(request, answer);
    events.truncate(events.len() / 2);
    Reply::Raw(Raw::stream(events, end))
}

/// The same text gives the same seed (FNV-1a).
fn seed_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
