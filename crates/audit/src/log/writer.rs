//! The thread that writes one log.
//!
//! Takes all that waits, appends it as one group, syncs once if anybody asked for that, answers,
//! and signs a checkpoint when one is due.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{Answer, Durability, Position, Settings, Shared, Waiting};
use crate::chain::Chain;
use crate::error::AuditError;

/// Owns the chain.
pub(super) struct Writer {
    chain: Chain,
    shared: Arc<Shared>,
    settings: Settings,
    /// Since when there is a record that no checkpoint covers.
    uncovered_since: Option<SystemTime>,
}

/// What the writer does next.
enum Next {
    Write(Vec<Waiting>),
    Sign,
    End,
}

/// Ends the log for all callers, also when the writer panics.
struct Ending(Arc<Shared>);

impl Drop for Ending {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        queue.failure.get_or_insert(AuditError::Stopped(Box::new(AuditError::Closed)));
        // Dropping the answers wakes whoever waits for them.
        let waiting = std::mem::take(&mut queue.waiting);
        drop(queue);
        drop(waiting);
        self.0.room.close();
    }
}

impl Writer {
    pub(super) fn new(chain: Chain, shared: Arc<Shared>, settings: Settings) -> Self {
        let uncovered_since = (chain.uncovered() > 0).then(|| (settings.clock)());
        Self { chain, shared, settings, uncovered_since }
    }

    /// Writes until the log is closed.
    pub(super) fn run(mut self) {
        let ending = Ending(Arc::clone(&self.shared));
        loop {
            match self.next() {
                Next::Write(group) => {
                    self.write(group);
                    if self.is_due() {
                        self.sign();
                    }
                }
                Next::Sign => self.sign(),
                Next::End => break,
            }
        }
        let signed = self.chain.checkpoint();
        self.shared.lock().failure.get_or_insert(signed.err().unwrap_or(AuditError::Closed));
        drop(ending);
    }

    /// Waits for records, for the time of a checkpoint, or for the end.
    fn next(&mut self) -> Next {
        let mut queue = self.shared.lock();
        while queue.waiting.is_empty() {
            if queue.closing {
                return Next::End;
            }
            let due;
            (queue, due) = match self.until_due() {
                None => (self.shared.wait(queue), false),
                Some(time) => self.shared.wait_at_most(queue, time),
            };
            if due && queue.waiting.is_empty() {
                return Next::Sign;
            }
        }
        let group = std::mem::take(&mut queue.waiting);
        drop(queue);
        Next::Write(group)
    }

    /// Appends a group and answers everybody in it.
    fn write(&mut self, group: Vec<Waiting>) {
        let tasks = group.iter().filter(|one| matches!(one.answer, Answer::Task(_))).count();
        self.shared.room.add_permits(tasks);
        let appended = self.chain.append(group.iter().map(|one| one.body.as_slice()));
        self.uncovered_since.get_or_insert_with(|| (self.settings.clock)());
        let first = match appended {
            Ok(appended) => appended.first,
            Err(error) => return self.fail(group, &error),
        };
        let mut positions = group.into_iter().zip(first..);
        let mut waiting = Vec::new();
        for (one, seq) in positions.by_ref() {
            match one.durability {
                Durability::Written => one.answer.give(Ok(Position { seq })),
                Durability::Synced => waiting.push((one.answer, seq)),
            }
        }
        if waiting.is_empty() {
            return;
        }
        let synced = self.chain.sync();
        if let Err(error) = &synced {
            self.stop(error);
        }
        for (answer, seq) in waiting {
            answer.give(synced.clone().map(|()| Position { seq }));
        }
    }

    fn fail(&self, group: Vec<Waiting>, error: &AuditError) {
        self.stop(error);
        for one in group {
            one.answer.give(Err(error.clone()));
        }
    }

    /// From here on the log takes nothing, if it is unknown what is kept.
    fn stop(&self, error: &AuditError) {
        if matches!(error, AuditError::Stopped(_)) {
            self.shared.lock().failure.get_or_insert(error.clone());
        }
    }

    fn is_due(&self) -> bool {
        self.chain.uncovered() >= self.settings.checkpoint_records
            || self.until_due().is_some_and(|time| time.is_zero())
    }

    /// How long until a checkpoint is due; none if all is covered.
    fn until_due(&self) -> Option<Duration> {
        let since = self.uncovered_since?;
        // A clock that went back only delays the checkpoint until the queue is idle.
        let passed = (self.settings.clock)().duration_since(since).unwrap_or_default();
        Some(self.settings.checkpoint_every.saturating_sub(passed))
    }

    fn sign(&mut self) {
        // A failure is no reason to lose records: they are kept, the next try comes with the
        // next group or at the next time, and a failed sync stops the log by itself.
        match self.chain.checkpoint() {
            Ok(()) => self.uncovered_since = None,
            Err(error) => {
                self.stop(&error);
                self.uncovered_since = Some((self.settings.clock)());
            }
        }
    }
}
