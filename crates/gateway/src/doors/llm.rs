//! The door to language models: OpenAI's and Anthropic's APIs over HTTP.
//!
//! It decodes a request to a call and encodes what may leave; what happens in between is the
//! engine's business.

use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use portcullis_engine::{Cleared, ClearedBody, Engine};
use portcullis_model::{
    Call, CallId, Code, Document, Door as DoorName, Operation, Origin, Refusal, Target,
};

use super::http::{ReplyBody, json};
use crate::config::model_matches;
use crate::dialects::{self, Dialect};
use crate::upstreams::{ProviderKind, Providers};

mod body;
mod headers;
mod identity;
mod metrics;
mod streaming;

pub use identity::Identity;
pub use streaming::Streaming;

/// The door to language models.
#[derive(Debug)]
pub struct Door {
    engine: Engine<Providers>,
    routes: Vec<Route>,
    identity: Identity,
    time_max: Duration,
    metrics: metrics::Metrics,
    bodies: body::Budget,
}

/// Which models go to which provider; the first that matches is taken.
#[derive(Debug, Clone)]
pub struct Route {
    /// The provider, by its name in the configuration.
    pub provider: Box<str>,
    /// Which dialect it speaks.
    pub kind: ProviderKind,
    /// Patterns of the names of its models.
    pub models: Vec<String>,
}

impl Route {
    fn serves(&self, model: &str) -> bool {
        self.models.iter().any(|pattern| model_matches(pattern, model))
    }
}

/// A request that was read: all that a call is made of.
struct Decoded {
    target: Target,
    document: Document,
    media: usize,
    provider_tools: Vec<Box<str>>,
}

impl Door {
    /// Puts the door in front of `engine`. A call may take `time_max`.
    #[must_use]
    pub fn new(
        engine: Engine<Providers>,
        routes: Vec<Route>,
        identity: Identity,
        time_max: Duration,
    ) -> Self {
        let (metrics, bodies) = (metrics::Metrics::default(), body::Budget::default());
        Self { engine, routes, identity, time_max, metrics, bodies }
    }

    /// Waits until no call is on its way, at most `wait_max`; says whether none is.
    pub async fn drain(&self, wait_max: Duration) -> bool {
        self.engine.drain(wait_max).await
    }

    /// Numbers for Prometheus.
    #[must_use]
    pub fn metrics(&self) -> String {
        self.metrics.text()
    }

    /// Whether calls can be taken.
    ///
    /// # Errors
    ///
    /// The part that is down.
    pub async fn ready(&self) -> Result<(), &'static str> {
        self.engine.ready().await
    }

    /// Answers one request.
    pub async fn answer(
        &self,
        operation: Operation,
        request: Request<Incoming>,
    ) -> Response<ReplyBody> {
        let id = self.engine.call_id();
        let mut response = match self.call(operation, request, &id).await {
            Ok(cleared) => encode(operation, cleared, &id),
            Err(refusal) => {
                self.metrics.refused(refusal.code);
                refuse(Dialect::of(operation), &refusal, &id)
            }
        };
        self.metrics.answered();
        headers::name_call(response.headers_mut(), &id);
        response
    }

    async fn call(
        &self,
        operation: Operation,
        request: Request<Incoming>,
        id: &CallId,
    ) -> Result<Cleared, Refusal> {
        let (head, body) = request.into_parts();
        let who = match self.identity.of(&head.headers) {
            Ok(who) => who,
            Err(refusal) => {
                let origin = Origin {
                    scope: identity::nobody(),
                    door: DoorName::Llm,
                    labels: portcullis_model::Labels::default(),
                };
                return Err(self.turn_away(id, &origin, operation, refusal).await);
            }
        };
        let origin = Origin { scope: who.scope, door: DoorName::Llm, labels: who.labels };
        let bytes_max = self.engine.parts().limits.bytes_max;
        // Taken until the call has its reply: by then the body is gone.
        let _room = match self.bodies.room(&head.headers, bytes_max).await {
            Ok(room) => room,
            Err(refusal) => return Err(self.turn_away(id, &origin, operation, refusal).await),
        };
        let decoded = match self.decode(operation, &head.headers, body).await {
            Ok(decoded) => decoded,
            Err(refusal) => return Err(self.turn_away(id, &origin, operation, refusal).await),
        };
        self.engine
            .handle(Call {
                id: id.clone(),
                origin,
                target: decoded.target,
                document: decoded.document,
                headers: headers::passed_on(operation, &head.headers),
                credential: who.credential,
                media: decoded.media,
                provider_tools: decoded.provider_tools,
                tool: None,
                time_max: self.time_max,
            })
            .await
    }

    async fn decode(
        &self,
        operation: Operation,
        headers: &http::HeaderMap,
        body: Incoming,
    ) -> Result<Decoded, Refusal> {
        if matches!(operation, Operation::OpenAiModels | Operation::AnthropicModels) {
            let target = self.target(operation, None)?;
            let document = Document::default();
            return Ok(Decoded { target, document, media: 0, provider_tools: Vec::new() });
        }
        headers::check_content(headers)?;
        let max = self.engine.parts().limits.bytes_max;
        let text = body::read(headers, body, max).await?;
        let request = dialects::request(operation, text)?;
        Ok(Decoded {
            target: self.target(operation, Some(request.model))?,
            document: request.document,
            media: request.media,
            provider_tools: request.provider_tools,
        })
    }

    /// Who serves this model.
    fn target(&self, operation: Operation, model: Option<Box<str>>) -> Result<Target, Refusal> {
        let kind = match Dialect::of(operation) {
            Dialect::OpenAi => ProviderKind::OpenAi,
            Dialect::Anthropic => ProviderKind::Anthropic,
        };
        let serves = |route: &&Route| {
            route.kind == kind && model.as_deref().is_none_or(|model| route.serves(model))
        };
        let route = self.routes.iter().find(serves).ok_or_else(unknown_model)?;
        let model = model.unwrap_or_default();
        Ok(Target::Model { provider: route.provider.clone(), model, operation })
    }

    /// Records a request that did not become a call.
    async fn turn_away(
        &self,
        id: &CallId,
        origin: &Origin,
        operation: Operation,
        refusal: Refusal,
    ) -> Refusal {
        match self.engine.turned_away(id, origin, operation.name(), &refusal).await {
            Ok(()) => refusal,
            Err(unrecorded) => unrecorded,
        }
    }
}

fn unknown_model() -> Refusal {
    Refusal::new(
        Code::UnknownModel,
        "no provider of this API is set up for this model",
        "no route matches the model's name in this dialect",
    )
    .hint("GET /v1/models lists what is served; `[providers.*] models` decides what goes where")
}

/// The response for a reply that may leave.
fn encode(operation: Operation, cleared: Cleared, id: &CallId) -> Response<ReplyBody> {
    let head = cleared.head().clone();
    let warnings = cleared.warnings().to_vec();
    let mut response = match cleared.into_body() {
        ClearedBody::Whole(edited) => json(head.status, crate::wire::splice(&edited)),
        ClearedBody::Stream(pieces) => Streaming::response(operation, pieces, id.clone()),
    };
    headers::from_far_side(response.headers_mut(), &head);
    headers::warn(response.headers_mut(), &warnings);
    response
}

fn refuse(dialect: Dialect, refusal: &Refusal, id: &CallId) -> Response<ReplyBody> {
    let body = dialects::refusal_body(dialect, refusal, Some(id));
    let mut response = json(dialects::status(refusal.code), body);
    headers::retry(response.headers_mut(), refusal.retry);
    response
}
