//! Where records go: a log on disk, or the memory of this process where none is wanted.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use portcullis_audit::{AuditError, Durability, Record};

mod logs;

pub use logs::Logs;

/// Records that are kept in memory where no log is written.
const MEMORY_MAX: usize = 10_000;

/// How long a record may take: a writer of another process that was stopped while it held the
/// lock must not hold up every call.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// A record is not kept.
#[derive(Debug, thiserror::Error)]
pub enum TrailError {
    /// The log says why.
    #[error(transparent)]
    Log(#[from] AuditError),
    /// More tenants than logs can be open.
    #[error("too many tenants have an open audit log")]
    Full,
    /// The log does not answer; the record may be kept nevertheless.
    #[error("the audit log did not take a record in time")]
    Slow,
}

/// Where records go.
#[derive(Debug)]
pub enum Trail {
    /// The tamper-evident logs on disk, one for each tenant.
    Log(Logs),
    /// The last records, in memory; they end with the process.
    Memory(Mutex<VecDeque<Record>>),
}

impl Trail {
    /// A trail that ends with the process.
    #[must_use]
    pub fn memory() -> Self {
        Self::Memory(Mutex::new(VecDeque::new()))
    }

    /// Appends a record of `tenant` to its log; on return it is as durable as asked.
    ///
    /// # Errors
    ///
    /// When it is not: what depends on it must not happen.
    pub async fn append(
        &self,
        tenant: &str,
        record: Record,
        durability: Durability,
    ) -> Result<(), TrailError> {
        match self {
            Self::Log(logs) => {
                let appended = logs.append(tenant, record, durability);
                let appended = tokio::time::timeout(WAIT_MAX, appended).await;
                appended.unwrap_or(Err(TrailError::Slow))
            }
            Self::Memory(records) => {
                let mut records = records.lock().unwrap_or_else(PoisonError::into_inner);
                if MEMORY_MAX <= records.len() {
                    records.pop_front();
                }
                records.push_back(record);
                Ok(())
            }
        }
    }

    /// What is kept in memory, oldest first; empty where a log is written.
    #[must_use]
    pub fn kept(&self) -> Vec<Record> {
        match self {
            Self::Log(_) => Vec::new(),
            Self::Memory(records) => {
                let records = records.lock().unwrap_or_else(PoisonError::into_inner);
                records.iter().cloned().collect()
            }
        }
    }
}
