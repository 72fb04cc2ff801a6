//! What can go wrong while the log is written or read by its owner.
//!
//! Errors can be cloned, because one failed write fails every record that waited for it. They
//! name files and record numbers, never what a record says.

use std::io;
use std::path::{Path, PathBuf};

/// Why the log could not be opened, written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// The tenant's name cannot be a directory's name.
    #[error(
        "a tenant's name is 1 to 64 of letters, digits, `.`, `_` and `-`, and starts with none of the last three"
    )]
    Tenant,
    /// The machine refused: disk full, permission, a missing file.
    #[error("cannot {what} {path}: {reason}", path = .path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What kind of failure it was.
        kind: io::ErrorKind,
        /// The system's own words.
        reason: String,
    },
    /// The log is not what was written.
    #[error("the audit log was tampered with: {path}: {what}; run `portcullis audit verify`, then move the directory aside", path = .path.display())]
    Tampered {
        /// The file.
        path: PathBuf,
        /// What shows it.
        what: String,
    },
    /// The log belongs to another signing key.
    #[error("{path} is not this home's key: the log was begun with another one; move the directory aside", path = .path.display())]
    OtherKey {
        /// The file that holds the log's public key.
        path: PathBuf,
    },
    /// A record is over the limit.
    #[error("a record is too long: {bytes} of at most {bytes_max} bytes")]
    TooLong {
        /// Its size.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// A checkpoint, a public key or a record is not in its format.
    #[error("{path} is malformed: {what}", path = .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A write could not be made durable before: whether it was kept is unknown, so the log
    /// takes no more.
    #[error("the audit log stopped after a failed write: {0}")]
    Stopped(Box<Self>),
    /// The log was closed, or its writer ended.
    #[error("the audit log is closed")]
    Closed,
}

impl AuditError {
    /// Whether the log itself is wrong, and not the machine or the caller.
    #[must_use]
    pub fn is_integrity(&self) -> bool {
        match self {
            Self::Tampered { .. } | Self::OtherKey { .. } | Self::Malformed { .. } => true,
            Self::Stopped(cause) => cause.is_integrity(),
            Self::Tenant | Self::Io { .. } | Self::TooLong { .. } | Self::Closed => false,
        }
    }

    pub(crate) fn tampered(path: &Path, what: impl Into<String>) -> Self {
        Self::Tampered { path: path.to_owned(), what: what.into() }
    }
}

/// Says what was tried on which file when the machine refused.
pub(crate) fn io<'a>(
    what: &'static str,
    path: &'a Path,
) -> impl FnOnce(io::Error) -> AuditError + use<'a> {
    move |error| AuditError::Io {
        what,
        path: path.to_owned(),
        kind: error.kind(),
        reason: error.to_string(),
    }
}
