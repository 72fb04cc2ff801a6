//! Finds or issues the surrogate of each value of a batch.
//!
//! A batch costs one look-up and, if anything in it is new, one insertion; each further round
//! is for the values whose surrogate was another's. What is atomic happens in the store.

use std::sync::atomic::Ordering::Relaxed;

use crate::candidate::{Candidate, Candidates};
use crate::conceal::{Batch, Want};
use crate::payload::{self, Contents, Payload};
use crate::shape::{Core, Shape};
use crate::store::{Entry, Inserted, Moment, Row, ScopeId};
use crate::vault::{Renewal, Vault, VaultError};

/// LIMIT: how often insertion is tried. The rounds after the first look at [`LOOKAHEAD`]
/// candidates each, so that every candidate of every shape comes up.
const ROUNDS_MAX: usize = 160;
/// How many candidates are looked at where the one before was taken.
const LOOKAHEAD: usize = 8;
/// After how many new rows the store is swept of what has ended.
const SWEEP_EVERY: u64 = 1024;
/// LIMIT: how much one sweep takes away: more than came, so that it keeps up.
pub(crate) const SWEEP_ROWS_MAX: usize = 4096;

/// A value that has its surrogate.
pub(crate) struct Settled {
    pub(crate) core: Core,
    pub(crate) dress: u16,
    /// The value as first spelled; `None` if it was issued for this very want.
    pub(crate) first: Option<Payload>,
}

impl From<Payload> for Settled {
    fn from(payload: Payload) -> Self {
        Self { core: payload.core.clone(), dress: payload.dress, first: Some(payload) }
    }
}

impl Batch<'_> {
    fn open(&self, row: &Row) -> Result<Settled, VaultError> {
        payload::open(&self.place, self.scope, row.handle, &row.sealed).map(Settled::from)
    }

    fn entry(
        &self,
        want: &Want<'_>,
        candidate: &Candidate,
        expires: Option<Moment>,
    ) -> Result<Entry, VaultError> {
        let contents = Contents {
            core: &candidate.core,
            dress: candidate.dress,
            kind: want.kind,
            entity: want.item.entity.name(),
            source: want.item.source,
            issued: self.now,
            value: want.item.value,
        };
        let sealed = payload::seal(&self.place, self.scope, candidate.handle, &contents)?;
        Ok(Entry { handle: candidate.handle, fingerprint: want.fingerprint, sealed, expires })
    }
}

/// A want that has no surrogate yet.
struct Open<'a> {
    at: usize,
    want: &'a Want<'a>,
    candidates: Candidates<'a>,
}

impl Vault {
    /// Finds or issues a surrogate for each want; their fingerprints differ.
    pub(crate) async fn settle(
        &self,
        batch: &Batch<'_>,
        wants: &[&Want<'_>],
    ) -> Result<Vec<Settled>, VaultError> {
        if wants.is_empty() {
            return Ok(Vec::new());
        }
        let fingerprints = wants.iter().map(|want| want.fingerprint).collect();
        let rows = self.store.get_by_fingerprint(batch.scope, fingerprints, batch.now).await?;
        self.renew(batch.scope, rows.iter().flatten(), batch.now).await?;
        let mut settled = Vec::with_capacity(wants.len());
        for row in &rows {
            settled.push(row.as_ref().map(|row| batch.open(row)).transpose()?);
        }
        let missing = wants.iter().enumerate().zip(&rows).filter(|(_, row)| row.is_none());
        let mut open: Vec<Open<'_>> = missing
            .map(|((at, want), _)| Open {
                at,
                want,
                candidates: Candidates::new(batch.place.keys, want),
            })
            .collect();
        for round in 0..ROUNDS_MAX {
            if open.is_empty() {
                break;
            }
            let chosen = match round {
                0 => first(&mut open)?,
                _ => self.first_free(batch, &mut open).await?,
            };
            open = self.issue(batch, open, chosen, &mut settled).await?;
        }
        settled.into_iter().map(|settled| settled.ok_or(VaultError::Exhausted)).collect()
    }

    /// Chooses for each want the next candidate that is free, or the last that was looked at.
    async fn first_free(
        &self,
        batch: &Batch<'_>,
        open: &mut [Open<'_>],
    ) -> Result<Vec<Candidate>, VaultError> {
        let ahead: Vec<Vec<Candidate>> = open
            .iter_mut()
            .map(|open| open.candidates.by_ref().take(LOOKAHEAD).collect())
            .collect();
        let handles = ahead.iter().flatten().map(|candidate| candidate.handle).collect();
        let mut taken = self.store.taken(batch.scope, handles).await?.into_iter();
        let mut chosen = Vec::with_capacity(open.len());
        for (open, ahead) in open.iter_mut().zip(ahead) {
            let states: Vec<bool> = taken.by_ref().take(ahead.len()).collect();
            let free = states.iter().position(|taken| !taken);
            let at = free.unwrap_or(ahead.len().saturating_sub(1));
            let candidate = ahead.into_iter().nth(at).ok_or(VaultError::Exhausted)?;
            open.candidates.resume(&candidate);
            chosen.push(candidate);
        }
        Ok(chosen)
    }

    /// Inserts the chosen candidates; returns the wants whose candidate was taken.
    async fn issue<'a>(
        &self,
        batch: &Batch<'_>,
        open: Vec<Open<'a>>,
        chosen: Vec<Candidate>,
        settled: &mut [Option<Settled>],
    ) -> Result<Vec<Open<'a>>, VaultError> {
        let expires = self.expiry(batch.now);
        let entries: Result<Vec<Entry>, VaultError> = open
            .iter()
            .zip(&chosen)
            .map(|(open, candidate)| batch.entry(open.want, candidate, expires))
            .collect();
        let inserted = self.store.insert_if_absent(batch.scope, entries?, batch.now).await?;
        let mut left = Vec::new();
        for ((open, candidate), inserted) in open.into_iter().zip(chosen).zip(inserted) {
            let found = match inserted {
                Inserted::New => self.issued(open.want, candidate),
                Inserted::Exists(row) => batch.open(&row)?,
                Inserted::Taken => {
                    left.push(open);
                    continue;
                }
            };
            if let Some(place) = settled.get_mut(open.at) {
                *place = Some(found);
            }
        }
        Ok(left)
    }

    /// Counts a new surrogate.
    fn issued(&self, want: &Want<'_>, candidate: Candidate) -> Settled {
        self.unswept.fetch_add(1, Relaxed);
        if candidate.core.shape == Shape::Opaque && want.shape != Shape::Opaque {
            self.spilled.fetch_add(1, Relaxed);
        }
        Settled { core: candidate.core, dress: candidate.dress, first: None }
    }

    pub(crate) fn expiry(&self, now: Moment) -> Option<Moment> {
        let ttl = u64::try_from(self.settings.ttl?.as_millis()).unwrap_or(u64::MAX);
        // Stores keep moments as signed 64-bit numbers.
        Some(Moment(now.0.saturating_add(ttl).min(i64::MAX.unsigned_abs())))
    }

    /// Starts the life of used rows anew where that is wanted and half of it is over, so that
    /// a row is written once in half a life and not with each use.
    pub(crate) async fn renew<'a>(
        &self,
        scope: ScopeId,
        rows: impl Iterator<Item = &'a Row>,
        now: Moment,
    ) -> Result<(), VaultError> {
        let (Renewal::OnUse, Some(expires)) = (self.settings.renewal, self.expiry(now)) else {
            return Ok(());
        };
        let half = Moment(now.0 + (expires.0 - now.0) / 2);
        let old = rows.filter(|row| row.expires.is_some_and(|end| end < half));
        let handles: Vec<_> = old.map(|row| row.handle).collect();
        if !handles.is_empty() {
            self.store.touch(scope, handles, expires, now).await?;
        }
        Ok(())
    }

    /// Takes away some of what has ended, if enough came since the last time.
    pub(crate) async fn sweep(&self, now: Moment) -> Result<(), VaultError> {
        if self.unswept.load(Relaxed) >= SWEEP_EVERY && self.unswept.swap(0, Relaxed) > 0 {
            self.store.expire(now, SWEEP_ROWS_MAX).await?;
        }
        Ok(())
    }
}

/// The first candidate of each want, unseen: mostly it is free.
fn first(open: &mut [Open<'_>]) -> Result<Vec<Candidate>, VaultError> {
    open.iter_mut().map(|open| open.candidates.next().ok_or(VaultError::Exhausted)).collect()
}
