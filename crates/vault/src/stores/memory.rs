//! Keeps surrogates in the memory of this process.
//!
//! For tests, demonstrations and throw-away scopes: nothing survives the process.

use std::cmp::Reverse;
use std::collections::hash_map::Entry as Slot;
use std::collections::{BinaryHeap, HashMap};
use std::fmt;
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::{
    Entry, Fingerprint, Handle, Inserted, Keeping, Moment, Pending, Row, ScopeId, Stats, Store,
    StoreError,
};

/// A store in memory. Every operation on a row costs the same however many there are.
#[derive(Default)]
pub struct MemoryStore {
    tables: Mutex<Tables>,
}

#[derive(Default)]
struct Tables {
    scopes: HashMap<ScopeId, Scope>,
    /// Ends of rows, soonest first; an entry is stale if its row was touched or removed.
    ends: BinaryHeap<Reverse<(Moment, ScopeId, Handle)>>,
}

#[derive(Default)]
struct Scope {
    /// `None` is a tombstone.
    rows: HashMap<Handle, Option<Kept>>,
    values: HashMap<Fingerprint, Handle>,
    live: usize,
}

struct Kept {
    fingerprint: Fingerprint,
    sealed: Box<[u8]>,
    expires: Option<Moment>,
}

impl Kept {
    fn is_live(&self, now: Moment) -> bool {
        self.expires.is_none_or(|end| now < end)
    }

    fn row(&self, handle: Handle) -> Row {
        Row { handle, sealed: self.sealed.clone(), expires: self.expires }
    }
}

impl Scope {
    fn live(&self, handle: Handle, now: Moment) -> Option<Row> {
        let kept = self.rows.get(&handle)?.as_ref()?;
        kept.is_live(now).then(|| kept.row(handle))
    }

    fn insert(&mut self, entry: Entry, now: Moment) -> Inserted {
        let holder = self.values.get(&entry.fingerprint).copied();
        if let Some(row) = holder.and_then(|holder| self.live(holder, now)) {
            return Inserted::Exists(row);
        }
        let Slot::Vacant(slot) = self.rows.entry(entry.handle) else { return Inserted::Taken };
        let Entry { handle, fingerprint, sealed, expires } = entry;
        slot.insert(Some(Kept { fingerprint, sealed, expires }));
        self.live += 1;
        if let Some(ended) = self.values.insert(fingerprint, handle) {
            self.bury(ended);
        }
        Inserted::New
    }

    /// Turns a row into a tombstone; says whether there was one.
    fn bury(&mut self, handle: Handle) -> bool {
        let Some(kept) = self.rows.get_mut(&handle).and_then(Option::take) else { return false };
        self.live -= 1;
        if self.values.get(&kept.fingerprint) == Some(&handle) {
            self.values.remove(&kept.fingerprint);
        }
        true
    }
}

impl Tables {
    fn touch(&mut self, scope: ScopeId, handles: &[Handle], expires: Moment, now: Moment) {
        let Some(rows) = self.scopes.get_mut(&scope).map(|scope| &mut scope.rows) else { return };
        for handle in handles {
            let kept = rows.get_mut(handle).and_then(Option::as_mut);
            let Some(kept) = kept.filter(|kept| kept.is_live(now)) else { continue };
            if kept.expires.is_some_and(|end| end < expires) {
                kept.expires = Some(expires);
                self.ends.push(Reverse((expires, scope, *handle)));
            }
        }
    }

    fn expire(&mut self, now: Moment, count_max: usize) -> usize {
        let mut count = 0;
        while count < count_max {
            let Some(Reverse((end, id, handle))) = self.ends.peek().copied() else { break };
            if now < end {
                break;
            }
            self.ends.pop();
            let Some(scope) = self.scopes.get_mut(&id) else { continue };
            let kept = scope.rows.get(&handle).and_then(Option::as_ref);
            if kept.is_some_and(|kept| !kept.is_live(now)) && scope.bury(handle) {
                count += 1;
            }
        }
        count
    }
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A thread that panicked here is a bug elsewhere; the maps are whole after each step.
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks one scope about each of `keys`.
    fn each<K, T: Default>(
        &self,
        scope: ScopeId,
        keys: Vec<K>,
        ask: impl Fn(&Scope, K) -> T,
    ) -> Vec<T> {
        let tables = self.tables();
        let scope = tables.scopes.get(&scope);
        keys.into_iter().map(|key| scope.map_or_else(T::default, |s| ask(s, key))).collect()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore(..)")
    }
}

fn done<'a, T: Send + 'a>(answer: T) -> Pending<'a, T> {
    Box::pin(ready(Ok::<T, StoreError>(answer)))
}

impl Store for MemoryStore {
    /// It ends with the process, and with it the texts that hold its surrogates.
    fn keeping(&self) -> Keeping {
        Keeping::Certain
    }

    fn insert_if_absent(
        &self,
        scope: ScopeId,
        entries: Vec<Entry>,
        now: Moment,
    ) -> Pending<'_, Vec<Inserted>> {
        let mut tables = self.tables();
        let Tables { scopes, ends } = &mut *tables;
        let table = scopes.entry(scope).or_default();
        let insert = |entry: Entry| {
            let end = entry.expires.map(|end| Reverse((end, scope, entry.handle)));
            let inserted = table.insert(entry, now);
            if inserted == Inserted::New {
                ends.extend(end);
            }
            inserted
        };
        done(entries.into_iter().map(insert).collect())
    }

    fn get(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>> {
        done(self.each(scope, handles, |scope, handle| scope.live(handle, now)))
    }

    fn get_by_fingerprint(
        &self,
        scope: ScopeId,
        fingerprints: Vec<Fingerprint>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>> {
        done(self.each(scope, fingerprints, |scope, fingerprint| {
            scope.live(*scope.values.get(&fingerprint)?, now)
        }))
    }

    fn taken(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, Vec<bool>> {
        done(self.each(scope, handles, |scope, handle| scope.rows.contains_key(&handle)))
    }

    fn touch(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        expires: Moment,
        now: Moment,
    ) -> Pending<'_, ()> {
        self.tables().touch(scope, &handles, expires, now);
        done(())
    }

    fn remove(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, usize> {
        let mut tables = self.tables();
        let table = tables.scopes.get_mut(&scope);
        done(table.map_or(0, |t| handles.into_iter().filter(|handle| t.bury(*handle)).count()))
    }

    fn remove_scope(&self, scope: ScopeId, count_max: usize) -> Pending<'_, usize> {
        let mut tables = self.tables();
        let Some(table) = tables.scopes.get_mut(&scope) else { return done(0) };
        let handles: Vec<Handle> = table.values.values().take(count_max).copied().collect();
        done(handles.into_iter().filter(|handle| table.bury(*handle)).count())
    }

    fn expire(&self, now: Moment, count_max: usize) -> Pending<'_, usize> {
        done(self.tables().expire(now, count_max))
    }

    fn stats(&self) -> Pending<'_, Stats> {
        let tables = self.tables();
        let rows: usize = tables.scopes.values().map(|scope| scope.live).sum();
        let all: usize = tables.scopes.values().map(|scope| scope.rows.len()).sum();
        done(Stats { rows: rows as u64, tombstones: (all - rows) as u64 })
    }
}
