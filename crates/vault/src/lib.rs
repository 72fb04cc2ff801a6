//! Surrogates: what stands for a value, and the stores behind it.
//!
//! It grants nothing and reads no clock: whether a caller may have a value back is decided by
//! whoever asks, and keys, scope and time come with each request.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::UNIX_EPOCH;
//!
//! use portcullis_model::{Entity, Scope};
//! use portcullis_seal::{MacKey, ScopeKeys, SealKey};
//! use portcullis_vault::stores::MemoryStore;
//! use portcullis_vault::{Concealed, Item, Place, Renewal, Settings, Vault, Written};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let settings = Settings { ttl: None, renewal: Renewal::Fixed, email_domain: None };
//! let vault = Vault::new(Arc::new(MemoryStore::new()), settings);
//! let scope = Scope { tenant: "default".into(), principal: "ada".into() };
//! let keys = ScopeKeys {
//!     seal: SealKey::generate()?,
//!     surrogate: MacKey::generate()?,
//!     fingerprint: MacKey::generate()?,
//! };
//! let place = Place { scope: &scope, keys: &keys, now: UNIX_EPOCH };
//! let value = Item {
//!     entity: &Entity::US_SSN,
//!     value: "078-05-1120",
//!     source: "prompt",
//!     written: Written::Text,
//! };
//!
//! let waiting = tokio::runtime::Builder::new_current_thread().build()?;
//! let concealed = waiting.block_on(vault.conceal(&place, &[value]))?;
//! let Some(Concealed::Surrogate(surrogate)) = concealed.first() else { return Ok(()) };
//! assert!(surrogate.starts_with("000-") && surrogate.len() == 11);
//!
//! let revealed = waiting.block_on(vault.reveal(&place, &[surrogate]))?;
//! let value = revealed.into_iter().flatten().next().map(|found| found.value);
//! assert_eq!(value.as_ref().map(|value| value.expose()), Some("078-05-1120"));
//! # Ok(())
//! # }
//! ```
//!
//! # How one value in many spellings is one surrogate, and each spelling comes back
//!
//! A value is first reduced to what its spellings share (the digits, the address in lower
//! case), and that decides the surrogate. How the surrogate is then spelled says how its value
//! was:
//!
//! - **Mirrored** (social security, card, routing numbers, IBANs, hardware addresses, dates,
//!   identifiers in base 16): the surrogate wears the separators and the case of the value, so nothing more is stored. A spelling that cannot be
//!   mirrored counts as a value of its own.
//! - **Dressed** (e-mail addresses, phones, version 6 addresses): the first spelling is in the
//!   value's row. A later one takes another dress of the same surrogate (the label `mail1`,
//!   other separators, other case) and a row of its own under that dress.
//! - **Single** (version 4 addresses, names, the opaque form): every spelling is a value of its own.
//!
//! # What a store sees
//!
//! Keyed hashes of scope, surrogate and value, a sealed row, and when it ends. A surrogate that
//! was issued is never issued again in its scope: what ends or is erased leaves the keyed hash.
//! Where a space is nearly full, a value takes the opaque form ([`Vault::spilled`] counts).

#![forbid(unsafe_code)]

pub mod archive;
mod candidate;
mod conceal;
pub mod copy;
mod erase;
mod identity;
mod issue;
mod issued;
mod mention;
mod payload;
mod reveal;
pub mod revealer;
mod shape;
pub mod store;
pub mod stores;
mod survey;
mod vault;

pub use erase::{Erased, Subject};
pub use issued::{Issue, NOTE_BYTES_MAX};
pub use mention::{Claim, MENTION_BYTES_MAX, Mention, mentions};
pub use shape::UNTOLD;
pub use store::Store;
pub use vault::{
    Concealed, Item, Place, Renewal, Revealed, Settings, VALUE_BYTES_MAX, Vault, VaultError,
    Written,
};
