//! Ids that others gave out to a scope, and what is to be remembered with each.
//!
//! They stand in the store like surrogates: behind keyed hashes, sealed, with the same end.
//! An id of another scope, and one that nobody ever saw, are the same `None`.

use std::sync::atomic::Ordering::Relaxed;

use portcullis_seal::Binding;
use zeroize::Zeroizing;

use crate::identity;
use crate::store::{Entry, Handle, ScopeId};
use crate::vault::{Place, Vault, VaultError};

/// LIMIT: what is remembered with one id, in bytes.
pub const NOTE_BYTES_MAX: usize = 1024 * 1024;

/// An id, and what it is the id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issue<'a> {
    /// Who gave it out.
    pub issuer: &'a str,
    /// What it names there.
    pub kind: &'a str,
    /// The id.
    pub id: &'a str,
}

impl Vault {
    /// Remembers ids as this scope's, each with the same note. What was remembered stays as it
    /// is, and what has ended or was erased stays gone. Durable when this returns.
    ///
    /// # Errors
    /// Any [`VaultError`].
    pub async fn issue_ids(
        &self,
        place: &Place<'_>,
        ids: &[Issue<'_>],
        note: &[u8],
    ) -> Result<(), VaultError> {
        if NOTE_BYTES_MAX < note.len() {
            return Err(VaultError::TooLarge);
        }
        let (scope, now) = (identity::scope_id(place), place.moment());
        let mut entries = Vec::with_capacity(ids.len());
        for id in ids {
            let (handle, fingerprint) = identity::issue(place.keys, id);
            let record = record(scope, handle);
            let sealed = place.keys.seal.seal(note, &binding(place, &record));
            let sealed = sealed.map_err(|_| VaultError::Seal)?.into_boxed_slice();
            entries.push(Entry { handle, fingerprint, sealed, expires: self.expiry(now) });
        }
        let inserted = self.store.insert_if_absent(scope, entries, now).await?;
        self.unswept.fetch_add(inserted.len() as u64, Relaxed);
        self.sweep(now).await
    }

    /// The notes of ids; `None` for what was not remembered as this scope's, or has ended.
    ///
    /// # Errors
    /// Any [`VaultError`].
    pub async fn issued_ids(
        &self,
        place: &Place<'_>,
        ids: &[Issue<'_>],
    ) -> Result<Vec<Option<Zeroizing<Vec<u8>>>>, VaultError> {
        let (scope, now) = (identity::scope_id(place), place.moment());
        let handles = ids.iter().map(|id| identity::issue(place.keys, id).0).collect();
        let rows = self.store.get(scope, handles, now).await?;
        self.renew(scope, rows.iter().flatten(), now).await?;
        let open = |row: crate::store::Row| {
            let record = record(scope, row.handle);
            let opened = place.keys.seal.open(&row.sealed, &binding(place, &record));
            opened.map_err(|_| VaultError::Integrity)
        };
        rows.into_iter().map(|row| row.map(open).transpose()).collect()
    }
}

/// Whether a row is an id of this scope.
pub(crate) fn is_one(place: &Place<'_>, scope: ScopeId, entry: &Entry) -> bool {
    let record = record(scope, entry.handle);
    place.keys.seal.open(&entry.sealed, &binding(place, &record)).is_ok()
}

fn record(scope: ScopeId, handle: Handle) -> [u8; 32] {
    let mut record = [0; 32];
    record.iter_mut().zip(scope.0.iter().chain(&handle.0)).for_each(|(to, from)| *to = *from);
    record
}

fn binding<'a>(place: &'a Place<'_>, record: &'a [u8]) -> Binding<'a> {
    Binding { tenant: &place.scope.tenant, purpose: "vault id", record, generation: 0 }
}
