//! The tamper-evident log: record format, chain, writer, verifier.
//!
//! One chain of records per tenant, whichever process of a home writes; a signed checkpoint
//! beside it, so that a cut tail shows. The format is written down in `docs/audit-format.md`.
//!
//! Holds no key of its own, decides nothing about calls, and makes nothing anonymous: whoever
//! appends a record has made its texts safe before.

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
pub use reader::{Entry, Follower, tail, tenants};
pub use record::{
    Administration, Change, Count, Decision, Intent, KeyOperation, Outcome, Record, Repair, Reveal,
    Run, Subject, Usage,
};
pub use verify::{Broken, Fault, Signed, Verified, VerifyError, verify};
