//! Checks a log from its first record to its last, with nothing but its files and a public key.
//!
//! Reads as a stream in constant memory, writes nothing, and does not disturb who writes. A cut
//! tail shows only against a checkpoint that the cutter could not take back: who wants to be
//! sure keeps a copy of the newest checkpoint and of the public key elsewhere.

use std::fmt;
use std::path::{Path, PathBuf};

use portcullis_seal::PublicKey;

use crate::directory::{CHECKPOINT, Directory, KEY};
use crate::error::{AuditError, io};

mod snapshot;
mod walk;

use snapshot::Snapshot;

/// Every log that was checked is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The logs, one for each tenant.
    pub logs: Vec<Signed>,
}

impl Verified {
    /// How many records there are in all logs.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.logs.iter().map(|log| log.records).sum()
    }

    /// How many of them no checkpoint covers.
    #[must_use]
    pub fn uncovered(&self) -> u64 {
        self.logs.iter().map(|log| log.records - log.signed.unwrap_or(0).min(log.records)).sum()
    }
}

/// One whole log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Its directory, or the one segment that was checked.
    pub path: PathBuf,
    /// Whose it is; none if it is empty and unsigned.
    pub tenant: Option<String>,
    /// How many records were checked.
    pub records: u64,
    /// How many records the checkpoint covers; none for a single segment without its log.
    pub signed: Option<u64>,
}

/// Why a log is not known to be whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// It could not be read.
    #[error(transparent)]
    Read(AuditError),
    /// There is no log there.
    #[error("there is no audit log at {path}", path = .path.display())]
    NoLog {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// It is not what was written.
    #[error(transparent)]
    Broken(Box<Broken>),
}

/// The first thing that is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// In which file.
    pub path: PathBuf,
    /// In which line of it, from 1; none if it is the whole file.
    pub line: Option<u64>,
    /// The number of the record that is bad or missing, where one can be named.
    pub seq: Option<u64>,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(seq) = self.seq {
            write!(f, ", record {seq}")?;
        }
        write!(f, ": {}", self.fault)
    }
}

impl std::error::Error for Broken {}

/// What can be wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A line is not a record in the log's form.
    #[error("the line is not a record: it was changed")]
    Malformed,
    /// The last line has no end.
    #[error(
        "the last line has no end: a write was interrupted, which the next writer repairs, or the tail was cut"
    )]
    Torn,
    /// A line is longer than any record.
    #[error("the line is longer than a record can be")]
    TooLong,
    /// Another record stands in this one's place.
    #[error(
        "record {found} stands in its place: records were removed, inserted or put in another order"
    )]
    Sequence {
        /// Which.
        found: u64,
    },
    /// The hash in the record after it is not this record's.
    #[error("the record was changed: its hash is not the one that the next record names")]
    Changed,
    /// The hash in it is not that of the record before.
    #[error("the hash that it names is not that of the record before: one of them was changed")]
    Link,
    /// It belongs to another tenant.
    #[error("the record belongs to another tenant's log")]
    Tenant,
    /// The records are not those that were signed.
    #[error(
        "the records up to this one are not those that the checkpoint covers: this one was changed, or the chain was computed anew"
    )]
    Root,
    /// Records that were signed are gone.
    #[error("the tail was cut: {left} records are left of the {signed} that the checkpoint covers")]
    Cut {
        /// How many are there.
        left: u64,
        /// How many are signed.
        signed: u64,
    },
    /// A segment is gone.
    #[error("the segment that begins with this record is missing")]
    Segment,
    /// There is no checkpoint.
    #[error("the checkpoint is missing, so nothing shows whether the tail was cut")]
    NoCheckpoint,
    /// There is no public key.
    #[error("the public key is missing: give it with --key")]
    NoKey,
    /// A file beside the records is wrong.
    #[error("{0}")]
    File(String),
}

impl Broken {
    fn file(path: PathBuf, fault: Fault) -> VerifyError {
        VerifyError::Broken(Box::new(Self { path, line: None, seq: None, fault }))
    }
}

impl From<AuditError> for VerifyError {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Tampered { path, what } => Broken::file(path, Fault::File(what)),
            AuditError::Malformed { path, what } => Broken::file(path, Fault::File(what.into())),
            other => Self::Read(other),
        }
    }
}

/// Checks the log at `path`: a tenant's directory, the directory of all tenants, or one segment.
///
/// The public key is the one given, else the one beside the log. A segment is checked with the
/// whole log it lies in; without one only its own chain can be checked.
///
/// # Errors
///
/// [`VerifyError::Broken`] with the first bad record, [`VerifyError::NoLog`],
/// [`VerifyError::Read`].
pub fn verify(path: &Path, key: Option<&PublicKey>) -> Result<Verified, VerifyError> {
    let metadata = std::fs::metadata(path).map_err(io("read", path))?;
    if metadata.is_file() {
        let directory = path.parent().map(Directory::at);
        return match directory.filter(|directory| directory.file(CHECKPOINT).exists()) {
            Some(directory) => log(&directory, key).map(|log| Verified { logs: vec![log] }),
            None => lone(path, key),
        };
    }
    let directory = Directory::at(path);
    if is_log(&directory)? {
        return Ok(Verified { logs: vec![log(&directory, key)?] });
    }
    let mut logs = Vec::new();
    for tenant in directories(path)? {
        let directory = Directory::at(&tenant);
        if is_log(&directory)? {
            logs.push(log(&directory, key)?);
        }
    }
    if logs.is_empty() {
        return Err(VerifyError::NoLog { path: path.to_owned() });
    }
    Ok(Verified { logs })
}

fn log(directory: &Directory, key: Option<&PublicKey>) -> Result<Signed, VerifyError> {
    let snapshot = Snapshot::take(directory, key)?;
    let signed = snapshot.signed.size;
    let tenant = snapshot.tenant.clone();
    let records = walk::log(directory, snapshot)?;
    Ok(Signed {
        path: directory.path().to_owned(),
        tenant: Some(tenant),
        records,
        signed: Some(signed),
    })
}

/// Checks one segment that lies apart from its log.
fn lone(path: &Path, key: Option<&PublicKey>) -> Result<Verified, VerifyError> {
    if key.is_some() {
        // Whoever gives a key wants a signature checked, and there is none.
        return Err(Broken::file(path.to_owned(), Fault::NoCheckpoint));
    }
    let (tenant, records) = walk::segment(path)?;
    Ok(Verified { logs: vec![Signed { path: path.to_owned(), tenant, records, signed: None }] })
}

/// Whether a directory holds anything of a log: also what is left of one.
fn is_log(directory: &Directory) -> Result<bool, VerifyError> {
    let signed = [CHECKPOINT, KEY].iter().any(|name| directory.file(name).exists());
    Ok(signed || !directory.segments()?.is_empty())
}

fn directories(path: &Path) -> Result<Vec<PathBuf>, VerifyError> {
    let mut found = Vec::new();
    for entry in path.read_dir().map_err(io("list", path))? {
        let entry = entry.map_err(io("list", path))?;
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
