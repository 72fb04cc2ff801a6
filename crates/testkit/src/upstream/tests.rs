//! The scripted model against the client, without a gate between them.

use super::*;
use crate::{Answer, Client, Response, scene};

const CHAT: &str = "/v1/chat/completions";
const MESSAGES: &str = "/v1/messages";

/// Starts the scenes and posts one message to a model.
async fn ask(path: &str, model: &str, text: &str, stream: bool) -> (Upstream, Response) {
    let upstream = Upstream::start(scene).await.unwrap();
    let body = serde_json::json!({
        "model": model,
        "stream": stream,
        "tools": [{"type": "function", "function":
            {"name": "look_up", "parameters": {"properties": {"who": {"type": "string"}}}}}],
        "messages": [{"role": "user", "content": text}],
    });
    let response = Client::new(upstream.address()).post(path, &[], body.to_string()).await.unwrap();
    (upstream, response)
}

async fn check(path: &str, model: &str, pointer: &str, expected: &str) {
    let (upstream, response) = ask(path, model, "é hi", false).await;
    let json = response.json();
    assert_eq!(json.pointer(pointer).and_then(|v| v.as_str()), Some(expected), "{json}");
    assert_eq!(upstream.last().unwrap().sent, response.body);
}

#[tokio::test]
async fn scenes_answer_in_both_dialects() {
    let content = "/choices/0/message/content";
    check(CHAT, "gpt-echo", content, "You wrote: é hi").await;
    check(CHAT, "gpt-echo-odd", content, "You wrote: é hi").await;
    check(MESSAGES, "claude-echo", "/content/0/text", "You wrote: é hi").await;
    check(MESSAGES, "claude-echo-odd", "/content/0/text", "You wrote: é hi").await;
    let arguments = "/choices/0/message/tool_calls/0/function/arguments";
    check(CHAT, "gpt-tool", arguments, "{\"who\":\"é hi\"}").await;
    check(MESSAGES, "claude-tool", "/content/1/input/who", "é hi").await;
    check(CHAT, "gpt-error", "/error/message", "no: é hi").await;
    check(MESSAGES, "claude-error", "/error/message", "no: é hi").await;
    check("/v1/models", "", "/data/0/id", "gpt-echo").await;
}

#[tokio::test]
async fn streams_arrive_whole_however_they_are_cut() {
    for model in ["gpt-echo", "gpt-echo-odd"] {
        let (upstream, response) = ask(CHAT, model, "é hi", true).await;
        assert_eq!(response.header("content-type"), "text/event-stream");
        assert!(response.complete && response.text().contains("[DONE]"));
        assert_eq!(upstream.last().unwrap().sent, response.body);
    }
}

#[tokio::test]
async fn faults_are_as_scripted() {
    let (_upstream, response) = ask(CHAT, "gpt-broken", "hi", true).await;
    assert!(!response.complete && !response.text().contains("[DONE]"));
    let (_upstream, response) = ask(CHAT, "gpt-html", "hi", false).await;
    assert_eq!(
        (response.status, response.header("content-type")),
        (502, "text/html; charset=utf-8")
    );
    let (_upstream, response) = ask(CHAT, "gpt-busy", "hi", false).await;
    assert_eq!(response.status, 429);
}

#[tokio::test]
async fn a_caller_that_hangs_up_is_noticed() {
    let upstream = Upstream::start(scene).await.unwrap();
    let client = Client::new(upstream.address());
    let body = r#"{"model":"gpt-stalled","stream":true,"messages":[{"content":"a b c d"}]}"#;
    let response = client.post_and_hang_up(CHAT, &[], body, 1).await.unwrap();
    assert!(!response.body.is_empty());
    upstream.hung_up(1).await;

    let hanging = body.replace("stalled", "hang");
    let call = tokio::spawn(async move { client.post(CHAT, &[], hanging).await });
    upstream.arrived(2).await;
    call.abort();
    upstream.hung_up(2).await;
}

#[tokio::test]
async fn every_byte_is_on_the_tape() {
    let upstream = Upstream::start(|_| Reply::Answer(Answer::text("x"))).await.unwrap();
    let client = Client::new(upstream.address());
    client.post(CHAT, &[("x-planted", "in-a-header")], "{\"a\":\"in-the-body\"}").await.unwrap();
    let raw = client.raw(b"GET /planted-in-path HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert!(raw.starts_with(b"HTTP/1.1 200"));
    let tape = String::from_utf8(upstream.bytes()).unwrap();
    for planted in ["in-a-header", "in-the-body", "/planted-in-path"] {
        assert!(tape.contains(planted), "{planted}");
    }
    assert_eq!(upstream.exchanges()[0].received.header("x-planted"), "in-a-header");
}
