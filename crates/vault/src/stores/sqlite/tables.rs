//! The statements of the store, prepared once for a connection.
//!
//! Every one of them names the scope, save the sweep, which looks at ends alone.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Params, Statement, params};

use super::queue::Access;
use crate::store::{Entry, Fingerprint, Handle, Inserted, Moment, Row, ScopeId, Stats};

const SCOPE: &str = "SELECT id FROM scope WHERE hash = ?1";
const NEW_SCOPE: &str = "INSERT INTO scope (hash) VALUES (?1) ON CONFLICT DO NOTHING";
const BY_HANDLE: &str = "
SELECT handle, sealed, expires FROM surrogate
WHERE scope = ?1 AND handle = ?2 AND sealed IS NOT NULL AND (expires IS NULL OR expires > ?3)";
const BY_VALUE: &str = "
SELECT handle, sealed, expires FROM surrogate
WHERE scope = ?1 AND fingerprint = ?2 AND (expires IS NULL OR expires > ?3)";
const TAKEN: &str = "SELECT 1 FROM surrogate WHERE scope = ?1 AND handle = ?2";
const ISSUE: &str = "
INSERT INTO surrogate (scope, handle, fingerprint, expires, sealed) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO NOTHING";
const TOUCH: &str = "
UPDATE surrogate SET expires = ?3
WHERE scope = ?1 AND handle = ?2 AND expires > ?4 AND expires < ?3";
const BURY: &str = "
UPDATE surrogate SET fingerprint = NULL, sealed = NULL, expires = NULL
WHERE scope = ?1 AND handle = ?2 AND sealed IS NOT NULL";
const BURY_ENDED: &str = "
UPDATE surrogate SET fingerprint = NULL, sealed = NULL, expires = NULL
WHERE scope = ?1 AND fingerprint = ?2 AND expires <= ?3";
const OF_SCOPE: &str = "
SELECT handle FROM surrogate WHERE scope = ?1 AND fingerprint IS NOT NULL LIMIT ?2";
const SWEEP: &str = "
UPDATE surrogate SET fingerprint = NULL, sealed = NULL, expires = NULL
WHERE id IN (SELECT id FROM surrogate WHERE expires <= ?1 LIMIT ?2)";
const ENTOMB: &str = "
INSERT INTO surrogate (scope, handle) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
const STATS: &str = "SELECT count(*), count(fingerprint) FROM surrogate";

/// LIMIT: how many numbers of scopes are remembered.
const SCOPES_MAX: usize = 4096;

/// Where rows are read and written, inside a transaction.
pub(super) struct Tables<'c> {
    connection: &'c Connection,
    by_handle: Statement<'c>,
    by_value: Statement<'c>,
    taken: Statement<'c>,
    issue: Statement<'c>,
    /// Numbers of scopes; they never change once they are durable.
    scopes: HashMap<ScopeId, i64>,
}

impl<'c> Tables<'c> {
    pub(super) fn prepare(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            by_handle: connection.prepare(BY_HANDLE)?,
            by_value: connection.prepare(BY_VALUE)?,
            taken: connection.prepare(TAKEN)?,
            issue: connection.prepare(ISSUE)?,
            scopes: HashMap::new(),
        })
    }

    pub(super) fn begin(&self, access: Access) -> rusqlite::Result<()> {
        self.connection.execute_batch(match access {
            Access::Write => "BEGIN IMMEDIATE",
            Access::Read => "BEGIN DEFERRED",
        })
    }

    pub(super) fn commit(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("COMMIT")
    }

    pub(super) fn roll_back(&mut self) -> rusqlite::Result<()> {
        // A number that was given in this transaction is given no longer.
        self.scopes.clear();
        self.connection.execute_batch("ROLLBACK")
    }

    /// The number of a scope; a scope without rows has none, and -1 is nobody's.
    fn scope(&mut self, scope: ScopeId) -> rusqlite::Result<i64> {
        if let Some(number) = self.scopes.get(&scope) {
            return Ok(*number);
        }
        let found = self.connection.query_row(SCOPE, [scope.0], |row| row.get(0));
        let Some(number) = found.optional()? else { return Ok(-1) };
        if self.scopes.len() >= SCOPES_MAX {
            self.scopes.clear();
        }
        self.scopes.insert(scope, number);
        Ok(number)
    }

    fn scope_or_new(&mut self, scope: ScopeId) -> rusqlite::Result<i64> {
        if self.scope(scope)? < 0 {
            self.connection.execute(NEW_SCOPE, [scope.0])?;
        }
        self.scope(scope)
    }

    /// For statements that are used too rarely to be kept.
    pub(super) fn connection(&self) -> &Connection {
        self.connection
    }

    /// Finds live rows by surrogate.
    pub(super) fn get(
        &mut self,
        scope: ScopeId,
        handles: &[Handle],
        now: Moment,
    ) -> rusqlite::Result<Vec<Option<Row>>> {
        let (scope, now) = (self.scope(scope)?, integer(now));
        let find = |handle: &Handle| one(&mut self.by_handle, params![scope, handle.0, now]);
        handles.iter().map(find).collect()
    }

    /// Finds live rows by value.
    pub(super) fn get_by_value(
        &mut self,
        scope: ScopeId,
        values: &[Fingerprint],
        now: Moment,
    ) -> rusqlite::Result<Vec<Option<Row>>> {
        let (scope, now) = (self.scope(scope)?, integer(now));
        let find = |value: &Fingerprint| one(&mut self.by_value, params![scope, value.0, now]);
        values.iter().map(find).collect()
    }

    /// Says which handles were ever issued.
    pub(super) fn taken(
        &mut self,
        scope: ScopeId,
        handles: &[Handle],
    ) -> rusqlite::Result<Vec<bool>> {
        let scope = self.scope(scope)?;
        handles.iter().map(|handle| self.taken.exists(params![scope, handle.0])).collect()
    }

    pub(super) fn insert(
        &mut self,
        scope: ScopeId,
        entries: &[Entry],
        now: Moment,
    ) -> rusqlite::Result<Vec<Inserted>> {
        let scope = self.scope_or_new(scope)?;
        entries.iter().map(|entry| self.insert_one(scope, entry, integer(now))).collect()
    }

    fn insert_one(&mut self, scope: i64, entry: &Entry, now: i64) -> rusqlite::Result<Inserted> {
        let Entry { handle, fingerprint, sealed, expires } = entry;
        let row = params![scope, handle.0, fingerprint.0, expires.map(integer), sealed];
        if self.issue.execute(row)? == 1 {
            return Ok(Inserted::New);
        }
        if let Some(holder) = one(&mut self.by_value, params![scope, fingerprint.0, now])? {
            return Ok(Inserted::Exists(holder));
        }
        // The value's own ended row may be what stood in the way.
        let buried = self.connection.execute(BURY_ENDED, params![scope, fingerprint.0, now])?;
        if buried == 1 && self.issue.execute(row)? == 1 {
            return Ok(Inserted::New);
        }
        Ok(Inserted::Taken)
    }

    pub(super) fn touch(
        &mut self,
        scope: ScopeId,
        handles: &[Handle],
        expires: Moment,
        now: Moment,
    ) -> rusqlite::Result<()> {
        let scope = self.scope(scope)?;
        let mut touch = self.connection.prepare(TOUCH)?;
        handles.iter().try_for_each(|handle| {
            touch.execute(params![scope, handle.0, integer(expires), integer(now)]).map(drop)
        })
    }

    /// Turns rows into tombstones; says how many.
    pub(super) fn bury(&mut self, scope: ScopeId, handles: &[Handle]) -> rusqlite::Result<usize> {
        let scope = self.scope(scope)?;
        let mut bury = self.connection.prepare(BURY)?;
        handles.iter().map(|handle| bury.execute(params![scope, handle.0])).sum()
    }

    /// Leaves tombstones for handles of which nothing is known; says how many.
    pub(super) fn entomb(&mut self, scope: ScopeId, handles: &[Handle]) -> rusqlite::Result<usize> {
        let scope = self.scope_or_new(scope)?;
        let mut entomb = self.connection.prepare(ENTOMB)?;
        handles.iter().map(|handle| entomb.execute(params![scope, handle.0])).sum()
    }

    /// Turns rows of a scope into tombstones; says how many.
    pub(super) fn bury_scope(&mut self, id: ScopeId, max: usize) -> rusqlite::Result<usize> {
        let scope = self.scope(id)?;
        let mut statement = self.connection.prepare(OF_SCOPE)?;
        let rows = statement.query_map(params![scope, count(max)], |row| row.get(0).map(Handle))?;
        let handles: Vec<Handle> = rows.collect::<rusqlite::Result<_>>()?;
        self.bury(id, &handles)
    }

    /// Turns rows that have ended into tombstones; says how many.
    pub(super) fn sweep(&self, now: Moment, max: usize) -> rusqlite::Result<usize> {
        self.connection.execute(SWEEP, params![integer(now), count(max)])
    }

    pub(super) fn stats(&self) -> rusqlite::Result<Stats> {
        self.connection.query_row(STATS, [], |row| {
            let (all, rows): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok(Stats { rows: rows.unsigned_abs(), tombstones: (all - rows).unsigned_abs() })
        })
    }
}

/// The one row that a statement finds, if it does.
fn one(statement: &mut Statement<'_>, key: impl Params) -> rusqlite::Result<Option<Row>> {
    let row = statement.query_row(key, |row| {
        let expires: Option<i64> = row.get(2)?;
        Ok(Row {
            handle: Handle(row.get(0)?),
            sealed: row.get_ref(1)?.as_blob()?.into(),
            expires: expires.map(|end| Moment(end.unsigned_abs())),
        })
    });
    row.optional()
}

/// A moment as the file keeps it.
fn integer(moment: Moment) -> i64 {
    i64::try_from(moment.0).unwrap_or(i64::MAX)
}

fn count(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}
