//! Model providers: which of them serves a model, and how a call is put to it.

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use http_body_util::Full;
use portcullis_engine::{Answer, Outgoing};
use portcullis_model::{Code, Operation, Refusal, Secret, Target};

use super::client::{HttpClient, client};
use super::reply;
use crate::wire;

/// The version of Anthropic's API that we ask for where the caller names none.
const ANTHROPIC_VERSION: &str = "2023-06-01";

/// The configured model providers.
#[derive(Debug)]
pub struct Providers {
    client: HttpClient,
    all: Vec<Provider>,
}

/// One model provider.
#[derive(Debug)]
pub struct Provider {
    /// Its name in the configuration.
    pub name: Box<str>,
    /// Which dialect it speaks.
    pub kind: ProviderKind,
    /// What the paths of its API are put behind; without a slash at its end.
    pub base_url: String,
    /// How we prove who we are.
    pub credential: Credential,
}

/// Which dialect a provider speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderKind {
    /// OpenAI's, and every server compatible with it.
    OpenAi,
    /// Anthropic's.
    Anthropic,
}

/// How we prove to a provider who we are.
#[derive(Debug)]
pub enum Credential {
    /// With our own key.
    Own(Secret),
    /// With the key that the caller sent.
    Client,
    /// Not at all.
    None,
}

impl Providers {
    /// Takes the configured providers.
    #[must_use]
    pub fn new(all: Vec<Provider>) -> Self {
        Self { client: client(), all }
    }

    /// Other providers over the same pool of connections.
    #[must_use]
    pub fn renewed(&self, all: Vec<Provider>) -> Self {
        Self { client: self.client.clone(), all }
    }

    fn provider(&self, name: &str) -> Result<&Provider, Refusal> {
        self.all.iter().find(|provider| &*provider.name == name).ok_or_else(|| {
            Refusal::new(Code::Unavailable, "the provider is not set up", "no such provider")
        })
    }
}

impl Providers {
    /// Runs the call of a model.
    pub(super) async fn run(&self, call: Outgoing) -> Result<Answer, Refusal> {
        let (provider, operation) = match call.target() {
            Target::Model { provider, operation, .. } => (self.provider(provider)?, *operation),
            // These have no far side; the engine does not send them here.
            Target::Tool { .. }
            | Target::Server { .. }
            | Target::Client { .. }
            | Target::Conceal
            | Target::Reveal => return Err(unreachable("not a model")),
        };
        let request = provider.request(operation, &call)?;
        drop(call);
        let response = self.client.request(request).await;
        let response = response.map_err(|fault| unreachable(describe(&fault)))?;
        reply::read(operation, response).await
    }
}

impl Provider {
    fn request(
        &self,
        operation: Operation,
        call: &Outgoing,
    ) -> Result<Request<Full<Bytes>>, Refusal> {
        let (method, path) = match operation {
            Operation::ChatCompletions => (Method::POST, "/chat/completions"),
            Operation::Responses => (Method::POST, "/responses"),
            Operation::Embeddings => (Method::POST, "/embeddings"),
            Operation::Messages => (Method::POST, "/v1/messages"),
            Operation::CountTokens => (Method::POST, "/v1/messages/count_tokens"),
            Operation::OpenAiModels => (Method::GET, "/models"),
            Operation::AnthropicModels => (Method::GET, "/v1/models"),
        };
        let uri: Uri = format!("{}{path}", self.base_url).parse().map_err(|_| bad_setup())?;
        let body = match method {
            Method::POST => Bytes::from(wire::splice(call.expose())),
            _ => Bytes::new(),
        };
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        for (name, value) in call.headers() {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad_setup())?;
            headers.insert(name, HeaderValue::from_str(value).map_err(|_| bad_setup())?);
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let agent = concat!("portcullis/", env!("CARGO_PKG_VERSION"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
        self.sign(headers, call)?;
        Ok(request)
    }

    fn sign(&self, headers: &mut http::HeaderMap, call: &Outgoing) -> Result<(), Refusal> {
        if self.kind == ProviderKind::Anthropic {
            headers
                .entry("anthropic-version")
                .or_insert(HeaderValue::from_static(ANTHROPIC_VERSION));
        }
        let key = match &self.credential {
            Credential::Own(key) => Some(key),
            Credential::Client => call.expose_credential(),
            Credential::None => None,
        };
        let Some(key) = key else { return Ok(()) };
        let (name, text) = match self.kind {
            ProviderKind::OpenAi => (header::AUTHORIZATION, format!("Bearer {}", key.expose())),
            // A subscription's bearer goes where it came from, a key where keys go.
            ProviderKind::Anthropic if key.expose().starts_with("sk-ant-oat") => {
                (header::AUTHORIZATION, format!("Bearer {}", key.expose()))
            }
            ProviderKind::Anthropic => {
                (HeaderName::from_static("x-api-key"), key.expose().to_owned())
            }
        };
        let mut value = HeaderValue::from_str(&text).map_err(|_| bad_setup())?;
        value.set_sensitive(true);
        headers.insert(name, value);
        Ok(())
    }
}

/// What went wrong on the way to a provider, without the address.
fn describe(fault: &hyper_util::client::legacy::Error) -> &'static str {
    if fault.is_connect() { "cannot connect to the provider" } else { "the connection broke" }
}

/// The provider had begun to answer.
pub(super) fn broke_off(reason: &'static str) -> Refusal {
    Refusal::new(Code::UpstreamFailed, "the provider's answer broke off", reason)
}

fn unreachable(reason: &'static str) -> Refusal {
    Refusal::new(Code::UpstreamFailed, "the provider could not be reached", reason)
}

fn bad_setup() -> Refusal {
    Refusal::new(
        Code::UpstreamFailed,
        "the call could not be put to the provider",
        "base_url, api_key or a header of the call is not usable in a request",
    )
}
