//! The keys, as the command line may use them: the envelope and its passphrase, no scope.

pub use portcullis_keys::{
    Envelope, KeysError, Master, SlotStatus, create_keyfile, protect_memory, read_keyfile,
};
