//! The secrets of one tenant at one moment, in memory: what a call looks up and is searched for.
//!
//! It never changes; what changes on disk makes a new one.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use portcullis_model::Secret;

use crate::scanner::is_scanned;
use crate::{Allowed, Scanner, SecretName};

/// What may be shown of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Its name.
    pub name: SecretName,
    /// When it was first set.
    pub created: SystemTime,
    /// When its value last changed.
    pub rotated: SystemTime,
    /// When it was last put into something; known to the minute.
    pub last_used: Option<SystemTime>,
    /// Who may have it.
    pub allowed: Allowed,
    /// Whether text is searched for its value: short ones are kept only.
    pub scanned: bool,
}

/// The secrets of one tenant.
pub struct Known {
    /// Finds their values, also those that were replaced lately.
    pub scanner: Arc<Scanner>,
    rows: BTreeMap<SecretName, Row>,
}

/// One secret.
pub(crate) struct Row {
    pub(crate) created: SystemTime,
    pub(crate) rotated: SystemTime,
    pub(crate) last_used: Option<SystemTime>,
    pub(crate) allowed: Allowed,
    pub(crate) value: Secret,
    /// The values before, the latest first.
    pub(crate) previous: Vec<Secret>,
}

impl Known {
    /// No secrets.
    #[must_use]
    pub fn none() -> Self {
        Self::new(BTreeMap::new())
    }

    pub(crate) fn new(rows: BTreeMap<SecretName, Row>) -> Self {
        let values = rows.iter().flat_map(|(name, row)| {
            let all = [&row.value].into_iter().chain(&row.previous);
            all.map(|value| (name.clone(), value))
        });
        let scanner = Arc::new(Scanner::new(values));
        Self { scanner, rows }
    }

    /// The value of a secret; every use is a place to review.
    #[must_use]
    pub fn value(&self, name: &SecretName) -> Option<&Secret> {
        self.rows.get(name).map(|row| &row.value)
    }

    /// Who may have a secret.
    #[must_use]
    pub fn allowed(&self, name: &SecretName) -> Option<&Allowed> {
        self.rows.get(name).map(|row| &row.allowed)
    }

    /// What may be shown of a secret.
    #[must_use]
    pub fn metadata(&self, name: &SecretName) -> Option<Metadata> {
        self.rows.get(name).map(|row| row.metadata(name))
    }

    /// What may be shown of all, by name.
    #[must_use]
    pub fn list(&self) -> Vec<Metadata> {
        self.rows.iter().map(|(name, row)| row.metadata(name)).collect()
    }
}

impl Row {
    fn metadata(&self, name: &SecretName) -> Metadata {
        Metadata {
            name: name.clone(),
            created: self.created,
            rotated: self.rotated,
            last_used: self.last_used,
            allowed: self.allowed.clone(),
            scanned: is_scanned(self.value.expose()),
        }
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").field("secrets", &self.rows.len()).finish_non_exhaustive()
    }
}
