//! The tamper-evident log: record format, chain, writer, verifier.
//!
//! One chain of records per tenant, whichever process of a home writes; a signed checkpoint
//! beside it, so that a cut tail shows. The format is written down in `docs/audit-format.md`.
//!
//! Holds no key of its own, decides nothing about calls, and makes nothing anonymous: whoever
//! appends a record has made its texts safe before.
//!
//! ```
//! use std::{sync::Arc, time::SystemTime};
//! use portcullis_audit::{Durability, Log, Record, Run, Settings, verify};
//! use portcullis_seal::SigningKey;
//!
//! let home = tempfile::tempdir()?;
//! let (seed, signer) = SigningKey::generate()?;
//! let key = signer.public();
//! let settings = Settings::new(Arc::new(SystemTime::now));
//! let (log, opened) = Log::open(home.path(), "default", signer, &settings)?;
//! assert_eq!(opened.repaired, None);
//! let run = Run { operation: "serve".into(), version: "0.1.0".into(), process: 7 };
//! log.append_now(&Record::Start(run), Durability::Synced)?;
//! log.close()?;
//! assert_eq!(verify(home.path(), Some(&key))?.records(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

mod chain;
mod directory;
mod error;
mod line;
mod log;
mod note;
mod reader;
mod record;
mod segment;
mod tip;
mod tree;
mod verify;

pub use error::AuditError;
pub use log::{Clock, Durability, Log, Opened, Position, Settings};
pub use note::{public_key, read_public_key};
pub use reader::{Entry, Follower, find, tail, tenants};
pub use record::{
    Administration, Change, Count, Decision, Intent, KeyOperation, Outcome, Record, Repair, Reveal,
    Run, Subject, Usage,
};
pub use verify::{Broken, Fault, Signed, Verified, VerifyError, verify};
