//! Keeps surrogates in PostgreSQL, for many machines at once.
//!
//! Every question is one call of a function in the database, and so one transaction and one
//! round trip. The function first names the scope, and row-level security shows no row of any
//! other, not even to the owner of the table; a role that passes that by is refused. The
//! database holds keyed hashes and sealed values, nothing else.

use std::fmt;
use std::time::Duration;

use portcullis_model::Secret;
use tokio_postgres::Row as Answer;
use tokio_postgres::types::{ToSql, Type};

use crate::store::{
    Entry, Fingerprint, Handle, Inserted, Keeping, Moment, Pending, Row, ScopeId, Stats, Store,
    StoreError,
};

mod admission;
mod answers;
mod faults;
mod pool;
mod tls;

use pool::{Pool, Repeat};

/// LIMIT: how many rows one removal of a scope takes, so that no transaction holds up the others.
const PORTION_MAX: usize = 8192;

/// What a database needs before surrogates can be kept in it.
const SCHEMA: &str = include_str!("postgres/schema.sql");

/// Where a PostgreSQL is, and how long to wait for it.
pub struct PostgresSettings {
    /// `postgres://USER:PASSWORD@HOST:PORT/DATABASE`; over TLS unless it says `sslmode=disable`.
    pub url: Secret,
    /// Certificates, in PEM, that a server's must descend from; the public ones if none.
    pub roots: Option<Vec<u8>>,
    /// How long a connection may take, and how long an answer.
    pub patience: Duration,
}

impl fmt::Debug for PostgresSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSettings").field("patience", &self.patience).finish_non_exhaustive()
    }
}

/// A store in PostgreSQL 13 or later.
pub struct PostgresStore {
    pool: Pool,
}

/// One argument of a function, with its type.
type Argument<'a> = (&'a (dyn ToSql + Sync), Type);

impl PostgresStore {
    /// Connects, makes the schema where there is none, and looks whether the database holds
    /// scopes apart.
    ///
    /// # Errors
    /// If it cannot be reached, does not let us in, may not be prepared by this role, or does
    /// not hold scopes apart; the text says what to do.
    pub async fn open(settings: &PostgresSettings) -> Result<Self, StoreError> {
        let pool = Pool::new(settings)?;
        pool.check().await?;
        Ok(Self { pool })
    }

    /// Looks whether this PostgreSQL answers and may keep surrogates, and how well it keeps
    /// them; changes nothing, and does not mind if there is no schema yet.
    ///
    /// # Errors
    /// As [`Self::open`], save for the schema.
    pub async fn check(settings: &PostgresSettings) -> Result<Keeping, StoreError> {
        Ok(Pool::new(settings)?.look().await?)
    }

    async fn ask(
        &self,
        call: &str,
        arguments: &[Argument<'_>],
        repeat: Repeat,
    ) -> Result<Vec<Answer>, StoreError> {
        Ok(self.pool.ask(call, arguments, repeat).await?)
    }

    /// Asks a question whose answer is how many rows were changed.
    async fn change(&self, call: &str, arguments: &[Argument<'_>]) -> Result<usize, StoreError> {
        answers::count(&self.ask(call, arguments, Repeat::Never).await?)
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresStore(..)")
    }
}

/// A moment as the database keeps it.
fn integer(moment: Moment) -> i64 {
    i64::try_from(moment.0).unwrap_or(i64::MAX)
}

fn portion(count_max: usize) -> i64 {
    i64::try_from(count_max.min(PORTION_MAX)).unwrap_or(i64::MAX)
}

fn bytes<const N: usize>(hashes: &[[u8; N]]) -> Vec<&[u8]> {
    hashes.iter().map(<[u8; N]>::as_slice).collect()
}

fn of_handles(handles: &[Handle]) -> Vec<[u8; 16]> {
    handles.iter().map(|handle| handle.0).collect()
}

impl Store for PostgresStore {
    fn keeping(&self) -> Keeping {
        self.pool.keeping()
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
            let handles: Vec<&[u8]> =
                entries.iter().map(|entry| entry.handle.0.as_slice()).collect();
            let values: Vec<&[u8]> =
                entries.iter().map(|entry| entry.fingerprint.0.as_slice()).collect();
            let ends: Vec<Option<i64>> =
                entries.iter().map(|entry| entry.expires.map(integer)).collect();
            let sealed: Vec<&[u8]> = entries.iter().map(|entry| &*entry.sealed).collect();
            let (scope, now) = (scope.0.as_slice(), integer(now));
            let arguments: [Argument<'_>; 6] = [
                (&scope, Type::BYTEA),
                (&handles, Type::BYTEA_ARRAY),
                (&values, Type::BYTEA_ARRAY),
                (&ends, Type::INT8_ARRAY),
                (&sealed, Type::BYTEA_ARRAY),
                (&now, Type::INT8),
            ];
            let call = "SELECT * FROM portcullis.issue($1, $2, $3, $4, $5, $6)";
            let answers = self.ask(call, &arguments, Repeat::Harmless).await?;
            answers::inserted(&answers, entries.len())
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
            let (scope, hashes) = (scope.0.as_slice(), of_handles(&handles));
            let arguments: [Argument<'_>; 2] =
                [(&scope, Type::BYTEA), (&bytes(&hashes), Type::BYTEA_ARRAY)];
            let call = "SELECT * FROM portcullis.find($1, $2)";
            let answers = self.ask(call, &arguments, Repeat::Harmless).await?;
            answers::rows(&answers, handles.len(), now)
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
            let hashes: Vec<[u8; 16]> = fingerprints.iter().map(|value| value.0).collect();
            let scope = scope.0.as_slice();
            let arguments: [Argument<'_>; 2] =
                [(&scope, Type::BYTEA), (&bytes(&hashes), Type::BYTEA_ARRAY)];
            let call = "SELECT * FROM portcullis.find_by_value($1, $2)";
            let answers = self.ask(call, &arguments, Repeat::Harmless).await?;
            answers::rows(&answers, fingerprints.len(), now)
        })
    }

    fn taken(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, Vec<bool>> {
        Box::pin(async move {
            if handles.is_empty() {
                return Ok(Vec::new());
            }
            let (scope, hashes) = (scope.0.as_slice(), of_handles(&handles));
            let arguments: [Argument<'_>; 2] =
                [(&scope, Type::BYTEA), (&bytes(&hashes), Type::BYTEA_ARRAY)];
            let call = "SELECT * FROM portcullis.taken($1, $2)";
            let answers = self.ask(call, &arguments, Repeat::Harmless).await?;
            answers::taken(&answers, handles.len())
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
            let (scope, hashes) = (scope.0.as_slice(), of_handles(&handles));
            let (till, now) = (integer(expires), integer(now));
            let arguments: [Argument<'_>; 4] = [
                (&scope, Type::BYTEA),
                (&bytes(&hashes), Type::BYTEA_ARRAY),
                (&till, Type::INT8),
                (&now, Type::INT8),
            ];
            let call = "SELECT portcullis.touch($1, $2, $3, $4)";
            self.ask(call, &arguments, Repeat::Harmless).await.map(drop)
        })
    }

    fn remove(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, usize> {
        Box::pin(async move {
            if handles.is_empty() {
                return Ok(0);
            }
            let (scope, hashes) = (scope.0.as_slice(), of_handles(&handles));
            let arguments: [Argument<'_>; 2] =
                [(&scope, Type::BYTEA), (&bytes(&hashes), Type::BYTEA_ARRAY)];
            self.change("SELECT portcullis.bury($1, $2)", &arguments).await
        })
    }

    fn remove_scope(&self, scope: ScopeId, count_max: usize) -> Pending<'_, usize> {
        Box::pin(async move {
            let (scope, max) = (scope.0.as_slice(), portion(count_max));
            let arguments: [Argument<'_>; 2] = [(&scope, Type::BYTEA), (&max, Type::INT8)];
            self.change("SELECT portcullis.bury_scope($1, $2)", &arguments).await
        })
    }

    fn expire(&self, now: Moment, count_max: usize) -> Pending<'_, usize> {
        Box::pin(async move {
            let (now, max) = (integer(now), portion(count_max));
            let arguments: [Argument<'_>; 2] = [(&now, Type::INT8), (&max, Type::INT8)];
            self.change("SELECT portcullis.sweep($1, $2)", &arguments).await
        })
    }

    fn stats(&self) -> Pending<'_, Stats> {
        Box::pin(async move {
            let call = "SELECT * FROM portcullis.count_rows()";
            answers::stats(&self.ask(call, &[], Repeat::Harmless).await?)
        })
    }
}
