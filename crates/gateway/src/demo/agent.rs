//! The application of the demonstration: it talks to the model through the gate, and runs the
//! tool that the model calls.

use std::net::SocketAddr;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use portcullis_model::Secret;
use serde_json::{Value, json};

use super::DemoError;

/// What the application's side of the conversation was.
pub(super) struct Said {
    pub(super) tool_got: String,
    pub(super) user_read: String,
}

/// Holds the conversation.
pub(super) async fn converse(gate: SocketAddr, prompt: &Secret) -> Result<Said, DemoError> {
    let user = json!({ "role": "user", "content": prompt.expose() });
    let first = post(gate, &request(std::slice::from_ref(&user), false)).await?;
    let first: Value =
        serde_json::from_str(&first).map_err(|_| DemoError::Conversation("no JSON"))?;
    let message = first
        .pointer("/choices/0/message")
        .ok_or(DemoError::Conversation("no message in the first answer"))?;
    let tool_got = message
        .pointer("/tool_calls/0/function/arguments")
        .and_then(Value::as_str)
        .ok_or(DemoError::Conversation("the model did not call the tool"))?
        .to_owned();
    let result = json!({
        "role": "tool", "tool_call_id": "call_1", "content": send_receipt(&tool_got),
    });
    let second = request(&[user, message.clone(), result], true);
    let user_read = read_stream(&post(gate, &second).await?);
    Ok(Said { tool_got, user_read })
}

/// The tool: what it is called with is what it would send.
fn send_receipt(arguments: &str) -> String {
    let arguments: Value = serde_json::from_str(arguments).unwrap_or(Value::Null);
    let to = arguments.get("to").and_then(Value::as_str).unwrap_or("nobody");
    format!("queued for {to}")
}

fn request(messages: &[Value], stream: bool) -> Value {
    let parameters = json!({
        "type": "object",
        "properties": {
            "to": { "type": "string" },
            "subject": { "type": "string" },
            "note": { "type": "string" },
        },
        "required": ["to"],
    });
    let tool = json!({
        "type": "function",
        "function": {
            "name": "send_receipt",
            "description": "Sends the receipt of an order",
            "parameters": parameters,
        },
    });
    json!({ "model": "gpt-demo", "stream": stream, "messages": messages, "tools": [tool] })
}

async fn post(gate: SocketAddr, body: &Value) -> Result<String, DemoError> {
    let request = Request::post(format!("http://{gate}/v1/chat/completions"))
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body.to_string())))
        .map_err(|_| DemoError::Conversation("no request could be made"))?;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request).await;
    let response = response.map_err(|_| DemoError::Conversation("the gate does not answer"))?;
    if !response.status().is_success() {
        return Err(DemoError::Conversation("the gate refused"));
    }
    let body = response.into_body().collect().await;
    let body = body.map_err(|_| DemoError::Conversation("the answer broke off"))?.to_bytes();
    String::from_utf8(body.into()).map_err(|_| DemoError::Conversation("the answer is no text"))
}

/// The text of a streamed answer.
fn read_stream(events: &str) -> String {
    events
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .filter_map(|event| serde_json::from_str::<Value>(event).ok())
        .filter_map(|event| {
            event.pointer("/choices/0/delta/content").and_then(Value::as_str).map(ToOwned::to_owned)
        })
        .collect()
}
