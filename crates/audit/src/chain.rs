//! One tenant's chain on disk, as one of several processes that write it.
//!
//! Whoever holds the directory's lock first reads what others appended since, then appends.
//! Blocking and single-threaded: the queue in front of it is [`crate::log`]'s business.

mod catch_up;
mod open;
mod sign;

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::PathBuf;

use jiff::Timestamp;
use portcullis_seal::{PublicKey, SigningKey};

use crate::directory::{Directory, Held, Lock};
use crate::error::{AuditError, io};
use crate::line::{self, Frame, TimeText};
use crate::log::Clock;
use crate::note::Checkpoint;
use crate::record::{Record, Repair};
use crate::tip::Tip;
use crate::tree::leaf;

pub(crate) use open::Begun;

/// One tenant's chain.
pub(crate) struct Chain {
    directory: Directory,
    lock: Lock,
    tenant: String,
    signer: SigningKey,
    key: PublicKey,
    clock: Clock,
    segment_bytes_max: u64,
    segment: Segment,
    tip: Tip,
    /// Where the last record stands: needed to prove the stored state by it.
    last: Place,
    /// The newest checkpoint that was seen, and the note it was read from.
    signed: Checkpoint,
    signed_note: Vec<u8>,
    times: TimeText,
    /// INVARIANT: once set, nothing is appended any more. Set when it is unknown what is kept.
    stopped: Option<AuditError>,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    segment: u64,
    start: u64,
}

/// The newest segment.
struct Segment {
    file: File,
    path: PathBuf,
    first: u64,
    /// One past the last byte that is known and checked.
    end: u64,
}

/// What a group of records came to.
#[derive(Debug)]
pub(crate) struct Appended {
    /// The number of the group's first record; the others follow it.
    pub(crate) first: u64,
}

impl Chain {
    /// Appends a group of records, in one write, behind whatever others appended.
    pub(crate) fn append<'a>(
        &mut self,
        bodies: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Appended, AuditError> {
        let held = self.hold()?;
        self.settle()?;
        let first = self.tip.size();
        self.write(bodies)?;
        drop(held);
        Ok(Appended { first })
    }

    /// Makes all that was appended durable. Needs no lock, so that processes overlap here.
    pub(crate) fn sync(&mut self) -> Result<(), AuditError> {
        let synced = self.segment.file.sync_data().map_err(io("sync", &self.segment.path));
        // After a failed sync the system may have dropped the pages: a second sync would
        // succeed and prove nothing.
        synced.map_err(|error| self.stop(error))
    }

    /// How many records no checkpoint that this process knows covers.
    pub(crate) fn uncovered(&self) -> u64 {
        self.tip.size().saturating_sub(self.signed.size)
    }

    /// How many records there are, as far as this process knows.
    pub(crate) fn records(&self) -> u64 {
        self.tip.size()
    }

    fn hold(&self) -> Result<Held, AuditError> {
        match &self.stopped {
            Some(stopped) => Err(stopped.clone()),
            None => self.lock.hold(),
        }
    }

    fn stop(&mut self, cause: AuditError) -> AuditError {
        self.stopped.get_or_insert(AuditError::Stopped(Box::new(cause))).clone()
    }

    /// Catches up with other writers and repairs what one of them left when it was killed.
    /// Only under the lock.
    fn settle(&mut self) -> Result<Option<Repair>, AuditError> {
        let Some(torn) = self.catch_up(None)? else { return Ok(None) };
        self.mend(&torn).map(Some)
    }

    /// Writes lines at the end of the newest segment. Only under the lock, caught up.
    fn write<'a>(&mut self, bodies: impl Iterator<Item = &'a [u8]>) -> Result<(), AuditError> {
        if self.segment.end >= self.segment_bytes_max {
            self.rotate()?;
        }
        let mut tip = self.tip.clone();
        let mut last = self.last;
        let mut lines = Vec::with_capacity(64 * 1024);
        for body in bodies {
            let now = Timestamp::try_from((self.clock)()).unwrap_or_default();
            let start = lines.len();
            let prev = tip.prev().unwrap_or_default();
            let time = self.times.at(now);
            let frame = Frame { seq: tip.size(), time, tenant: &self.tenant, prev };
            line::write(&mut lines, &frame, body);
            tip.push(leaf(lines.get(start..).unwrap_or_default()));
            lines.push(b'\n');
            last = Place { segment: self.segment.first, start: self.segment.end + length(start) };
        }
        if let Err(error) = self.segment.file.write_all(&lines) {
            return Err(self.roll_back(io("write", &self.segment.path)(error)));
        }
        self.segment.end += length(lines.len());
        self.tip = tip;
        self.last = last;
        Ok(())
    }

    /// Takes back a write that failed half way: its records were promised to nobody.
    fn roll_back(&mut self, cause: AuditError) -> AuditError {
        match self.segment.file.set_len(self.segment.end) {
            Ok(()) => cause,
            Err(_) => self.stop(cause),
        }
    }

    /// Begins a new segment. What the old one holds is durable before the new one exists, so
    /// that a sync of the newest segment is a sync of the log.
    fn rotate(&mut self) -> Result<(), AuditError> {
        self.sync()?;
        self.segment = Segment::create(&self.directory, self.tip.size())?;
        self.directory.sync()
    }
}

impl Segment {
    fn create(directory: &Directory, first: u64) -> Result<Self, AuditError> {
        let path = directory.segment(first);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create_new(true).mode(0o600);
        let file = options.open(&path).map_err(io("create", &path))?;
        Ok(Self { file, path, first, end: 0 })
    }

    fn open(directory: &Directory, first: u64) -> Result<Self, AuditError> {
        let path = directory.segment(first);
        let mut options = OpenOptions::new();
        options.read(true).append(true);
        let file = options.open(&path).map_err(io("open", &path))?;
        Ok(Self { file, path, first, end: 0 })
    }

    /// The length of the file that has this segment's name now, if it still is this segment.
    fn length(&self) -> Result<u64, AuditError> {
        let named = std::fs::metadata(&self.path);
        let open = self.file.metadata().map_err(io("read", &self.path))?;
        match named {
            Ok(named) if (named.dev(), named.ino()) == (open.dev(), open.ino()) => Ok(open.len()),
            _ => Err(AuditError::tampered(&self.path, "it was moved or replaced while in use")),
        }
    }
}

/// A length in memory as a length in a file.
fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// The body of a repair record.
fn repair_body(repair: &Repair) -> Result<Vec<u8>, AuditError> {
    line::body(&Record::Repair(repair.clone()))
}
