//! The names under which things lie in Redis.
//!
//! All keys of a scope hold its name in braces, which puts them into one slot of a cluster.

use data_encoding::HEXLOWER;

use crate::store::ScopeId;

/// Which layout was written here, so that a version that does not know it stays away.
pub(super) const LAYOUT: &str = "portcullis:{vault}:layout";
/// All scopes, by a moment before which nothing ends in them.
pub(super) const DUE: &str = "portcullis:{vault}:due";
/// Scopes that are being swept, by when that began.
pub(super) const CLAIMED: &str = "portcullis:{vault}:claimed";

/// The keys of one scope.
pub(super) struct ScopeKeys {
    /// Fingerprints and ends by handle; empty for a tombstone. Nothing is ever taken out.
    pub(super) rows: String,
    /// Handles by fingerprint, as many as there are rows that are no tombstones.
    pub(super) values: String,
    /// What is sealed, by handle.
    pub(super) sealed: String,
    /// Handles by end.
    pub(super) ends: String,
}

impl ScopeKeys {
    pub(super) fn new(scope: ScopeId) -> Self {
        let scope = HEXLOWER.encode(&scope.0);
        let key = |name: &str| format!("portcullis:{{{scope}}}:{name}");
        Self { rows: key("rows"), values: key("values"), sealed: key("sealed"), ends: key("ends") }
    }
}
