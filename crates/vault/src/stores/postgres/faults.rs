//! What can go wrong with PostgreSQL, in sentences of ours.
//!
//! No word of PostgreSQL itself is passed on: its errors repeat what they were sent.

use std::error::Error as _;
use std::io::ErrorKind as Io;

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::store::StoreError;

/// A failure, and what it means for the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    what: &'static str,
    pub(super) kind: Kind,
}

/// What is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The connection is gone; another may work at once.
    Broken,
    /// Nobody answers; the connection is not to be waited for again.
    Late,
    /// Two transactions stood in each other's way; once more may work.
    Crossed,
    /// The database answered, and said no.
    Refused,
}

impl Fault {
    pub(super) const fn refused(what: &'static str) -> Self {
        Self { what, kind: Kind::Refused }
    }

    /// An answer that is none of ours.
    pub(super) const ODD: Self = Self::refused("PostgreSQL answers what it should not");
    /// No answer.
    pub(super) const LATE: Self =
        Self { what: "PostgreSQL does not answer in time", kind: Kind::Late };
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        Self::new(fault.what)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error.code() {
            Some(code) => said(code),
            None => Self { what: unreachable(&error), kind: Kind::Broken },
        }
    }
}

fn unreachable(error: &Error) -> &'static str {
    let io = error.source().and_then(|cause| cause.downcast_ref::<std::io::Error>());
    match io.map(std::io::Error::kind) {
        Some(Io::ConnectionRefused) => "nothing listens where `vault.url` says that PostgreSQL is",
        Some(Io::InvalidData) => {
            "PostgreSQL's certificate descends from none of `vault.ca_file`, or is not for its host"
        }
        _ if error.to_string().contains("TLS") => {
            "PostgreSQL speaks no TLS: turn it on there, or write `?sslmode=disable`"
        }
        _ => "PostgreSQL cannot be reached",
    }
}

/// What the code of an answer means.
fn said(code: &SqlState) -> Fault {
    let (what, kind) = match code.code() {
        "28P01" | "28000" => {
            ("PostgreSQL does not accept the user or the password of `vault.url`", Kind::Refused)
        }
        "3D000" => ("PostgreSQL has no database of the name in `vault.url`", Kind::Refused),
        "42501" => (
            "the role of `vault.url` may not do what docs/stores.md says that it must",
            Kind::Refused,
        ),
        "25006" => ("this PostgreSQL only reads: name the primary in `vault.url`", Kind::Refused),
        "53100" => ("PostgreSQL's disk is full", Kind::Refused),
        "53300" => ("PostgreSQL takes no more connections", Kind::Broken),
        "57P03" | "57P01" | "57P02" => ("PostgreSQL starts or stops", Kind::Broken),
        "57014" | "55P03" => ("PostgreSQL does not answer in time", Kind::Late),
        "40001" | "40P01" => ("PostgreSQL is too busy", Kind::Crossed),
        _ => ("PostgreSQL refuses a statement", Kind::Refused),
    };
    Fault { what, kind }
}
