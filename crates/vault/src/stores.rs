//! The stores that come with the vault.
//!
//! What is the same for all of them is in `store`; a new one goes through the same behaviour
//! suite (`tests/it.rs`).

mod memory;
mod postgres;
mod redis;
mod seat;
mod sqlite;

pub use self::postgres::{PostgresSettings, PostgresStore};
pub use self::redis::{RedisSettings, RedisStore};
pub use memory::MemoryStore;
pub use sqlite::SqliteStore;
