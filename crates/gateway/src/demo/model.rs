//! A scripted model: it answers from what it was sent, over the API of OpenAI.
//!
//! First it calls the tool with what it saw in the prompt; when it has the tool's result, it
//! answers the person in a stream that is cut in awkward places.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Bytes of answer text in one event: few, so that surrogates are cut.
const CUT: usize = 7;

/// A running scripted model. It stops when it is dropped.
#[derive(Debug)]
pub(super) struct Model {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Value>>>,
    server: JoinHandle<()>,
}

impl Drop for Model {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Model {
    pub(super) async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let server = tokio::spawn(listen(listener, Arc::clone(&seen)));
        Ok(Self { address, seen, server })
    }

    pub(super) fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The person's text in the first request, as it arrived here.
    pub(super) fn first_user_text(&self) -> Option<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.first().and_then(user_text).map(ToOwned::to_owned)
    }
}

async fn listen(listener: TcpListener, seen: Arc<Mutex<Vec<Value>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let seen = Arc::clone(&seen);
        let service = service_fn(move |request| answer(request, Arc::clone(&seen)));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(
    request: Request<Incoming>,
    seen: Arc<Mutex<Vec<Value>>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let body = request.into_body().collect().await.map(|body| body.to_bytes());
    let said: Value =
        body.ok().and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or(Value::Null);
    let (kind, text) = reply(&said);
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(said);
    let response = Response::builder().header("content-type", kind).body(Full::from(text));
    Ok(response.unwrap_or_default())
}

fn reply(said: &Value) -> (&'static str, String) {
    let prompt = user_text(said).unwrap_or_default();
    let mail = between(prompt, "order 1042 to ", ". You can");
    let phone = between(prompt, "call me at ", ". I paid");
    if said.get("stream").and_then(Value::as_bool) == Some(true) {
        let text = format!(
            "I sent the receipt for order 1042 to {mail}. If anything is missing I will call \
             {phone}."
        );
        return ("text/event-stream", stream(&text));
    }
    let arguments = json!({
        "to": mail,
        "subject": "Receipt for order 1042",
        "note": format!("Customer's phone: {phone}"),
    });
    let call = json!({
        "id": "call_1",
        "type": "function",
        "function": { "name": "send_receipt", "arguments": arguments.to_string() },
    });
    let message = json!({ "role": "assistant", "content": null, "tool_calls": [call] });
    let choice = json!({ "index": 0, "finish_reason": "tool_calls", "message": message });
    let whole = json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-demo",
        "choices": [choice],
    });
    ("application/json", whole.to_string())
}

/// The answer as server-sent events.
fn stream(text: &str) -> String {
    let chunk = |delta: Value, finish: Value| {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": finish });
        let chunk = json!({
            "id": "chatcmpl-2", "object": "chat.completion.chunk", "created": 1,
            "model": "gpt-demo", "choices": [choice],
        });
        format!("data: {chunk}\n\n")
    };
    let letters: Vec<char> = text.chars().collect();
    let mut out = chunk(json!({ "role": "assistant", "content": "" }), Value::Null);
    for piece in letters.chunks(CUT) {
        let piece: String = piece.iter().collect();
        out.push_str(&chunk(json!({ "content": piece }), Value::Null));
    }
    out.push_str(&chunk(json!({}), json!("stop")));
    out.push_str("data: [DONE]\n\n");
    out
}

/// The text of the first message of the person.
fn user_text(said: &Value) -> Option<&str> {
    let messages = said.get("messages")?.as_array()?;
    let of_user = |message: &&Value| message.get("role").and_then(Value::as_str) == Some("user");
    messages.iter().find(of_user)?.get("content")?.as_str()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).map_or("", |(_, rest)| rest);
    rest.split_once(after).map_or("", |(found, _)| found)
}
