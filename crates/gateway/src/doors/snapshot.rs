//! What one version of the settings serves: taken whole by a request, replaced whole by a reload.
//!
//! What holds state (vault, keys, log, connections, counts) is shared by all versions.

use std::sync::Arc;

use arc_swap::ArcSwap;
use portcullis_engine::Engine;

use super::llm::Route;
use crate::upstreams::Upstreams;

/// One version.
#[derive(Debug)]
pub struct Snapshot {
    /// The gate, with its rules.
    pub engine: Engine<Upstreams>,
    /// Which model goes where.
    pub routes: Vec<Route>,
    /// Origins of browser pages that may call, besides our own.
    pub allowed_origins: Vec<String>,
    /// The certificate of the listener, where it speaks TLS.
    pub tls: Option<Arc<rustls::ServerConfig>>,
}

/// The version that holds now. Clones see the same.
#[derive(Debug, Clone)]
pub struct Current(Arc<ArcSwap<Snapshot>>);

impl Current {
    /// Begins with this version.
    #[must_use]
    pub fn new(first: Snapshot) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(first)))
    }

    /// The version that holds now; a request keeps it until its end.
    #[must_use]
    pub fn get(&self) -> Arc<Snapshot> {
        self.0.load_full()
    }

    /// Lets another version hold from here on.
    pub fn replace(&self, next: Snapshot) {
        self.0.store(Arc::new(next));
    }
}
