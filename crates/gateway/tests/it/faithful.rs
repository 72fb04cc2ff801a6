//! The model sees no value, the user reads everything, and nothing else changes: for a thousand
//! seeds, in all dialects, whole and streamed.

use futures_util::StreamExt as _;
use portcullis_testkit::{Random, Response, Upstream};
use serde_json::Value;

use super::compare::{
    assert_events_survive, assert_translated, documents, joined, joined_of, leaves,
};
use super::conversation::{Prompt, asking, repeat};
use super::gate::Gate;

const SEEDS: u64 = 1000;
const AT_ONCE: usize = 12;

/// What a reply says, by the dialect's own places.
struct Said {
    text: String,
    reasoning: String,
    arguments: String,
}

/// One dialect: its path, its models, where its replies have their texts.
struct Dialect {
    path: &'static str,
    model: &'static str,
    body: fn(&portcullis_testkit::Asking) -> String,
    whole: fn(&Value) -> Said,
    streamed: fn(&str) -> Said,
}

const OPENAI: Dialect = Dialect {
    path: "/v1/chat/completions",
    model: "gpt",
    body: |asking| asking.openai(),
    whole: |reply| {
        let message = &reply["choices"][0]["message"];
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        Said {
            text: text(&message["content"]),
            reasoning: text(&message["reasoning_content"]),
            arguments: text(&message["tool_calls"][0]["function"]["arguments"]),
        }
    },
    streamed: |stream| Said {
        text: joined(stream, "/choices/0/delta/content"),
        reasoning: joined(stream, "/choices/0/delta/reasoning_content"),
        arguments: joined(stream, "/choices/0/delta/tool_calls/0/function/arguments"),
    },
};

const RESPONSES: Dialect = Dialect {
    path: "/v1/responses",
    model: "gpt",
    body: |asking| asking.responses(),
    whole: |reply| {
        let items = reply["output"].as_array().cloned().unwrap_or_default();
        let of = |kind: &str, pointer: &str| -> String {
            let items = items.iter().filter(|item| item["type"] == kind);
            items.filter_map(|item| item.pointer(pointer)?.as_str()).collect()
        };
        Said {
            text: of("message", "/content/0/text"),
            reasoning: of("reasoning", "/summary/0/text"),
            arguments: of("function_call", "/arguments"),
        }
    },
    streamed: |stream| {
        let of = |kind: &str, member: &str| joined_of(stream, kind, member);
        let said = Said {
            text: of("response.output_text.delta", "/delta"),
            reasoning: of("response.reasoning_summary_text.delta", "/delta"),
            arguments: of("response.function_call_arguments.delta", "/delta"),
        };
        // A stream says everything again, and says the same.
        assert_eq!(said.text, of("response.output_text.done", "/text"));
        assert_eq!(said.text, of("response.content_part.done", "/part/text"));
        assert_eq!(said.text, of("response.output_item.done", "/item/content/0/text"));
        assert_eq!(said.reasoning, of("response.reasoning_summary_text.done", "/text"));
        assert_eq!(said.reasoning, of("response.reasoning_summary_part.done", "/part/text"));
        assert_eq!(said.reasoning, of("response.output_item.done", "/item/summary/0/text"));
        assert_eq!(said.arguments, of("response.function_call_arguments.done", "/arguments"));
        assert_eq!(said.arguments, of("response.output_item.done", "/item/arguments"));
        let mut completed = documents(stream).into_iter();
        let completed = completed.rfind(|event| event["type"] == "response.completed").unwrap();
        let last = (RESPONSES.whole)(&completed["response"]);
        assert_eq!(said.text, last.text);
        assert_eq!(said.reasoning, last.reasoning);
        assert_eq!(said.arguments, last.arguments);
        said
    },
};

const ANTHROPIC: Dialect = Dialect {
    path: "/v1/messages",
    model: "claude",
    body: |asking| asking.anthropic(),
    whole: |reply| {
        let blocks = reply["content"].as_array().cloned().unwrap_or_default();
        let of = |kind: &str, name: &str| -> String {
            let blocks = blocks.iter().filter(|block| block["type"] == kind);
            blocks.filter_map(|block| block[name].as_str()).collect()
        };
        let input = blocks.iter().find(|block| block["type"] == "tool_use");
        Said {
            text: of("text", "text"),
            // Signed: nobody may change it, so it stays as the model wrote it.
            reasoning: String::new(),
            arguments: input.map(|block| block["input"].to_string()).unwrap_or_default(),
        }
    },
    streamed: |stream| Said {
        text: joined(stream, "/delta/text"),
        reasoning: String::new(),
        arguments: joined(stream, "/delta/partial_json"),
    },
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openai_whole() {
    check(&OPENAI, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openai_streamed() {
    check(&OPENAI, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn responses_whole() {
    check(&RESPONSES, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn responses_streamed() {
    check(&RESPONSES, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anthropic_whole() {
    check(&ANTHROPIC, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anthropic_streamed() {
    check(&ANTHROPIC, true).await;
}

async fn check(dialect: &Dialect, stream: bool) {
    let upstream = Upstream::start(repeat).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let planted = futures_util::stream::iter(0..SEEDS)
        .map(|seed| converse(dialect, stream, seed, &gate, &upstream))
        .buffer_unordered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    // Also across connections and framing: the tape has every byte that ever arrived.
    let tape = upstream.bytes();
    assert_eq!(upstream.exchanges().len(), usize::try_from(SEEDS).unwrap());
    for value in planted.iter().flatten().take(300) {
        assert!(memchr::memmem::find(&tape, value.as_bytes()).is_none(), "{value} on the tape");
    }
    let record = gate.stop().await;
    assert_eq!(record.outcomes.len(), usize::try_from(SEEDS).unwrap());
    for value in planted.iter().flatten().take(300) {
        assert!(!record.text.contains(value.as_str()), "{value} in the log");
    }
}

/// One conversation; returns what was planted.
async fn converse(
    dialect: &Dialect,
    stream: bool,
    seed: u64,
    gate: &Gate,
    upstream: &Upstream,
) -> Vec<String> {
    let mut random = Random::new(seed);
    let prompt = Prompt::new(&mut random);
    let asking = asking(dialect.model, seed, stream, &prompt.text);
    let body = (dialect.body)(&asking);
    let user = format!("user-{}", seed % 7);
    let headers = [("x-portcullis-user", user.as_str())];
    let response = gate.client().post(dialect.path, &headers, body.clone()).await.unwrap();
    assert_eq!(response.status, 200, "seed {seed}: {}", response.text());

    let exchange = upstream.last_of(&asking.model).unwrap();
    let received = std::str::from_utf8(&exchange.received.body).unwrap();
    let seen = exchange.received.last_text();
    let surrogates = prompt.surrogates(&seen);
    let surrogates =
        surrogates.unwrap_or_else(|| panic!("seed {seed}: changed\n{}\n{seen}", prompt.text));
    let everything = String::from_utf8_lossy(&exchange.received.everything()).into_owned();
    let said_to_model = leaves(&exchange.received.json()).join("\n");
    for value in &prompt.values {
        assert!(!everything.contains(value), "seed {seed}: {value} at the model");
        assert!(!said_to_model.contains(value), "seed {seed}: {value}, escaped, at the model");
    }
    assert_translated(&body, received, |text| {
        if *text == prompt.text { seen.clone() } else { text.to_owned() }
    });

    let sent = String::from_utf8(exchange.sent.clone()).unwrap();
    let came = response.text();
    let (said, meant) = if stream {
        assert_stream(&response);
        assert_events_survive(&sent, &came);
        ((dialect.streamed)(&came), (dialect.streamed)(&sent))
    } else {
        assert_translated(&sent, &came, |text| {
            // Signed reasoning and undisclosed arguments stay as the model wrote them.
            let unsigned = dialect.model == "gpt" && text.starts_with("The user says");
            let revealed = unsigned || text.starts_with("You wrote: ");
            if revealed { text.replace(&seen, &prompt.text) } else { text.to_owned() }
        });
        let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        ((dialect.whole)(&parse(&came)), (dialect.whole)(&parse(&sent)))
    };
    assert_eq!(said.text, format!("You wrote: {}", prompt.text), "seed {seed}");
    assert_eq!(said.reasoning, meant.reasoning.replace(&seen, &prompt.text), "seed {seed}");
    // No rule discloses anything to the tool: its arguments stay as the model wrote them.
    assert_eq!(said.arguments, meant.arguments, "seed {seed}");
    for surrogate in &surrogates {
        assert!(!said.text.contains(surrogate), "seed {seed}: {surrogate} is left in the text");
    }
    prompt.values
}

fn assert_stream(response: &Response) {
    assert!(response.complete);
    assert!(response.header("content-type").starts_with("text/event-stream"));
}
