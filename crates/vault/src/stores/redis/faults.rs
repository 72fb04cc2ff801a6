//! What can go wrong with Redis, in sentences of ours.
//!
//! No word of Redis itself is passed on: some of its errors repeat what they were sent.

use std::error::Error;
use std::io::ErrorKind as Io;
use std::sync::Arc;

use redis::{ErrorKind, RedisError, ServerErrorKind};

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
    /// Redis was started anew and knows no scripts.
    Unknown,
    /// Redis answered, and said no.
    Refused,
}

impl Fault {
    pub(super) const fn refused(what: &'static str) -> Self {
        Self { what, kind: Kind::Refused }
    }

    /// An answer that is none of ours.
    pub(super) const ODD: Self = Self::refused("Redis answers what it should not");
    /// No answer.
    pub(super) const LATE: Self = Self { what: "Redis does not answer in time", kind: Kind::Late };
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        Self::new(fault.what)
    }
}

impl From<RedisError> for Fault {
    fn from(error: RedisError) -> Self {
        match error.kind() {
            ErrorKind::Io if error.is_timeout() => Self::LATE,
            ErrorKind::Io => Self { what: unreachable(&error), kind: Kind::Broken },
            ErrorKind::Parse => Self { what: Self::ODD.what, kind: Kind::Broken },
            ErrorKind::AuthenticationFailed => Self::refused(CREDENTIALS),
            ErrorKind::Server(ServerErrorKind::NoScript) => {
                Self { what: "Redis forgets scripts", kind: Kind::Unknown }
            }
            _ => Self::refused(said(error)),
        }
    }
}

const CREDENTIALS: &str = "Redis does not accept the user or the password of `vault.url`";

fn unreachable(error: &RedisError) -> &'static str {
    match io(error) {
        Some(Io::ConnectionRefused) => "nothing listens where `vault.url` says that Redis is",
        Some(Io::InvalidData) => {
            "Redis speaks no TLS, or its certificate descends from none of `vault.ca_file`"
        }
        _ => "Redis cannot be reached",
    }
}

/// What the system said; the library keeps it in a shared box.
fn io(error: &RedisError) -> Option<Io> {
    let cause: &Arc<dyn Error + Send + Sync> = error.source()?.downcast_ref()?;
    Some(cause.downcast_ref::<std::io::Error>()?.kind())
}

/// What the code of an answer means.
fn said(error: RedisError) -> &'static str {
    let errors = error.into_server_errors();
    let code = errors.as_ref().and_then(|errors| errors.first()).map(|(_, error)| error.code());
    match code {
        Some("OOM") => "Redis is full: raise its `maxmemory`",
        Some("NOAUTH" | "WRONGPASS") => CREDENTIALS,
        Some("NOPERM") => {
            "the user of `vault.url` may not run the commands that `docs/stores.md` names"
        }
        Some("READONLY") => "this Redis is a replica: name the primary in `vault.url`",
        Some("LOADING" | "BUSY" | "MASTERDOWN" | "TRYAGAIN" | "CLUSTERDOWN") => {
            "Redis is busy with itself"
        }
        Some("MISCONF") => "Redis cannot write to its disk",
        Some("MOVED" | "ASK") => {
            "this Redis is one node of a cluster: name an address that serves all of it"
        }
        _ => "Redis refuses a command",
    }
}
