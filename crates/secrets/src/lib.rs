//! Named secrets: who may have them, and where they stand in text.
//!
//! It gives a value only to who asks for it by name, and decides nothing about who may ask.
//! Keys, tenants and time come with each request.

#![forbid(unsafe_code)]

mod allowed;
mod known;
mod name;
pub mod reference;
pub mod scanner;
mod store;

pub use allowed::{Allowed, GRANT_BYTES_MAX, GRANTS_MAX, ToolGrant};
pub use known::{Known, Metadata};
pub use name::{NAME_BYTES_MAX, NotAName, SecretName};
pub use scanner::{Hit, Machine, Released, Scanner};
pub use store::{PREVIOUS_MAX, SECRETS_MAX, Secrets, SecretsError, Set, VALUE_BYTES_MAX};
