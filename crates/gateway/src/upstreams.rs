//! The far sides: model providers over HTTP. They run what was prepared, and nothing else.

mod client;
mod providers;
mod reply;

pub use providers::{Credential, Provider, ProviderKind, Providers};
