//! Every cryptographic primitive of the product, each behind a type of its own.
//!
//! It keeps no keys, reads no files and decides nothing; what is sealed, and under which key, is
//! the business of the crates that use it.
//!
//! ```
//! use portcullis_seal::{Binding, SealKey};
//!
//! let key = SealKey::generate()?;
//! let row = Binding { tenant: "default", purpose: "value", record: b"row 7", generation: 1 };
//! let blob = key.seal(b"4111 1111 1111 1111", &row)?;
//! assert_eq!(key.open(&blob, &row)?.as_slice(), b"4111 1111 1111 1111");
//! // Moved to another row it does not open.
//! assert!(key.open(&blob, &Binding { record: b"row 8", ..row }).is_err());
//! # Ok::<(), portcullis_seal::SealError>(())
//! ```

#![forbid(unsafe_code)]

mod binding;
mod error;
mod hash;
mod mac;
mod random;
mod scope_keys;
mod seal_key;
mod signing;
mod xaes;

pub use binding::Binding;
pub use error::SealError;
pub use hash::{Sha256, sha256};
pub use mac::{MacKey, same};
pub use random::random;
pub use scope_keys::ScopeKeys;
pub use seal_key::{OVERHEAD, SealKey};
pub use signing::{PublicKey, SigningKey};
