//! Surrogates: what stands for a value, and the stores behind it.

#![forbid(unsafe_code)]

mod conceal;
mod mention;
mod reveal;
pub mod revealer;
pub mod store;
mod vault;

pub use mention::{Mention, mentions};
pub use store::Store;
pub use vault::{
    Concealed, Item, Place, Renewal, Revealed, Settings, VALUE_BYTES_MAX, Vault, VaultError,
    Written,
};
