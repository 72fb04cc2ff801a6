//! What goes over all scopes: sweeping, and counting.
//!
//! A list beside the scopes has, for each, a moment before which nothing ends in it. It lies in
//! another slot of a cluster than they do, so the two change one after the other: who issues
//! writes the rows and then lists their end; who sweeps takes the scope off the list, then looks
//! at its rows, then lists the end that is next. Whatever the order in which the two meet, no
//! end is lost. If a process dies in between, its claim is taken over.

use std::collections::HashSet;

use redis::{Cmd, Value};

use super::RedisStore;
use super::answers;
use super::faults::Fault;
use super::keys::{CLAIMED, DUE, ScopeKeys};
use super::link::Ask;
use super::scripts::Script;
use crate::store::{Moment, ScopeId, Stats, StoreError};

/// LIMIT: how many scopes are swept in one round.
const SCOPES_MAX: usize = 256;
/// LIMIT: how many rounds one sweep takes.
const ROUNDS_MAX: usize = 64;
/// After how many milliseconds the process that claimed a scope is taken for dead.
const CLAIM_MS: u64 = 60_000;
/// How many scopes are counted at once.
const PAGE: usize = 1_000;

/// The command that lists a scope under an end, unless an earlier one is listed.
pub(super) fn list(scope: ScopeId, end: Option<Moment>) -> Cmd {
    let end = end.map_or_else(|| "+inf".to_owned(), |end| end.0.to_string());
    listed(&scope.0, end.as_bytes())
}

fn listed(scope: &[u8], end: &[u8]) -> Cmd {
    let mut command = redis::cmd("ZADD");
    command.arg(DUE).arg("LT").arg(end).arg(scope);
    command
}

fn unclaim(scope: &[u8]) -> Cmd {
    let mut command = redis::cmd("ZREM");
    command.arg(CLAIMED).arg(scope);
    command
}

/// Scopes, as a list holds them.
fn scopes(answer: Value) -> Result<Vec<ScopeId>, StoreError> {
    let Value::Array(items) = answer else { return Err(Fault::ODD.into()) };
    let one = |item: Value| match item {
        Value::BulkString(scope) => scope.try_into().map(ScopeId).ok(),
        _ => None,
    };
    items.into_iter().map(|item| one(item).ok_or_else(|| Fault::ODD.into())).collect()
}

impl RedisStore {
    /// Turns at most `count_max` rows that have ended into tombstones; says how many.
    pub(super) async fn sweep(&self, now: Moment, count_max: usize) -> Result<usize, StoreError> {
        let mut count = 0;
        for _ in 0..ROUNDS_MAX {
            let left = count_max - count;
            let scopes = self.claim(now, left.min(SCOPES_MAX)).await?;
            if scopes.is_empty() {
                break;
            }
            count += self.sweep_scopes(&scopes, now, left / scopes.len()).await?;
        }
        Ok(count)
    }

    async fn claim(&self, now: Moment, max: usize) -> Result<Vec<ScopeId>, StoreError> {
        if max == 0 {
            return Ok(Vec::new());
        }
        let mut claim = Script::Claim.over_scopes();
        claim.arg(now.0).arg(now.0.saturating_sub(CLAIM_MS)).arg(max);
        scopes(answers::only(self.ask(&Ask::once([claim])).await?)?)
    }

    async fn sweep_scopes(
        &self,
        scopes: &[ScopeId],
        now: Moment,
        each_max: usize,
    ) -> Result<usize, StoreError> {
        let sweeps = scopes.iter().map(|scope| {
            let mut sweep = Script::Sweep.over(&ScopeKeys::new(*scope));
            sweep.arg(now.0).arg(each_max);
            sweep
        });
        let answers = self.ask(&Ask::once(sweeps)).await?;
        let (mut count, mut settle) = (0, Vec::new());
        for (scope, answer) in scopes.iter().zip(answers) {
            let mut answer = answers::list(answer, 2)?.into_iter();
            count += answers::count(&answer.next().unwrap_or_default())?;
            let Some(Value::BulkString(end)) = answer.next() else { return Err(Fault::ODD.into()) };
            settle.extend([listed(&scope.0, &end), unclaim(&scope.0)]);
        }
        self.ask(&Ask::repeatable(settle)).await?;
        Ok(count)
    }

    /// Counts rows and tombstones, scope by scope.
    pub(super) async fn count(&self) -> Result<Stats, StoreError> {
        let (mut stats, mut seen, mut cursor) = (Stats::default(), HashSet::new(), b"0".to_vec());
        loop {
            let (next, page) = self.page(&cursor).await?;
            // The list may name a scope twice while it changes.
            let new: Vec<ScopeId> = page.into_iter().filter(|scope| seen.insert(*scope)).collect();
            self.count_scopes(&new, &mut stats).await?;
            if next == b"0" {
                return Ok(stats);
            }
            cursor = next;
        }
    }

    /// Some of the list of scopes, and where it goes on.
    async fn page(&self, cursor: &[u8]) -> Result<(Vec<u8>, Vec<ScopeId>), StoreError> {
        let mut scan = redis::cmd("ZSCAN");
        scan.arg(DUE).arg(cursor).arg("COUNT").arg(PAGE);
        let answer = answers::only(self.ask(&Ask::repeatable([scan])).await?)?;
        let mut answer = answers::list(answer, 2)?.into_iter();
        let (Some(Value::BulkString(next)), Some(Value::Array(pairs))) =
            (answer.next(), answer.next())
        else {
            return Err(Fault::ODD.into());
        };
        let names = pairs.into_iter().step_by(2).collect();
        Ok((next, scopes(Value::Array(names))?))
    }

    async fn count_scopes(&self, scopes: &[ScopeId], stats: &mut Stats) -> Result<(), StoreError> {
        let lengths = scopes.iter().flat_map(|scope| {
            let keys = ScopeKeys::new(*scope);
            [keys.values, keys.rows].map(|key| {
                let mut command = redis::cmd("HLEN");
                command.arg(key);
                command
            })
        });
        let answers = self.ask(&Ask::repeatable(lengths)).await?;
        for pair in answers.chunks_exact(2) {
            let [values, rows] = pair else { continue };
            let (values, rows) = (answers::count(values)? as u64, answers::count(rows)? as u64);
            stats.rows += values;
            stats.tombstones += rows.saturating_sub(values);
        }
        Ok(())
    }
}
