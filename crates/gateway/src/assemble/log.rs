//! The log, as the command line may use it: reading and verifying.

pub use portcullis_audit::{
    AuditError, Broken, Entry, Verified, VerifyError, read_public_key, tail, verify,
};
pub use portcullis_seal::PublicKey;
