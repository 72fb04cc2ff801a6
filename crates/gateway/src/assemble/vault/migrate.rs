//! From one store into another, while others use the first.
//!
//! It goes over everything again and again, until a whole pass brought nothing: then everything
//! that was there when that pass began is in the other store, which is also the proof of it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use portcullis_vault::copy::{Origin, Taken, take};
use portcullis_vault::store::{Cursor, Stats};
use portcullis_vault::stores::SqliteStore;
use portcullis_vault::{Store, VaultError};
use serde_json::{Value, json};

use super::transfer::{BATCH_ROWS, Tell, counted};
use super::{About, Desk};
use crate::assemble::StartError;
use crate::config::Home;

/// LIMIT: how often everything is gone over, if others keep issuing.
const PASSES_MAX: u32 = 10;
/// LIMIT: bytes of the note of how far it came.
const NOTE_BYTES_MAX: usize = 64 * 1024;

/// From where to where.
#[derive(Debug, Clone)]
pub struct Route {
    /// The file of a store; `None` for the store that the settings name.
    pub from: Option<PathBuf>,
    /// The file of the other store, which is made if it is not there.
    pub to: PathBuf,
}

/// What became of it.
#[derive(Debug)]
pub struct Migrated {
    /// What was brought.
    pub taken: Taken,
    /// How often everything was gone over.
    pub passes: u32,
    /// Whether the last pass was whole, and brought nothing.
    pub is_settled: bool,
    /// Whether an interrupted one was taken up.
    pub is_resumed: bool,
    /// What stands in the first store at the end, and in the other.
    pub stats: [Stats; 2],
}

impl Desk<'_> {
    /// Brings all that one store holds into another; `None` if it holds nothing yet.
    ///
    /// # Errors
    ///
    /// If either does not work, or it cannot be recorded. It goes on where it was if it is done
    /// again.
    pub async fn migrate(
        &self,
        route: &Route,
        now: SystemTime,
        tell: Tell<'_>,
    ) -> Result<Option<Migrated>, StartError> {
        let Some(from) = self.source(route)? else { return Ok(None) };
        let to: Arc<dyn Store> = Arc::new(SqliteStore::open(&route.to).map_err(StartError::Vault)?);
        self.record("vault migrate", &About::default())?;
        let note = Note::of(self.home, &self.source_path(route), &route.to);
        let mut after = note.read();
        let is_resumed = after.is_some();
        let (mut taken, mut passes, mut is_settled) = (Taken::default(), 0, false);
        while passes < PASSES_MAX && !is_settled {
            passes += 1;
            let is_whole = after.is_none();
            let brought = pass([&*from, &*to], after.take(), &note, (now, &mut *tell)).await?;
            taken.rows += brought.rows;
            taken.tombstones += brought.tombstones;
            is_settled = is_whole && brought.is_nothing_new();
            // What the last pass says of the rest.
            (taken.known, taken.refused) = (brought.known, brought.refused);
        }
        note.remove();
        let stats = [stats(&*from).await?, stats(&*to).await?];
        let findings = counted("migrate", [("ROW", taken.rows), ("TOMBSTONE", taken.tombstones)]);
        self.record("vault migrated", &About { findings, ..About::default() })?;
        Ok(Some(Migrated { taken, passes, is_settled, is_resumed, stats }))
    }

    /// How much a migration has to go over.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn size(&self, route: &Route) -> Result<u64, StartError> {
        let Some(store) = self.source(route)? else { return Ok(0) };
        let stats = stats(&*store).await?;
        Ok(stats.rows + stats.tombstones)
    }

    fn source_path(&self, route: &Route) -> PathBuf {
        route.from.clone().unwrap_or_else(|| self.home.vault())
    }

    fn source(&self, route: &Route) -> Result<Option<Arc<dyn Store>>, StartError> {
        let path = self.source_path(route);
        let is_same = |one: &Path, other: &Path| {
            let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            real(one) == real(other)
        };
        if is_same(&path, &route.to) {
            return Err(StartError::setup(["both are the same store".to_owned()]));
        }
        match &route.from {
            None => Ok(self.store.clone()),
            Some(path) if !path.exists() => {
                let source = io::Error::from(io::ErrorKind::NotFound);
                Err(StartError::Read { path: path.clone(), source })
            }
            Some(path) => {
                let store = SqliteStore::open(path).map_err(StartError::Vault)?;
                Ok(Some(Arc::new(store)))
            }
        }
    }
}

async fn stats(store: &dyn Store) -> Result<Stats, StartError> {
    Ok(store.stats().await.map_err(VaultError::Store)?)
}

/// Goes over everything behind `after` once.
async fn pass(
    [from, to]: [&dyn Store; 2],
    mut after: Option<Cursor>,
    note: &Note,
    (now, tell): (SystemTime, Tell<'_>),
) -> Result<Taken, StartError> {
    let (mut taken, mut passed) = (Taken::default(), 0);
    loop {
        let page = from.page(after, BATCH_ROWS).await.map_err(VaultError::Store)?;
        passed += page.listed.len() as u64;
        taken += take(to, page.listed, Origin::Store, now).await.map_err(VaultError::Store)?;
        tell(passed);
        after = page.next;
        match &after {
            Some(cursor) => note.write(cursor)?,
            None => return Ok(taken),
        }
    }
}

/// How far a migration came, kept in the home: it saves time and proves nothing.
struct Note {
    path: PathBuf,
    stores: Value,
}

impl Note {
    fn of(home: &Home, from: &Path, to: &Path) -> Self {
        let path = home.path().join("vault-migration.json");
        Self { path, stores: json!([from.to_string_lossy(), to.to_string_lossy()]) }
    }

    /// Where to go on; `None` if there is no note, or it is of other stores.
    fn read(&self) -> Option<Cursor> {
        let text = fs::read(&self.path).ok().filter(|text| text.len() <= NOTE_BYTES_MAX)?;
        let note: Value = serde_json::from_slice(&text).ok()?;
        let cursor = note.get("cursor").and_then(Value::as_str)?;
        let cursor = HEXLOWER.decode(cursor.as_bytes()).ok()?;
        (note.get("stores") == Some(&self.stores)).then(|| Cursor(cursor.into()))
    }

    fn write(&self, cursor: &Cursor) -> Result<(), StartError> {
        let note = json!({ "stores": self.stores, "cursor": HEXLOWER.encode(&cursor.0) });
        let written = || {
            let folder = self.path.parent().unwrap_or(Path::new("."));
            let mut new = tempfile::NamedTempFile::new_in(folder)?;
            new.write_all(note.to_string().as_bytes())?;
            new.persist(&self.path).map_err(|error| error.error)?;
            Ok(())
        };
        written().map_err(|source| StartError::Read { path: self.path.clone(), source })
    }

    /// One that stays does no harm: whatever it says, everything is gone over once more.
    fn remove(&self) {
        drop(fs::remove_file(&self.path));
    }
}
