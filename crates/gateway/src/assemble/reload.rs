//! Other settings for a gate that runs: all of them, or none.
//!
//! What holds state stays as it is; calls on their way end by the rules that they began with.

use std::sync::Arc;

use portcullis_audit::{Change, Durability, Record};
use portcullis_engine::Parts;

use super::{Gate, Settings, StartError, TENANT, digest, policy, protections, providers, snapshot};

impl Gate {
    /// Takes other settings, for requests from here on. The change is on record before it holds.
    ///
    /// # Errors
    ///
    /// What is wrong with them, or that the change cannot be recorded: then the old ones hold.
    pub async fn reload(&self, settings: &Settings) -> Result<(), StartError> {
        let now = self.current.get();
        let old = now.engine.parts();
        let (providers, unresolved) = providers(settings, &*self.named.known(TENANT)?);
        if !unresolved.is_empty() {
            return Err(StartError::setup(unresolved));
        }
        let parts = Parts {
            policy: policy(&settings.policy)?,
            secrets: Arc::clone(&old.secrets),
            schemas: Arc::clone(&old.schemas),
            vault: Arc::clone(&old.vault),
            keys: Arc::clone(&old.keys),
            digest: Arc::clone(&old.digest),
            trail: Arc::clone(&old.trail),
            upstream: old.upstream.renewed(providers),
            clock: Arc::clone(&old.clock),
            protections: protections(settings)?,
            limits: old.limits.clone(),
        };
        let engine = now.engine.renewed(parts);
        let next = snapshot(settings, engine.clone())?;
        self.record_change(Change { policy: Some(digest(engine.parts())), ..Change::default() })
            .await?;
        self.current.replace(next);
        Ok(())
    }

    /// Records that new settings were not taken.
    ///
    /// # Errors
    ///
    /// If it cannot be recorded.
    pub async fn kept(&self) -> Result<(), StartError> {
        let policy = Some(digest(self.current.get().engine.parts()));
        let code = Some("invalid_configuration".to_owned());
        self.record_change(Change { policy, code, ..Change::default() }).await
    }

    async fn record_change(&self, change: Change) -> Result<(), StartError> {
        let trail = &self.engine.parts().trail;
        let recorded = trail.append(TENANT, Record::Config(change), Durability::Synced).await;
        recorded.map_err(StartError::Trail)
    }
}
