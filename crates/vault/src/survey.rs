//! What a store holds, scope by scope.

use std::collections::HashMap;

use crate::identity;
use crate::store::{Listed, ScopeId, Stats};
use crate::vault::{Place, Vault, VaultError};

/// How many rows are read at once.
const PAGE_ROWS: usize = 4096;

impl Place<'_> {
    /// How a store names the scope.
    #[must_use]
    pub fn id(&self) -> ScopeId {
        identity::scope_id(self)
    }
}

impl Vault {
    /// Counts what the store holds.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn stats(&self) -> Result<Stats, VaultError> {
        Ok(self.store.stats().await?)
    }

    /// Counts for each scope; reads every row once.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn survey(&self) -> Result<HashMap<ScopeId, Stats>, VaultError> {
        let mut scopes: HashMap<ScopeId, Stats> = HashMap::new();
        let mut after = None;
        loop {
            let page = self.store.page(after, PAGE_ROWS).await?;
            for listed in &page.listed {
                match listed {
                    Listed::Issued(scope, _) => scopes.entry(*scope).or_default().rows += 1,
                    Listed::Tombstone(scope, _) => {
                        scopes.entry(*scope).or_default().tombstones += 1;
                    }
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(scopes);
            }
        }
    }
}
