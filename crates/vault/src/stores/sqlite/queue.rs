//! A thread that owns a connection, and the bounded queue of work before it.
//!
//! It takes all the work that waits into one transaction: what a disk can do is a number of
//! transactions, not of rows. Nobody is answered before that transaction is durable.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::tables::Tables;
use crate::store::{Pending, StoreError};

/// LIMIT: how much work waits before callers wait to hand theirs over.
const WAITING_MAX: usize = 1024;
/// LIMIT: from how many rows on a transaction takes no more work.
const ROWS_MAX: usize = 16 * 1024;

/// What work does with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// It changes them. A transaction with such work takes the lock for that at once, so that
    /// it never has to give up half-way.
    Write,
    /// It reads one state of the file.
    Read,
}

/// The way to the thread; the thread ends when this is dropped.
pub(super) struct Queue(mpsc::Sender<Box<dyn Work>>);

/// Something to do in a transaction, and somebody who waits for it.
trait Work: Send {
    /// How many rows it is about.
    fn rows(&self) -> usize;
    /// What it does with them.
    fn access(&self) -> Access;
    fn run(&mut self, tables: &mut Tables<'_>) -> rusqlite::Result<()>;
    /// Answers, after the transaction is durable or has failed.
    fn finish(self: Box<Self>, transaction: Result<(), &Arc<rusqlite::Error>>);
}

struct Task<F, T> {
    rows: usize,
    access: Access,
    work: Option<F>,
    answer: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Work for Task<F, T>
where
    F: FnOnce(&mut Tables<'_>) -> rusqlite::Result<T> + Send,
    T: Send,
{
    fn rows(&self) -> usize {
        self.rows
    }

    fn access(&self) -> Access {
        self.access
    }

    fn run(&mut self, tables: &mut Tables<'_>) -> rusqlite::Result<()> {
        self.answer = self.work.take().map(|work| work(tables)).transpose()?;
        Ok(())
    }

    fn finish(self: Box<Self>, transaction: Result<(), &Arc<rusqlite::Error>>) {
        let answer = match transaction {
            Ok(()) => self.answer.ok_or_else(stopped),
            Err(cause) => Err(StoreError::caused("a transaction failed", Arc::clone(cause))),
        };
        // Whoever asked may have given up waiting; the rows are there all the same.
        self.reply.send(answer).unwrap_or_default();
    }
}

fn stopped() -> StoreError {
    StoreError::new("its thread has stopped")
}

impl Queue {
    /// Hands over work that changes rows, and waits for the answer.
    pub(super) fn change<T: Send + 'static>(
        &self,
        rows: usize,
        work: impl FnOnce(&mut Tables<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Pending<'_, T> {
        self.ask(rows, Access::Write, work)
    }

    /// Hands over work that reads rows, and waits for the answer.
    pub(super) fn read<T: Send + 'static>(
        &self,
        rows: usize,
        work: impl FnOnce(&mut Tables<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Pending<'_, T> {
        self.ask(rows, Access::Read, work)
    }

    fn ask<T: Send + 'static>(
        &self,
        rows: usize,
        access: Access,
        work: impl FnOnce(&mut Tables<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Pending<'_, T> {
        let (reply, answer) = oneshot::channel();
        let task = Box::new(Task { rows, access, work: Some(work), answer: None, reply });
        Box::pin(async move {
            self.0.send(task).await.map_err(|_| stopped())?;
            answer.await.map_err(|_| stopped())?
        })
    }
}

/// Starts the thread.
pub(super) fn start(
    name: &str,
    connection: Connection,
) -> Result<(Queue, JoinHandle<()>), StoreError> {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    let thread = thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || serve(&connection, receiver))
        .map_err(|cause| StoreError::caused("its thread cannot be started", cause))?;
    Ok((Queue(sender), thread))
}

fn serve(connection: &Connection, mut waiting: mpsc::Receiver<Box<dyn Work>>) {
    // Without its statements the thread cannot work; who asks learns that it has stopped.
    let Ok(mut tables) = Tables::prepare(connection) else { return };
    while let Some(first) = waiting.blocking_recv() {
        let mut rows = first.rows();
        let mut group = vec![first];
        while rows < ROWS_MAX {
            let Ok(next) = waiting.try_recv() else { break };
            rows += next.rows();
            group.push(next);
        }
        let done = transaction(&mut tables, &mut group).map_err(Arc::new);
        for work in group {
            work.finish(done.as_ref().copied());
        }
    }
}

/// Does the work of a group, all of it or none.
fn transaction(tables: &mut Tables<'_>, group: &mut [Box<dyn Work>]) -> rusqlite::Result<()> {
    let writes = group.iter().any(|work| work.access() == Access::Write);
    tables.begin(if writes { Access::Write } else { Access::Read })?;
    let done =
        group.iter_mut().try_for_each(|work| work.run(tables)).and_then(|()| tables.commit());
    if done.is_err() {
        // Some failures have rolled back already; then this one has nothing to do and fails.
        tables.roll_back().unwrap_or_default();
    }
    done
}
