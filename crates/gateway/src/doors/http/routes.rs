//! Which path leads to which door.

use http::{Method, Request, Response};
use hyper::body::Incoming;
use portcullis_model::{Code, Operation, Refusal};

use super::{ReplyBody, Site, json, origin};
use crate::dialects::{self, Dialect};

/// Answers one request.
pub(super) async fn answer(site: &Site, request: Request<Incoming>) -> Response<ReplyBody> {
    if let Err(refusal) = origin::check(site, request.uri(), request.headers()) {
        return bare(&refusal);
    }
    let path = request.uri().path();
    match (request.method(), path) {
        (&Method::GET | &Method::HEAD, "/healthz") => json(200, r#"{"status":"ok"}"#.to_owned()),
        (&Method::GET | &Method::HEAD, "/readyz") => ready(site),
        (&Method::GET, "/metrics") => super::text(200, site.llm.metrics()),
        (&Method::POST, "/v1/chat/completions") => {
            site.llm.answer(Operation::ChatCompletions, request).await
        }
        (&Method::POST, "/v1/messages") => site.llm.answer(Operation::Messages, request).await,
        (&Method::GET, "/v1/models") => {
            let operation = match asks_anthropic(&request) {
                true => Operation::AnthropicModels,
                false => Operation::OpenAiModels,
            };
            site.llm.answer(operation, request).await
        }
        _ => bare(&unknown(known_path(path))),
    }
}

/// Whether the caller speaks Anthropic's dialect, where the path does not say.
fn asks_anthropic(request: &Request<Incoming>) -> bool {
    let headers = request.headers();
    headers.contains_key("anthropic-version") || headers.contains_key("anthropic-beta")
}

fn known_path(path: &str) -> bool {
    ["/v1/chat/completions", "/v1/messages", "/v1/models", "/healthz", "/readyz", "/metrics"]
        .contains(&path)
}

fn ready(site: &Site) -> Response<ReplyBody> {
    match site.llm.ready() {
        Ok(()) => json(200, r#"{"status":"ready"}"#.to_owned()),
        Err(part) => json(503, format!(r#"{{"status":"not ready","part":"{part}"}}"#)),
    }
}

fn unknown(known_path: bool) -> Refusal {
    let reason = if known_path { "wrong method" } else { "unknown path" };
    Refusal::new(Code::UnknownRoute, "there is nothing at this path, or not by this method", reason)
        .hint("POST /v1/chat/completions, POST /v1/messages, GET /v1/models")
}

/// A refusal of a request that is no call: it has no id and no dialect of its own.
fn bare(refusal: &Refusal) -> Response<ReplyBody> {
    let body = dialects::refusal_body(Dialect::OpenAi, refusal, None);
    json(dialects::status(refusal.code), body)
}
