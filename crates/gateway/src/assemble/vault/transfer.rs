//! Copies of the vault in a file: out, and back in.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;
use std::time::SystemTime;

use portcullis_audit::Count;
use portcullis_keys::{KeyStore, Purpose};
use portcullis_seal::MacKey;
use portcullis_vault::VaultError;
use portcullis_vault::archive::{ArchiveError, Reader, Summary, Writer};
use portcullis_vault::copy::{Origin, Taken, take};

use super::{About, Desk, open_or_make};
use crate::assemble::StartError;

/// How many rows are read, or written, at once.
pub(super) const BATCH_ROWS: usize = 4096;

/// Is told how many rows have passed.
pub type Tell<'a> = &'a mut (dyn FnMut(u64) + Send);

/// Reads a copy to its end: whether it is whole and of this home.
///
/// # Errors
///
/// Why it is not.
fn check_copy(path: &Path, key: &MacKey) -> Result<Summary, ArchiveError> {
    let mut reader = Reader::begin(BufReader::new(File::open(path)?), key)?;
    while reader.rows()?.is_some() {}
    Ok(reader.summary().clone())
}

/// What a record says of how much it was.
pub(super) fn counted(action: &str, counts: [(&str, u64); 2]) -> Vec<Count> {
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let count = |(entity, count): (&str, u64)| Count {
        entity: entity.to_owned(),
        action: action.to_owned(),
        count,
    };
    counts.map(count).collect()
}

/// The key under which copies of a home are authentic.
fn copy_key(keys: &KeyStore) -> Result<MacKey, StartError> {
    Ok(keys.mac(Purpose::VaultCopy)?)
}

impl Desk<'_> {
    /// Whether nothing is kept yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.store.is_none()
    }

    /// Writes all that the store holds, while others may use it.
    ///
    /// # Errors
    ///
    /// If it cannot be read, written or recorded.
    pub async fn export(
        &self,
        to: &mut (dyn Write + Send),
        tell: Tell<'_>,
    ) -> Result<Summary, StartError> {
        self.record("vault export", &About::default())?;
        let key = copy_key(&self.keys)?;
        let mut writer = Writer::begin(to, &key)?;
        let (mut after, mut passed) = (None, 0);
        while let Some(store) = &self.store {
            let page = store.page(after, BATCH_ROWS).await.map_err(VaultError::Store)?;
            writer.push(&page.listed)?;
            passed += page.listed.len() as u64;
            tell(passed);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let (_, summary) = writer.end()?;
        let counts = [("ROW", summary.all.rows), ("TOMBSTONE", summary.all.tombstones)];
        let findings = counted("export", counts);
        self.record("vault exported", &About { findings, ..About::default() })?;
        Ok(summary)
    }

    /// Reads a copy to its end; says how much it holds.
    ///
    /// # Errors
    ///
    /// If it is not whole, or not of this home.
    pub fn check_copy(&self, path: &Path) -> Result<Summary, StartError> {
        Ok(check_copy(path, &copy_key(&self.keys)?)?)
    }

    /// Takes a copy in that was checked: what is not here yet. What it was told to take is
    /// durable batch by batch, and taking it again changes nothing.
    ///
    /// # Errors
    ///
    /// If it was changed since, or cannot be read, written or recorded.
    pub async fn import(
        &self,
        path: &Path,
        now: SystemTime,
        tell: Tell<'_>,
    ) -> Result<Taken, StartError> {
        let key = copy_key(&self.keys)?;
        let file = File::open(path).map_err(ArchiveError::Io)?;
        let mut reader = Reader::begin(BufReader::new(file), &key)?;
        self.record("vault import", &About::default())?;
        let store = match &self.store {
            Some(store) => store.clone(),
            None => open_or_make(self.home, self.settings)?,
        };
        let (mut taken, mut passed) = (Taken::default(), 0);
        while let Some(listed) = reader.rows()? {
            let count = listed.len() as u64;
            taken += take(&*store, listed, Origin::Copy, now).await.map_err(VaultError::Store)?;
            passed += count;
            tell(passed);
        }
        let findings = counted("import", [("ROW", taken.rows), ("TOMBSTONE", taken.tombstones)]);
        self.record("vault imported", &About { findings, ..About::default() })?;
        Ok(taken)
    }
}
