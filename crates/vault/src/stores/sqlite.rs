//! Keeps surrogates in a SQLite file on this machine: durable, and safe for several processes.
//!
//! One thread writes, many callers to a transaction, and looks values up; one thread looks
//! surrogates up, so that no reveal waits for a write. No caller's thread waits for the disk. The file holds keyed hashes and sealed values, nothing else.

use std::fmt;
use std::path::Path;
use std::thread::JoinHandle;

use crate::store::{
    Entry, Fingerprint, Handle, Inserted, Keeping, Moment, Pending, Row, ScopeId, Stats, Store,
    StoreError,
};

mod check;
mod open;
mod queue;
mod tables;

use queue::Queue;

/// A store in one SQLite file.
pub struct SqliteStore {
    writes: Queue,
    reads: Queue,
    threads: [JoinHandle<()>; 2],
}

impl SqliteStore {
    /// Opens the store in this file, or makes it: the file readable by its owner alone, and so
    /// the folder if there was none.
    ///
    /// # Errors
    /// If the file cannot be made or opened, is no store, or is of a newer version.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let (writer, reader) = open::open(file)?;
        let (writes, writing) = queue::start("vault-writer", writer)?;
        let (reads, reading) = queue::start("vault-reader", reader)?;
        Ok(Self { writes, reads, threads: [writing, reading] })
    }

    /// Looks whether this file is a store and whole, and changes nothing.
    ///
    /// # Errors
    /// If it cannot be read, is no store of this version, or is damaged.
    pub fn check(file: &Path) -> Result<(), StoreError> {
        check::check(file)
    }

    /// Waits until all that was begun is done and the file is closed.
    pub fn close(self) {
        let Self { writes, reads, threads } = self;
        drop((writes, reads));
        for thread in threads {
            // A thread that panicked has nothing left to close.
            thread.join().unwrap_or_default();
        }
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteStore(..)")
    }
}

impl Store for SqliteStore {
    fn keeping(&self) -> Keeping {
        Keeping::Certain
    }

    fn insert_if_absent(
        &self,
        scope: ScopeId,
        entries: Vec<Entry>,
        now: Moment,
    ) -> Pending<'_, Vec<Inserted>> {
        self.writes.change(entries.len(), move |tables| tables.insert(scope, &entries, now))
    }

    fn get(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>> {
        self.reads.read(handles.len(), move |tables| tables.get(scope, &handles, now))
    }

    fn get_by_fingerprint(
        &self,
        scope: ScopeId,
        fingerprints: Vec<Fingerprint>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>> {
        // The writer, because a connection forgets its pages when another one writes, and what
        // is looked up by value is mostly written next.
        let rows = fingerprints.len();
        self.writes.read(rows, move |tables| tables.get_by_value(scope, &fingerprints, now))
    }

    fn taken(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, Vec<bool>> {
        self.writes.read(handles.len(), move |tables| tables.taken(scope, &handles))
    }

    fn touch(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        expires: Moment,
        now: Moment,
    ) -> Pending<'_, ()> {
        let rows = handles.len();
        self.writes.change(rows, move |tables| tables.touch(scope, &handles, expires, now))
    }

    fn remove(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, usize> {
        self.writes.change(handles.len(), move |tables| tables.bury(scope, &handles))
    }

    fn remove_scope(&self, scope: ScopeId, count_max: usize) -> Pending<'_, usize> {
        self.writes.change(count_max, move |tables| tables.bury_scope(scope, count_max))
    }

    fn expire(&self, now: Moment, count_max: usize) -> Pending<'_, usize> {
        self.writes.change(count_max, move |tables| tables.sweep(now, count_max))
    }

    fn stats(&self) -> Pending<'_, Stats> {
        self.reads.read(0, |tables| tables.stats())
    }
}
