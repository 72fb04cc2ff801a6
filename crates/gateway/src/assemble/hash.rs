//! Digests of what is no secret, as the command line may use them.

pub use portcullis_seal::sha256;
