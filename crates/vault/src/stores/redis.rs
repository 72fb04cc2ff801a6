//! Keeps surrogates in Redis, for many machines at once.
//!
//! What must be atomic is one script, and every question is one round trip, whatever the number
//! of rows; sweeping takes three. A Redis that may drop what it keeps is refused. It holds keyed
//! hashes and sealed values, nothing else; `docs/stores.md` shows how they lie there.

use std::fmt;
use std::time::Duration;

use portcullis_model::Secret;
use redis::{Cmd, Value};

use crate::store::{
    Entry, Fingerprint, Handle, Inserted, Keeping, Moment, Pending, Row, ScopeId, Stats, Store,
    StoreError,
};

mod admission;
mod answers;
mod faults;
mod keys;
mod link;
mod scripts;
mod sweeping;

use keys::ScopeKeys;
use link::{Ask, Link};
use scripts::Script;

/// LIMIT: how many rows one removal of a scope takes, so that no script holds up the others.
const PORTION_MAX: usize = 8192;

/// Where a Redis is, and how long to wait for it.
pub struct RedisSettings {
    /// `redis://USER:PASSWORD@HOST:PORT/DATABASE`, or `rediss://` for TLS.
    pub url: Secret,
    /// Certificates, in PEM, that a server's must descend from; the public ones if none.
    pub roots: Option<Vec<u8>>,
    /// How long a connection may take, and how long an answer.
    pub patience: Duration,
}

impl fmt::Debug for RedisSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisSettings").field("patience", &self.patience).finish_non_exhaustive()
    }
}

/// A store in Redis 6.2 or later.
pub struct RedisStore {
    link: Link,
}

impl RedisStore {
    /// Connects, and looks whether this Redis is one that keeps what it is told.
    ///
    /// # Errors
    /// If it cannot be reached, does not let us in, or may lose what it keeps; the text says
    /// what to do.
    pub async fn open(settings: &RedisSettings) -> Result<Self, StoreError> {
        let link = Link::new(settings)?;
        link.check().await?;
        Ok(Self { link })
    }

    /// Looks whether this Redis answers and may keep surrogates, and how well it keeps them;
    /// changes nothing.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn check(settings: &RedisSettings) -> Result<Keeping, StoreError> {
        let link = Link::new(settings)?;
        link.enter().await?;
        Ok(link.keeping())
    }

    /// Asks one question; the answers to its commands.
    async fn ask(&self, ask: &Ask) -> Result<Vec<Value>, StoreError> {
        self.link.ask(ask).await
    }

    /// Runs one script over the keys of a scope; its answer.
    async fn script(&self, ask: Ask) -> Result<Value, StoreError> {
        answers::only(self.ask(&ask).await?)
    }
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedisStore(..)")
    }
}

/// The command that reads fields of a hash.
fn fields(key: &str, handles: &[Handle]) -> Cmd {
    let mut command = redis::cmd("HMGET");
    command.arg(key);
    for handle in handles {
        command.arg(handle.0.as_slice());
    }
    command
}

impl Store for RedisStore {
    fn keeping(&self) -> Keeping {
        self.link.keeping()
    }

    fn insert_if_absent(
        &self,
        scope: ScopeId,
        entries: Vec<Entry>,
        now: Moment,
    ) -> Pending<'_, Vec<Inserted>> {
        Box::pin(async move {
            if entries.is_empty() {
                return Ok(Vec::new());
            }
            let keys = ScopeKeys::new(scope);
            let mut insert = Script::Insert.over(&keys);
            insert.arg(now.0);
            let mut first = None;
            for Entry { handle, fingerprint, sealed, expires } in &entries {
                insert.arg(handle.0.as_slice()).arg(fingerprint.0.as_slice());
                insert.arg(expires.map_or_else(String::new, |end| end.0.to_string()));
                insert.arg(&**sealed);
                first = first.into_iter().chain(*expires).min();
            }
            // After the rows: see `sweeping` for why.
            let list = sweeping::list(scope, first);
            let answers = self.ask(&Ask::repeatable([insert, list])).await?;
            answers::inserted(answers, &entries)
        })
    }

    fn get(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>> {
        Box::pin(async move {
            if handles.is_empty() {
                return Ok(Vec::new());
            }
            let keys = ScopeKeys::new(scope);
            let (rows, sealed) = (fields(&keys.rows, &handles), fields(&keys.sealed, &handles));
            let answers = self.ask(&Ask::repeatable([rows, sealed])).await?;
            answers::by_handle(answers, &handles, now)
        })
    }

    fn get_by_fingerprint(
        &self,
        scope: ScopeId,
        fingerprints: Vec<Fingerprint>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>> {
        Box::pin(async move {
            if fingerprints.is_empty() {
                return Ok(Vec::new());
            }
            let mut find = Script::ByValue.over(&ScopeKeys::new(scope));
            for fingerprint in &fingerprints {
                find.arg(fingerprint.0.as_slice());
            }
            let answer = self.script(Ask::repeatable([find])).await?;
            answers::by_value(answer, fingerprints.len(), now)
        })
    }

    fn taken(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, Vec<bool>> {
        Box::pin(async move {
            if handles.is_empty() {
                return Ok(Vec::new());
            }
            let rows = fields(&ScopeKeys::new(scope).rows, &handles);
            let answer = self.script(Ask::repeatable([rows])).await?;
            let rows = answers::list(answer, handles.len())?;
            Ok(rows.into_iter().map(|row| row != Value::Nil).collect())
        })
    }

    fn touch(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        expires: Moment,
        now: Moment,
    ) -> Pending<'_, ()> {
        Box::pin(async move {
            if handles.is_empty() {
                return Ok(());
            }
            let mut touch = Script::Touch.over(&ScopeKeys::new(scope));
            touch.arg(now.0).arg(expires.0);
            for handle in &handles {
                touch.arg(handle.0.as_slice());
            }
            self.script(Ask::repeatable([touch])).await.map(drop)
        })
    }

    fn remove(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, usize> {
        Box::pin(async move {
            if handles.is_empty() {
                return Ok(0);
            }
            let mut remove = Script::Remove.over(&ScopeKeys::new(scope));
            for handle in &handles {
                remove.arg(handle.0.as_slice());
            }
            answers::count(&self.script(Ask::once([remove])).await?)
        })
    }

    fn remove_scope(&self, scope: ScopeId, count_max: usize) -> Pending<'_, usize> {
        Box::pin(async move {
            let mut remove = Script::RemoveScope.over(&ScopeKeys::new(scope));
            remove.arg(count_max.min(PORTION_MAX));
            answers::count(&self.script(Ask::once([remove])).await?)
        })
    }

    fn expire(&self, now: Moment, count_max: usize) -> Pending<'_, usize> {
        Box::pin(self.sweep(now, count_max))
    }

    fn stats(&self) -> Pending<'_, Stats> {
        Box::pin(self.count())
    }
}
