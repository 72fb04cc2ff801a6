//! The statements of the store, prepared once for a connection.
//!
//! Every one of them names the scope, save the sweep, which looks at ends alone.

use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::queue::Access;
use crate::store::{Entry, Fingerprint, Handle, Inserted, Moment, Row, ScopeId, Stats};

const LIVE: &str = "
SELECT sealed, expires FROM surrogate
WHERE scope = ?1 AND handle = ?2 AND sealed IS NOT NULL AND (expires IS NULL OR expires > ?3)";
const HOLDER: &str = "SELECT handle FROM value WHERE scope = ?1 AND fingerprint = ?2";
const TAKEN: &str = "SELECT 1 FROM surrogate WHERE scope = ?1 AND handle = ?2";
const STATS: &str = "SELECT count(*), count(sealed) FROM surrogate";
const CLAIM: &str = "
INSERT INTO value (scope, fingerprint, handle) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
const GIVE_BACK: &str = "DELETE FROM value WHERE scope = ?1 AND fingerprint = ?2 AND handle = ?3";
const MOVE: &str = "UPDATE value SET handle = ?3 WHERE scope = ?1 AND fingerprint = ?2";
const ISSUE: &str = "
INSERT INTO surrogate (scope, handle, fingerprint, sealed, expires) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO NOTHING";
const TOUCH: &str = "
UPDATE surrogate SET expires = ?3 WHERE scope = ?1 AND handle = ?2 AND expires > ?4 AND expires < ?3";
const FORGET: &str = "
DELETE FROM value WHERE scope = ?1 AND handle = ?2 AND fingerprint =
(SELECT fingerprint FROM surrogate WHERE scope = ?1 AND handle = ?2)";
const BURY: &str = "
UPDATE surrogate SET fingerprint = NULL, sealed = NULL, expires = NULL
WHERE scope = ?1 AND handle = ?2 AND sealed IS NOT NULL";
const OF_SCOPE: &str = "SELECT handle FROM value WHERE scope = ?1 LIMIT ?2";
const ENDED: &str = "SELECT scope, handle FROM surrogate WHERE expires <= ?1 LIMIT ?2";

/// Where the two tables are read and written, inside a transaction.
pub(super) struct Tables<'c> {
    connection: &'c Connection,
    begin: &'static str,
    live: Statement<'c>,
    holder: Statement<'c>,
    taken: Statement<'c>,
    claim: Statement<'c>,
    issue: Statement<'c>,
}

impl<'c> Tables<'c> {
    pub(super) fn prepare(connection: &'c Connection, access: Access) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            begin: match access {
                Access::Write => "BEGIN IMMEDIATE",
                Access::Read => "BEGIN DEFERRED",
            },
            live: connection.prepare(LIVE)?,
            holder: connection.prepare(HOLDER)?,
            taken: connection.prepare(TAKEN)?,
            claim: connection.prepare(CLAIM)?,
            issue: connection.prepare(ISSUE)?,
        })
    }

    pub(super) fn begin(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch(self.begin)
    }

    pub(super) fn commit(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("COMMIT")
    }

    pub(super) fn roll_back(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("ROLLBACK")
    }

    pub(super) fn live(
        &mut self,
        scope: ScopeId,
        handle: Handle,
        now: Moment,
    ) -> rusqlite::Result<Option<Row>> {
        let row = self.live.query_row(params![scope.0, handle.0, integer(now)], |row| {
            let expires: Option<i64> = row.get(1)?;
            Ok(Row {
                handle,
                sealed: row.get_ref(0)?.as_blob()?.into(),
                expires: expires.map(|end| Moment(end.unsigned_abs())),
            })
        });
        row.optional()
    }

    pub(super) fn live_value(
        &mut self,
        scope: ScopeId,
        value: Fingerprint,
        now: Moment,
    ) -> rusqlite::Result<Option<Row>> {
        match self.holder(scope, value)? {
            Some(handle) => self.live(scope, handle, now),
            None => Ok(None),
        }
    }

    fn holder(&mut self, scope: ScopeId, value: Fingerprint) -> rusqlite::Result<Option<Handle>> {
        let found = self.holder.query_row(params![scope.0, value.0], |row| row.get(0));
        Ok(found.optional()?.map(Handle))
    }

    pub(super) fn is_taken(&mut self, scope: ScopeId, handle: Handle) -> rusqlite::Result<bool> {
        self.taken.exists(params![scope.0, handle.0])
    }

    pub(super) fn insert(
        &mut self,
        scope: ScopeId,
        entries: &[Entry],
        now: Moment,
    ) -> rusqlite::Result<Vec<Inserted>> {
        entries.iter().map(|entry| self.insert_one(scope, entry, now)).collect()
    }

    fn insert_one(
        &mut self,
        scope: ScopeId,
        entry: &Entry,
        now: Moment,
    ) -> rusqlite::Result<Inserted> {
        let Entry { handle, fingerprint, .. } = entry;
        if self.claim.execute(params![scope.0, fingerprint.0, handle.0])? == 1 {
            if self.issue_one(scope, entry)? {
                return Ok(Inserted::New);
            }
            self.connection.execute(GIVE_BACK, params![scope.0, fingerprint.0, handle.0])?;
            return Ok(Inserted::Taken);
        }
        let holder = self.holder(scope, *fingerprint)?;
        let ended = match holder {
            Some(holder) => match self.live(scope, holder, now)? {
                Some(row) => return Ok(Inserted::Exists(row)),
                None => holder,
            },
            None => return Err(rusqlite::Error::QueryReturnedNoRows),
        };
        if !self.issue_one(scope, entry)? {
            return Ok(Inserted::Taken);
        }
        self.bury(scope, &[ended])?;
        // Burying may have taken the value's row away, or not, if that was torn before.
        if self.claim.execute(params![scope.0, fingerprint.0, handle.0])? == 0 {
            self.connection.execute(MOVE, params![scope.0, fingerprint.0, handle.0])?;
        }
        Ok(Inserted::New)
    }

    /// Puts the row in; false if the handle is taken.
    fn issue_one(&mut self, scope: ScopeId, entry: &Entry) -> rusqlite::Result<bool> {
        let expires = entry.expires.map(integer);
        let Entry { handle, fingerprint, sealed, .. } = entry;
        let row = params![scope.0, handle.0, fingerprint.0, sealed, expires];
        Ok(self.issue.execute(row)? == 1)
    }

    pub(super) fn touch(
        &mut self,
        scope: ScopeId,
        handle: Handle,
        expires: Moment,
        now: Moment,
    ) -> rusqlite::Result<()> {
        let row = params![scope.0, handle.0, integer(expires), integer(now)];
        self.connection.execute(TOUCH, row).map(drop)
    }

    /// Turns rows into tombstones; says how many.
    pub(super) fn bury(&mut self, scope: ScopeId, handles: &[Handle]) -> rusqlite::Result<usize> {
        let mut forget = self.connection.prepare(FORGET)?;
        let mut bury = self.connection.prepare(BURY)?;
        handles
            .iter()
            .map(|handle| {
                forget.execute(params![scope.0, handle.0])?;
                bury.execute(params![scope.0, handle.0])
            })
            .sum()
    }

    pub(super) fn of_scope(&self, scope: ScopeId, max: usize) -> rusqlite::Result<Vec<Handle>> {
        let mut statement = self.connection.prepare(OF_SCOPE)?;
        let rows = statement.query_map(params![scope.0, count(max)], |row| row.get(0))?;
        rows.map(|handle| handle.map(Handle)).collect()
    }

    pub(super) fn ended(
        &self,
        now: Moment,
        max: usize,
    ) -> rusqlite::Result<Vec<(ScopeId, Handle)>> {
        let mut statement = self.connection.prepare(ENDED)?;
        let ended = |row: &rusqlite::Row<'_>| Ok((ScopeId(row.get(0)?), Handle(row.get(1)?)));
        statement.query_map(params![integer(now), count(max)], ended)?.collect()
    }

    pub(super) fn stats(&self) -> rusqlite::Result<Stats> {
        self.connection.query_row(STATS, [], |row| {
            let (all, rows): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok(Stats { rows: rows.unsigned_abs(), tombstones: (all - rows).unsigned_abs() })
        })
    }
}

/// A moment as the file keeps it.
fn integer(moment: Moment) -> i64 {
    i64::try_from(moment.0).unwrap_or(i64::MAX)
}

fn count(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}
