//! The stores that come with the vault.
//!
//! What is the same for all of them is in `store`; a new one goes through the same behaviour
//! suite (`tests/it.rs`).

mod memory;
mod redis;
mod sqlite;

pub use self::redis::{RedisSettings, RedisStore};
pub use memory::MemoryStore;
pub use sqlite::SqliteStore;
