//! Rows that come from elsewhere: from a copy, or from another store.
//!
//! Nothing that is there is ever written over, so that taking the same rows twice changes
//! nothing, and taking may stop anywhere and be done again.

use std::collections::HashMap;
use std::ops::AddAssign;
use std::time::SystemTime;

use crate::store::{Entry, Handle, Inserted, Listed, Moment, ScopeId, Store, StoreError};
use crate::vault::moment;

/// How much is to be believed of what comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is of some time ago: what is alive here stays, though there it has ended.
    Copy,
    /// It is how things are: what has ended there ends here.
    Store,
}

/// What became of what came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Rows that are new here.
    pub rows: u64,
    /// Tombstones that are new here, of rows or of nothing.
    pub tombstones: u64,
    /// What was here already.
    pub known: u64,
    /// Rows that were not taken: they were erased here, or their value or surrogate is that of
    /// another row.
    pub refused: u64,
}

impl Taken {
    /// Whether anything is here now that was not.
    #[must_use]
    pub fn is_nothing_new(&self) -> bool {
        self.rows == 0 && self.tombstones == 0
    }
}

impl AddAssign for Taken {
    fn add_assign(&mut self, more: Self) {
        self.rows += more.rows;
        self.tombstones += more.tombstones;
        self.known += more.known;
        self.refused += more.refused;
    }
}

/// What comes for one scope.
#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    ended: Vec<Handle>,
}

/// Takes what was listed elsewhere. Durable, as far as the store is, when this returns.
///
/// # Errors
/// If the store does not work; the same may be taken again.
pub async fn take(
    store: &dyn Store,
    listed: Vec<Listed>,
    origin: Origin,
    now: SystemTime,
) -> Result<Taken, StoreError> {
    let now = moment(now);
    let mut scopes: HashMap<ScopeId, Batch> = HashMap::new();
    for listed in listed {
        match listed {
            Listed::Issued(scope, entry) if is_over(&entry, now) => {
                scopes.entry(scope).or_default().ended.push(entry.handle);
            }
            Listed::Issued(scope, entry) => scopes.entry(scope).or_default().entries.push(entry),
            Listed::Tombstone(scope, handle) => {
                scopes.entry(scope).or_default().ended.push(handle);
            }
        }
    }
    let mut taken = Taken::default();
    for (scope, batch) in scopes {
        taken += rows(store, scope, batch.entries, (origin, now)).await?;
        taken += tombstones(store, scope, batch.ended, origin).await?;
    }
    Ok(taken)
}

fn is_over(entry: &Entry, now: Moment) -> bool {
    entry.expires.is_some_and(|end| end <= now)
}

async fn rows(
    store: &dyn Store,
    scope: ScopeId,
    entries: Vec<Entry>,
    (origin, now): (Origin, Moment),
) -> Result<Taken, StoreError> {
    if entries.is_empty() {
        return Ok(Taken::default());
    }
    let handles: Vec<_> = entries.iter().map(|entry| (entry.handle, entry.expires)).collect();
    let inserted = store.insert_if_absent(scope, entries, now).await?;
    let (mut taken, mut others) = (Taken::default(), Vec::new());
    for ((handle, expires), inserted) in handles.into_iter().zip(inserted) {
        match inserted {
            Inserted::New => taken.rows += 1,
            Inserted::Exists(row) if row.handle == handle => {
                taken.known += 1;
                // Used there since it was taken, and so prolonged.
                let later = expires.filter(|end| row.expires.is_some_and(|known| known < *end));
                if let (Origin::Store, Some(end)) = (origin, later) {
                    store.touch(scope, vec![handle], end, now).await?;
                }
            }
            Inserted::Exists(_) => others.push(handle),
            Inserted::Taken => taken.refused += 1,
        }
    }
    taken.refused += others.len() as u64;
    if !others.is_empty() {
        // They were issued once, so they never may be again.
        store.entomb(scope, others).await?;
    }
    Ok(taken)
}

async fn tombstones(
    store: &dyn Store,
    scope: ScopeId,
    ended: Vec<Handle>,
    origin: Origin,
) -> Result<Taken, StoreError> {
    if ended.is_empty() {
        return Ok(Taken::default());
    }
    let all = ended.len();
    let buried = match origin {
        Origin::Store => store.remove(scope, ended.clone()).await?,
        Origin::Copy => 0,
    };
    let new = buried + store.entomb(scope, ended).await?;
    let known = all.saturating_sub(new) as u64;
    Ok(Taken { tombstones: new as u64, known, ..Taken::default() })
}
