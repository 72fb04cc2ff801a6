//! The master-key envelope, its slots, and the store of wrapped keys.
//!
//! It asks nobody for a passphrase, prints nothing and has no idea what the keys are used for.
//!
//! ```
//! use portcullis_keys::{Envelope, KeyStore};
//! use portcullis_model::{Scope, Secret};
//!
//! let home = tempfile::tempdir()?;
//! let passphrase = Secret::new("correct horse".to_owned());
//! let master = Envelope::create(&home.path().join("envelope.json"), &passphrase)?;
//! let store = KeyStore::open(&home.path().join("keystore"), master)?;
//! let alice = Scope { tenant: "default".into(), principal: "local/alice".into() };
//! let keys = store.scope(&alice)?;
//! assert_eq!(keys.seal.id(), store.scope(&alice)?.seal.id());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

mod cache;
pub mod clients;
mod envelope;
mod error;
mod files;
mod kdf;
mod keyfile;
mod master;
mod memory;
mod slot;
mod store;

pub use clients::{Client, Clients, NewClient, Users};
pub use envelope::{Envelope, Status};
pub use error::KeysError;
pub use kdf::Kdf;
pub use keyfile::{create_keyfile, read_keyfile};
pub use master::Master;
pub use memory::{Protection, protect_memory};
pub use slot::{SlotKind, SlotStatus};
pub use store::{KeyStore, Purpose, Scopes};
