//! The door to language models: OpenAI's and Anthropic's APIs over HTTP.
//!
//! It decodes a request to a call and encodes what may leave; what happens in between is the
//! engine's business.

use std::time::Duration;

use http::request::Parts as Head;
use http::{Request, Response};
use hyper::body::Incoming;
use portcullis_engine::{Cleared, ClearedBody, Ready};
use portcullis_model::{
    Call, CallId, Code, Document, Door as DoorName, Labels, Operation, Origin, Reference, Refusal,
    Target,
};

use super::http::{ReplyBody, json};
use super::snapshot::{Current, Snapshot};
use crate::config::model_matches;
use crate::dialects::{self, Dialect};
use crate::upstreams::ProviderKind;

mod body;
mod headers;
mod identity;
mod metrics;
mod streaming;
mod strangers;

pub use identity::{Identity, Listener};
pub use streaming::Streaming;

use identity::Who;
use strangers::{Strangers, Verdict};

/// The door to language models.
#[derive(Debug)]
pub struct Door {
    current: Current,
    identity: Identity,
    time_max: Duration,
    metrics: metrics::Metrics,
    bodies: body::Budget,
    strangers: Strangers,
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
    /// The end user, as the dialect's own field names it.
    user: Option<Box<str>>,
    references: Vec<Reference>,
}

impl Door {
    /// Puts the door in front of the engine that holds now. A call may take `time_max`.
    #[must_use]
    pub fn new(current: Current, identity: Identity, time_max: Duration) -> Self {
        let (metrics, bodies) = (metrics::Metrics::default(), body::Budget::default());
        let strangers = Strangers::default();
        Self { current, identity, time_max, metrics, bodies, strangers }
    }

    /// Waits until no call is on its way, at most `wait_max`; says whether none is.
    pub async fn drain(&self, wait_max: Duration) -> bool {
        let engine = &self.current.get().engine;
        let unrecorded = self.strangers.unrecorded();
        if 0 < unrecorded {
            let refusal = stranger(identity::no_key(), unrecorded - 1);
            let (id, origin) = (engine.call_id(), nobody());
            let recorded = engine.turned_away(&id, &origin, "", &refusal).await;
            if recorded.is_err() {
                tracing::warn!(unrecorded, "requests without a known key are not on record");
            }
        }
        engine.drain(wait_max).await
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
    pub async fn ready(&self) -> Result<Ready, &'static str> {
        self.current.get().engine.ready().await
    }

    /// Answers one request.
    pub async fn answer(
        &self,
        operation: Operation,
        request: Request<Incoming>,
    ) -> Response<ReplyBody> {
        // A request keeps the settings that it began with.
        let now = self.current.get();
        let id = now.engine.call_id();
        let (head, body) = request.into_parts();
        let who = self.identity.of(&head.headers);
        let warning = who.as_ref().ok().and_then(|who| who.warning);
        let result = match who {
            Ok(who) => self.call((operation, head, body), who, (&id, &now)).await,
            Err(refusal) => Err(self.turn_stranger_away((&id, &now), operation, refusal).await),
        };
        let mut response = match result {
            Ok(cleared) => encode(operation, cleared, &id),
            Err(refusal) => {
                self.metrics.refused(refusal.code);
                refuse(Dialect::of(operation), &refusal, &id)
            }
        };
        self.metrics.answered();
        headers::name_call(response.headers_mut(), &id);
        headers::warn_too(response.headers_mut(), warning);
        response
    }

    async fn call(
        &self,
        (operation, head, body): (Operation, Head, Incoming),
        who: Who,
        at: (&CallId, &Snapshot),
    ) -> Result<Cleared, Refusal> {
        let (id, now) = at;
        let labels = who.labels.clone();
        let mut origin = Origin { scope: who.scope.clone(), door: DoorName::Llm, labels };
        let bytes_max = now.engine.parts().limits.bytes_max;
        // Taken until the call has its reply: by then the body is gone.
        let _room = match self.bodies.room(&head.headers, bytes_max).await {
            Ok(room) => room,
            Err(refusal) => return Err(turn_away(at, &origin, operation, refusal).await),
        };
        let decoded = match decode(now, operation, &head.headers, body).await {
            Ok(decoded) => decoded,
            Err(refusal) => return Err(turn_away(at, &origin, operation, refusal).await),
        };
        let digest = |user: &str| now.engine.user_digest(&origin.scope, user);
        let who = who.with_user(decoded.user.as_deref(), digest);
        origin.scope = who.scope;
        now.engine
            .handle(Call {
                id: id.clone(),
                origin,
                target: decoded.target,
                document: decoded.document,
                headers: headers::passed_on(operation, &head.headers),
                credential: who.credential,
                media: decoded.media,
                provider_tools: decoded.provider_tools,
                references: decoded.references,
                tool: None,
                time_max: self.time_max,
            })
            .await
    }

    /// Turns away somebody who is not known. Not each of them has a record of its own.
    async fn turn_stranger_away(
        &self,
        at: (&CallId, &Snapshot),
        operation: Operation,
        refusal: Refusal,
    ) -> Refusal {
        match self.strangers.came(at.1.engine.parts().clock.monotonic()) {
            Verdict::Count => refusal,
            Verdict::Record(before) => {
                let refusal = stranger(refusal, before);
                turn_away(at, &nobody(), operation, refusal).await
            }
        }
    }
}

async fn decode(
    now: &Snapshot,
    operation: Operation,
    headers: &http::HeaderMap,
    body: Incoming,
) -> Result<Decoded, Refusal> {
    if matches!(operation, Operation::OpenAiModels | Operation::AnthropicModels) {
        let target = target(now, operation, None)?;
        let document = Document::default();
        let (provider_tools, references) = (Vec::new(), Vec::new());
        return Ok(Decoded { target, document, media: 0, provider_tools, references, user: None });
    }
    headers::check_content(headers)?;
    let max = now.engine.parts().limits.bytes_max;
    let text = body::read(headers, body, max).await?;
    let request = dialects::request(operation, text)?;
    Ok(Decoded {
        target: target(now, operation, Some(request.model))?,
        document: request.document,
        media: request.media,
        provider_tools: request.provider_tools,
        user: request.user,
        references: request.references,
    })
}

/// Who serves this model.
fn target(
    now: &Snapshot,
    operation: Operation,
    model: Option<Box<str>>,
) -> Result<Target, Refusal> {
    let kind = match Dialect::of(operation) {
        Dialect::OpenAi | Dialect::Responses => ProviderKind::OpenAi,
        Dialect::Anthropic => ProviderKind::Anthropic,
    };
    let serves = |route: &&Route| {
        route.kind == kind && model.as_deref().is_none_or(|model| route.serves(model))
    };
    let route = now.routes.iter().find(serves).ok_or_else(unknown_model)?;
    let model = model.unwrap_or_default();
    Ok(Target::Model { provider: route.provider.clone(), model, operation })
}

/// Records a request that did not become a call.
async fn turn_away(
    (id, now): (&CallId, &Snapshot),
    origin: &Origin,
    operation: Operation,
    refusal: Refusal,
) -> Refusal {
    match now.engine.turned_away(id, origin, operation.name(), &refusal).await {
        Ok(()) => refusal,
        Err(unrecorded) => unrecorded,
    }
}

/// Where a caller stands whom we do not know.
fn nobody() -> Origin {
    Origin { scope: identity::nobody(), door: DoorName::Llm, labels: Labels::default() }
}

/// A refusal whose record counts those before it that have none.
fn stranger(refusal: Refusal, before: u64) -> Refusal {
    if before == 0 {
        return refusal;
    }
    let reason = format!("{}; {before} more before it have no record", refusal.reason);
    Refusal { reason: reason.into(), ..refusal }
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
