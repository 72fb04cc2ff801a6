//! Surrogates: what stands for a value, and the stores behind it.

#![forbid(unsafe_code)]

mod candidate;
mod conceal;
mod identity;
mod issue;
mod mention;
mod payload;
mod reveal;
pub mod revealer;
mod shape;
pub mod store;
pub mod stores;
mod vault;

pub use mention::{Claim, MENTION_BYTES_MAX, Mention, mentions};
pub use store::Store;
pub use vault::{
    Concealed, Item, Place, Renewal, Revealed, Settings, VALUE_BYTES_MAX, Vault, VaultError,
    Written,
};
