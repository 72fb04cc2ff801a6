//! The far sides: model providers over HTTP, MCP servers and their clients over pipes. They run
//! what was prepared, and nothing else.

mod client;
mod presidio;
mod providers;
mod reply;
pub mod stdio;

use std::sync::{Arc, OnceLock};

use portcullis_engine::{Answer, Outgoing, Upstream};
use portcullis_model::{Code, Document, Edited, Refusal, Target};

pub use presidio::{Presidio, Wanted};
pub use providers::{Credential, Provider, ProviderKind, Providers};

use crate::wire;

/// All far sides of one gate.
#[derive(Debug)]
pub struct Upstreams {
    providers: Providers,
    session: OnceLock<Arc<stdio::Session>>,
}

impl Upstreams {
    /// Takes the configured providers.
    #[must_use]
    pub fn new(providers: Providers) -> Self {
        Self { providers, session: OnceLock::new() }
    }

    /// The same with other providers.
    #[must_use]
    pub fn renewed(&self, providers: Vec<Provider>) -> Self {
        Self { providers: self.providers.renewed(providers), session: self.session.clone() }
    }

    /// Takes the MCP session that this gate stands in. Only the first counts: a process stands
    /// in one.
    pub fn attach(&self, session: Arc<stdio::Session>) {
        drop(self.session.set(session));
    }
}

impl Upstream for Upstreams {
    async fn run(&self, call: Outgoing) -> Result<Answer, Refusal> {
        match (call.target(), self.session.get()) {
            (Target::Model { .. }, _) => self.providers.run(call).await,
            (
                Target::Tool { .. } | Target::Server { .. } | Target::Client { .. },
                Some(session),
            ) => session.run(call).await,
            // These have no far side; the engine does not send them here.
            (
                Target::Tool { .. }
                | Target::Server { .. }
                | Target::Client { .. }
                | Target::Conceal
                | Target::Reveal,
                _,
            ) => Err(Refusal::new(Code::Unavailable, "nobody serves this", "no far side")),
        }
    }

    fn read_arguments(&self, text: &str) -> Option<Document> {
        wire::json::read(text.to_owned()).ok()
    }

    fn write_arguments(&self, arguments: &Edited) -> String {
        wire::splice(arguments)
    }
}
