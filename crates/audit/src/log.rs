//! The log as the rest of the program sees it: append a record, wait until it is kept.
//!
//! One thread per log takes all records that wait and writes them as one group, with one sync
//! for all of them. Decides nothing about what a record says.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use portcullis_seal::SigningKey;
use tokio::sync::{Semaphore, oneshot};

use crate::chain::{Begun, Chain};
use crate::error::{AuditError, io};
use crate::line;
use crate::record::{Record, Repair};

mod writer;

/// LIMIT: records that wait to be written; whoever comes later waits for room.
const WAITING_MAX: usize = 1024;

/// Where the log takes the time of day from.
pub type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// What a log is opened with.
#[derive(Clone)]
pub struct Settings {
    /// The time of day.
    pub clock: Clock,
    /// A segment that has reached this size is followed by a new one.
    pub segment_bytes_max: u64,
    /// After so many records a checkpoint is signed.
    pub checkpoint_records: u64,
    /// After so long with a record that no checkpoint covers, one is signed.
    pub checkpoint_every: Duration,
}

impl Settings {
    /// The usual settings: a checkpoint each second in which something was appended, and under
    /// load rarely enough that fewer than one append in a hundred waits for one.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            segment_bytes_max: 64 * 1024 * 1024,
            checkpoint_records: 10_000,
            checkpoint_every: Duration::from_secs(1),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("segment_bytes_max", &self.segment_bytes_max)
            .field("checkpoint_records", &self.checkpoint_records)
            .field("checkpoint_every", &self.checkpoint_every)
            .finish_non_exhaustive()
    }
}

/// When a record counts as appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It survives a power failure.
    Synced,
    /// It survives the end of this process.
    Written,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Its number in the tenant's log, from 0.
    pub seq: u64,
}

/// What was found when the log was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// How many records there are.
    pub records: u64,
    /// How many of them no checkpoint covers yet.
    pub uncovered: u64,
    /// What an interrupted write had left, if it had.
    pub repaired: Option<Repair>,
}

/// One tenant's log, open for appending. Other processes may have it open as well.
pub struct Log {
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log(..)")
    }
}

/// What the callers and the writer share.
struct Shared {
    queue: Mutex<Queue>,
    filled: Condvar,
    room: Semaphore,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    closing: bool,
    /// Why the log takes no more, where it does not.
    failure: Option<AuditError>,
}

/// A record that waits to be written.
struct Waiting {
    body: Vec<u8>,
    durability: Durability,
    answer: Answer,
}

/// Whoever waits for a record.
enum Answer {
    Task(oneshot::Sender<Result<Position, AuditError>>),
    Thread(mpsc::SyncSender<Result<Position, AuditError>>),
}

impl Answer {
    fn give(self, result: Result<Position, AuditError>) {
        // Whoever stopped waiting does not want to know; the record is kept all the same.
        match self {
            Self::Task(waiting) => drop(waiting.send(result)),
            Self::Thread(waiting) => drop(waiting.send(result)),
        }
    }
}

impl Log {
    /// Opens the log of `tenant` in the directory `audit`, making it if there is none.
    ///
    /// Blocks on the disk. The writer is a thread of its own until the log is closed.
    ///
    /// # Errors
    ///
    /// [`AuditError::Tampered`] and [`AuditError::OtherKey`] when the log is not what this home
    /// wrote; [`AuditError::Io`], [`AuditError::Tenant`].
    pub fn open(
        audit: &Path,
        tenant: &str,
        signer: SigningKey,
        settings: &Settings,
    ) -> Result<(Self, Opened), AuditError> {
        let Begun { chain, repaired } = Chain::open(audit, tenant, signer, settings)?;
        let opened = Opened { records: chain.records(), uncovered: chain.uncovered(), repaired };
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            filled: Condvar::new(),
            room: Semaphore::new(WAITING_MAX),
        });
        let writer = writer::Writer::new(chain, Arc::clone(&shared), settings.clone());
        let thread = std::thread::Builder::new()
            .name("audit-writer".to_owned())
            .spawn(move || writer.run())
            .map_err(io("start the writer of", audit))?;
        Ok((Self { shared, writer: Mutex::new(Some(thread)) }, opened))
    }

    /// Appends a record and waits until it is kept as asked. If the caller stops waiting, the
    /// record may be kept nevertheless.
    ///
    /// # Errors
    ///
    /// [`AuditError::Io`] when the disk is full or fails, [`AuditError::Stopped`] ever after
    /// when it is unknown what was kept, [`AuditError::Tampered`], [`AuditError::TooLong`],
    /// [`AuditError::Closed`]. The record is then not in the log, save after a failed sync.
    pub async fn append(
        &self,
        record: Record,
        durability: Durability,
    ) -> Result<Position, AuditError> {
        let body = line::body(&record)?;
        // The writer gives the room back when it takes the record, not when this future ends.
        self.shared.room.acquire().await.map_err(|_| self.shared.failure())?.forget();
        let (answer, waiting) = oneshot::channel();
        self.shared.push(Waiting { body, durability, answer: Answer::Task(answer) })?;
        waiting.await.map_err(|_| self.shared.failure())?
    }

    /// Appends a record and blocks until it is kept as asked: for threads that may wait.
    ///
    /// # Errors
    ///
    /// As [`Log::append`].
    pub fn append_now(
        &self,
        record: &Record,
        durability: Durability,
    ) -> Result<Position, AuditError> {
        let body = line::body(record)?;
        let (answer, waiting) = mpsc::sync_channel(1);
        self.shared.push(Waiting { body, durability, answer: Answer::Thread(answer) })?;
        waiting.recv().map_err(|_| self.shared.failure())?
    }

    /// Why the log takes no more records, if it does not: for readiness checks.
    #[must_use]
    pub fn stopped(&self) -> Option<AuditError> {
        self.shared.lock().failure.clone()
    }

    /// Writes what waits, signs a last checkpoint and ends the writer. Blocks on the disk.
    ///
    /// # Errors
    ///
    /// [`AuditError::Stopped`] and the others of [`Log::append`] when the last records or the
    /// last checkpoint could not be written.
    pub fn close(&self) -> Result<(), AuditError> {
        self.shared.lock().closing = true;
        self.shared.filled.notify_all();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(writer) = writer else { return Ok(()) };
        let ended = writer.join();
        match self.shared.lock().failure.clone() {
            Some(AuditError::Closed) if ended.is_ok() => Ok(()),
            Some(failure) => Err(failure),
            None => Err(AuditError::Closed),
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        // A last resort for who did not close: a failure has nobody to go to, and the next
        // writer finds and says what is missing.
        drop(self.close());
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        // Nothing in here can be left half done by a panic.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, queue: MutexGuard<'a, Queue>) -> MutexGuard<'a, Queue> {
        self.filled.wait(queue).unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits; true if the time passed.
    fn wait_at_most<'a>(
        &self,
        queue: MutexGuard<'a, Queue>,
        time: Duration,
    ) -> (MutexGuard<'a, Queue>, bool) {
        let waited = self.filled.wait_timeout(queue, time);
        let (queue, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        (queue, waited.timed_out())
    }

    fn push(&self, waiting: Waiting) -> Result<(), AuditError> {
        let mut queue = self.lock();
        if queue.closing || queue.failure.is_some() {
            return Err(queue.failure.clone().unwrap_or(AuditError::Closed));
        }
        queue.waiting.push(waiting);
        let alone = queue.waiting.len() == 1;
        drop(queue);
        if alone {
            self.filled.notify_one();
        }
        Ok(())
    }

    fn failure(&self) -> AuditError {
        self.lock().failure.clone().unwrap_or(AuditError::Closed)
    }
}
