//! The log, as the command line may use it: reading and verifying.

pub use portcullis_audit::{
    AuditError, Broken, Decision, Entry, Intent, Outcome, Record, Verified, VerifyError, find,
    read_public_key, tail, verify,
};
pub use portcullis_seal::PublicKey;
