//! The joint behind which surrogates are kept.
//!
//! A store sees no value and no name: values arrive sealed, fingerprints, handles and scopes
//! arrive as keyed hashes. It decides nothing but what must be atomic: that a fingerprint and
//! a handle are given out once.

use std::future::Future;
use std::pin::Pin;

/// What a store is still working on.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// The scope of a row: a keyed hash of tenant and principal, part of every key and query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub [u8; 16]);

/// Names a surrogate inside its scope: a keyed hash of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle(pub [u8; 16]);

/// Names a value inside its scope: a keyed hash of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 16]);

/// Milliseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(pub u64);

/// A surrogate that is to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which surrogate.
    pub handle: Handle,
    /// For which value.
    pub fingerprint: Fingerprint,
    /// The value, sealed.
    pub sealed: Box<[u8]>,
    /// When it ends; `None` is never.
    pub expires: Option<Moment>,
}

/// A surrogate that is issued and alive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which surrogate.
    pub handle: Handle,
    /// The value, sealed.
    pub sealed: Box<[u8]>,
    /// When it ends; `None` is never.
    pub expires: Option<Moment>,
}

/// What became of an [`Entry`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inserted {
    /// It is issued now.
    New,
    /// The value has a surrogate already, of an earlier call or of the winner of a race.
    Exists(Row),
    /// The surrogate is, or once was, another value's.
    Taken,
}

/// What a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Surrogates that are alive, or expired and not yet swept.
    pub rows: u64,
    /// Surrogates that were issued once and never will be again.
    pub tombstones: u64,
}

/// How well a store keeps what it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// What was answered is kept.
    Certain,
    /// After a crash the last of it may be gone, and nothing tells that it ever was there. Then
    /// a surrogate of a small space could be given to a second value; so none is issued.
    Loose,
}

/// Keeps surrogates. Answers come in the order of the question.
///
/// What is past its end at `now` is not there for [`get`](Self::get) and
/// [`get_by_fingerprint`](Self::get_by_fingerprint), whether it was swept or not. A handle that
/// was once issued stays taken for ever: expiry and removal leave a tombstone.
pub trait Store: Send + Sync {
    /// Whether it keeps what it was told through everything short of the loss of its disk.
    fn keeping(&self) -> Keeping;

    /// Issues each entry whose fingerprint and handle are free, in one transaction.
    fn insert_if_absent(
        &self,
        scope: ScopeId,
        entries: Vec<Entry>,
        now: Moment,
    ) -> Pending<'_, Vec<Inserted>>;

    /// Finds live rows by surrogate.
    fn get(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>>;

    /// Finds live rows by value.
    fn get_by_fingerprint(
        &self,
        scope: ScopeId,
        fingerprints: Vec<Fingerprint>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>>;

    /// Says which handles were ever issued, tombstones included.
    fn taken(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, Vec<bool>>;

    /// Moves the end of live rows that have one to `expires`, unless it is later already.
    fn touch(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        expires: Moment,
        now: Moment,
    ) -> Pending<'_, ()>;

    /// Turns rows into tombstones; says how many.
    fn remove(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, usize>;

    /// Turns at most `count_max` rows of a scope into tombstones; says how many.
    fn remove_scope(&self, scope: ScopeId, count_max: usize) -> Pending<'_, usize>;

    /// Turns at most `count_max` rows that have ended into tombstones; says how many.
    fn expire(&self, now: Moment, count_max: usize) -> Pending<'_, usize>;

    /// Counts; may cost a walk over all rows.
    fn stats(&self) -> Pending<'_, Stats>;
}

/// The store is down, full, too busy, or broken. Nothing of the batch may be relied on.
#[derive(Debug, thiserror::Error)]
#[error("the vault's store does not work: {what}")]
pub struct StoreError {
    what: &'static str,
    #[source]
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl StoreError {
    /// A failure that the store noticed by itself.
    #[must_use]
    pub fn new(what: &'static str) -> Self {
        Self { what, cause: None }
    }

    /// A failure of what lies under the store.
    #[must_use]
    pub fn caused(
        what: &'static str,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { what, cause: Some(cause.into()) }
    }
}
