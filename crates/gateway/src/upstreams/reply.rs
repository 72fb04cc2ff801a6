//! Reads what a provider answered: a whole document, or a stream of events.
//!
//! What is not JSON or server-sent events is no answer, whatever its status says.

use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, Response, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use portcullis_engine::{Answer, Body, EventStream};
use portcullis_model::{Code, Event, Head, Operation, Refusal};

use super::providers::broke_off;
use crate::dialects::{self, Decoder};

/// Bytes of a whole reply.
const REPLY_MAX: usize = 64 << 20;
/// Bytes of a header's value that is passed on.
const HEADER_MAX: usize = 256;

/// Reads the head, and the body as far as it is whole.
pub(super) async fn read(
    operation: Operation,
    response: Response<Incoming>,
) -> Result<Answer, Refusal> {
    let (parts, body) = response.into_parts();
    if parts.headers.contains_key(header::CONTENT_ENCODING) {
        return Err(nonsense("compressed although asked not to"));
    }
    if parts.status.is_redirection() || parts.status.is_informational() {
        return Err(nonsense("a redirect"));
    }
    let head = Head { status: parts.status.as_u16(), headers: passed_on(&parts.headers) };
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    if parts.status == StatusCode::OK && kind.starts_with("text/event-stream") {
        return Ok(Answer { head, body: Body::Stream(events(operation, body)), media: 0 });
    }
    let body = Limited::new(body, REPLY_MAX).collect().await;
    let body = body.map_err(|_| broke_off("the reply broke off, or is too large"))?.to_bytes();
    let text = String::from_utf8(body.into()).map_err(|_| nonsense("not UTF-8"))?;
    let document = dialects::reply(operation, head.status, text)?;
    Ok(Answer { head, body: Body::Whole(document), media: 0 })
}

/// The exact list of headers that a caller gets of its provider: ids and rate limits.
fn passed_on(headers: &HeaderMap) -> Vec<(Box<str>, Box<str>)> {
    headers
        .iter()
        .filter(|(name, value)| is_passed_on(name.as_str()) && value.len() <= HEADER_MAX)
        .filter_map(|(name, value)| Some((name.as_str().into(), value.to_str().ok()?.into())))
        .collect()
}

fn is_passed_on(name: &str) -> bool {
    const NAMES: &[&str] = &["request-id", "x-request-id", "retry-after", "retry-after-ms"];
    const STARTS: &[&str] = &["openai-", "x-ratelimit-", "anthropic-ratelimit-"];
    NAMES.contains(&name)
        || name == "x-should-retry"
        || STARTS.iter().any(|start| name.starts_with(start))
}

/// What a stream of events is read with.
struct Reading {
    body: Incoming,
    decoder: Decoder,
    done: bool,
}

fn events(operation: Operation, body: Incoming) -> EventStream {
    let reading = Reading { body, decoder: Decoder::new(operation), done: false };
    Box::pin(stream::try_unfold(reading, |mut reading| async move {
        Ok(reading.next().await?.map(|events| (events, reading)))
    }))
}

impl Reading {
    /// The next events; `None` at the end.
    async fn next(&mut self) -> Result<Option<Vec<Event>>, Refusal> {
        let mut events = Vec::new();
        while !self.done && events.is_empty() {
            match self.frame().await? {
                Some(bytes) => self.decoder.push(&bytes, &mut events)?,
                None => {
                    self.done = true;
                    self.decoder.finish(&mut events)?;
                }
            }
        }
        Ok((!events.is_empty()).then_some(events))
    }

    async fn frame(&mut self) -> Result<Option<Bytes>, Refusal> {
        while let Some(frame) = self.body.frame().await {
            let frame = frame.map_err(|_| broke_off("the reply broke off in mid-stream"))?;
            if let Ok(bytes) = frame.into_data() {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }
}

fn nonsense(reason: &'static str) -> Refusal {
    Refusal::new(Code::UpstreamFailed, "the provider's answer could not be understood", reason)
}
