//! The logs of all tenants: that of our own from the start, each other one from its first record.
//!
//! A record of one tenant never goes to the log of another: the tenant is said with each record.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portcullis_audit::{AuditError, Durability, Log, Record};

use super::TrailError;

/// LIMIT: logs of other tenants that are open at once; each has a thread of its own.
const OTHERS_MAX: usize = 256;

/// Opens the log of a tenant; blocks on the disk.
type Open = dyn Fn(&str) -> Result<Log, AuditError> + Send + Sync;

/// The logs of all tenants.
pub struct Logs {
    tenant: Box<str>,
    own: Log,
    open: Arc<Open>,
    /// None once they are closed.
    others: Mutex<Option<HashMap<Box<str>, Arc<Log>>>>,
    /// Taken while one is opened, so that none is opened twice.
    opening: Arc<tokio::sync::Mutex<()>>,
}

impl fmt::Debug for Logs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Logs(..)")
    }
}

impl Logs {
    /// The log of `tenant`, which is open, and those that `open` opens where they are wanted.
    #[must_use]
    pub fn new(
        tenant: &str,
        own: Log,
        open: impl Fn(&str) -> Result<Log, AuditError> + Send + Sync + 'static,
    ) -> Self {
        let others = Mutex::new(Some(HashMap::new()));
        Self { tenant: tenant.into(), own, open: Arc::new(open), others, opening: Arc::default() }
    }

    /// Appends a record to the log of `tenant`.
    pub(super) async fn append(
        &self,
        tenant: &str,
        record: Record,
        durability: Durability,
    ) -> Result<(), TrailError> {
        if *tenant == *self.tenant {
            self.own.append(record, durability).await?;
            return Ok(());
        }
        let log = match self.find(tenant)? {
            Some(log) => log,
            None => self.begin(tenant).await?,
        };
        log.append(record, durability).await?;
        Ok(())
    }

    /// Why one of the logs takes no more records, if one does not.
    #[must_use]
    pub fn stopped(&self) -> Option<AuditError> {
        let others = self.held();
        let mut others = others.iter().flat_map(HashMap::values);
        self.own.stopped().or_else(|| others.find_map(|log| log.stopped()))
    }

    /// Closes all of them in order, each with a last checkpoint. Blocks on the disk.
    ///
    /// # Errors
    ///
    /// The first failure; the others are closed all the same.
    pub fn close(&self) -> Result<(), AuditError> {
        let others = self.held().take().unwrap_or_default();
        let mut closed = self.own.close();
        for log in others.values() {
            closed = closed.and(log.close());
        }
        closed
    }

    async fn begin(&self, tenant: &str) -> Result<Arc<Log>, TrailError> {
        let _one_at_a_time = self.opening.lock().await;
        if let Some(log) = self.find(tenant)? {
            return Ok(log);
        }
        if OTHERS_MAX <= self.held().as_ref().map_or(0, HashMap::len) {
            return Err(TrailError::Full);
        }
        let (open, wanted) = (Arc::clone(&self.open), tenant.to_owned());
        let opened = tokio::task::spawn_blocking(move || open(&wanted)).await;
        let log = Arc::new(opened.map_err(|_| AuditError::Closed)??);
        match self.held().as_mut() {
            Some(others) => drop(others.insert(tenant.into(), Arc::clone(&log))),
            None => return Err(AuditError::Closed.into()),
        }
        Ok(log)
    }

    fn find(&self, tenant: &str) -> Result<Option<Arc<Log>>, AuditError> {
        match self.held().as_ref() {
            Some(others) => Ok(others.get(tenant).cloned()),
            None => Err(AuditError::Closed),
        }
    }

    fn held(&self) -> MutexGuard<'_, Option<HashMap<Box<str>, Arc<Log>>>> {
        // Every change is one step.
        self.others.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
