//! Which path leads to which door.

use http::{Method, Request, Response, header};
use hyper::body::Incoming;
use portcullis_engine::Ready;
use portcullis_model::{Code, Operation, Refusal};

use super::{ReplyBody, Site, json, origin};
use crate::dialects::{self, Dialect};

mod cors;

/// Answers one request.
pub(super) async fn answer(site: &Site, request: Request<Incoming>) -> Response<ReplyBody> {
    if let Err(refusal) = origin::check(site, request.uri(), request.headers()) {
        return bare(&refusal, &request);
    }
    let page = cors::page(site, request.headers());
    let mut response = match page {
        Some(_) if cors::is_question(&request) => cors::answer(request.headers()),
        Some(_) | None => route(site, request).await,
    };
    if let Some(page) = page {
        cors::open(&mut response, page);
    }
    response
}

/// Answers a request that may come in.
async fn route(site: &Site, request: Request<Incoming>) -> Response<ReplyBody> {
    let path = request.uri().path();
    match (request.method(), path) {
        (&Method::GET | &Method::HEAD, "/healthz") => json(200, r#"{"status":"ok"}"#.to_owned()),
        (&Method::GET | &Method::HEAD, "/readyz") => ready(site).await,
        (&Method::GET, "/metrics") => super::text(200, site.llm.metrics()),
        (&Method::POST, "/v1/chat/completions") => {
            site.llm.answer(Operation::ChatCompletions, request).await
        }
        (&Method::POST, "/v1/responses") => site.llm.answer(Operation::Responses, request).await,
        (&Method::POST, "/v1/embeddings") => site.llm.answer(Operation::Embeddings, request).await,
        (&Method::POST, "/v1/messages/count_tokens") => {
            site.llm.answer(Operation::CountTokens, request).await
        }
        (&Method::POST, "/v1/messages") => site.llm.answer(Operation::Messages, request).await,
        (&Method::GET, "/v1/models") => {
            let operation = match asks_anthropic(&request) {
                true => Operation::AnthropicModels,
                false => Operation::OpenAiModels,
            };
            site.llm.answer(operation, request).await
        }
        _ => bare(&unknown(path), &request),
    }
}

/// Whether the caller speaks Anthropic's dialect, where the path does not say.
fn asks_anthropic(request: &Request<Incoming>) -> bool {
    let headers = request.headers();
    let key_only =
        headers.contains_key("x-api-key") && !headers.contains_key(header::AUTHORIZATION);
    headers.contains_key("anthropic-version")
        || headers.contains_key("anthropic-beta")
        // Only clients of Anthropic send their key so.
        || key_only
}

fn known_path(path: &str) -> bool {
    [
        "/v1/chat/completions",
        "/v1/responses",
        "/v1/embeddings",
        "/v1/messages",
        "/v1/messages/count_tokens",
        "/v1/models",
        "/healthz",
        "/readyz",
        "/metrics",
    ]
    .contains(&path)
}

async fn ready(site: &Site) -> Response<ReplyBody> {
    match site.llm.ready().await {
        Ok(Ready::Whole) => json(200, r#"{"status":"ready"}"#.to_owned()),
        Ok(Ready::NotAnalyzing) => {
            json(200, r#"{"status":"ready","warnings":["not-analyzed"]}"#.to_owned())
        }
        Err(part) => json(503, format!(r#"{{"status":"not ready","part":"{part}"}}"#)),
    }
}

fn unknown(path: &str) -> Refusal {
    let reason = if known_path(path) { "wrong method" } else { "unknown path" };
    let public = "there is nothing at this path, or not by this method";
    let refusal = Refusal::new(Code::UnknownRoute, public, reason).hint(
        "served are POST /v1/chat/completions, /v1/responses, /v1/embeddings, /v1/messages and \
         /v1/messages/count_tokens, and GET /v1/models",
    );
    // The two mistakes that a base URL invites.
    if known_path(&format!("/v1{path}")) {
        return refusal.hint("the base URL lacks /v1 at its end");
    }
    if path.strip_prefix("/v1").is_some_and(known_path) {
        return refusal.hint("/v1 stands twice: the base URL must end before it");
    }
    refusal
}

/// A refusal of a request that is no call, and so has no id.
fn bare(refusal: &Refusal, request: &Request<Incoming>) -> Response<ReplyBody> {
    let anthropic = request.uri().path().contains("/messages") || asks_anthropic(request);
    let dialect = if anthropic { Dialect::Anthropic } else { Dialect::OpenAi };
    json(dialects::status(refusal.code), dialects::refusal_body(dialect, refusal, None))
}
