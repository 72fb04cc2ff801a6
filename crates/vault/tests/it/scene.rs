//! The stage on which the suite plays: scopes, keys, times, and one vault over each store.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portcullis_model::{Entity, Scope};
use portcullis_seal::{MacKey, ScopeKeys, SealKey};
use portcullis_testkit::{PostgresServer, RedisServer};
use portcullis_vault::stores::{MemoryStore, SqliteStore};
use portcullis_vault::{
    Concealed, Item, Place, Renewal, Settings, Store, Vault, VaultError, Written,
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::{postgres, redis};

/// One principal and its keys.
pub(crate) struct Person {
    pub(crate) scope: Scope,
    pub(crate) keys: ScopeKeys,
}

impl Person {
    pub(crate) fn new(principal: &str, seed: u8) -> Self {
        let scope = Scope { tenant: "default".into(), principal: principal.into() };
        Self { scope, keys: keys(seed) }
    }

    pub(crate) fn at(&self, seconds: u64) -> Place<'_> {
        Place { scope: &self.scope, keys: &self.keys, now: second(seconds) }
    }
}

pub(crate) fn keys(seed: u8) -> ScopeKeys {
    ScopeKeys {
        seal: SealKey::from_bytes([seed; 32]),
        surrogate: MacKey::from_bytes([seed ^ 0x55; 32]),
        fingerprint: MacKey::from_bytes([seed ^ 0xaa; 32]),
    }
}

pub(crate) fn alice() -> Person {
    Person::new("alice", 1)
}

/// Some time in 2099, and so many seconds: far ahead of the clock of any server that takes away
/// by itself what has ended.
pub(crate) fn second(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(4_080_000_000 + seconds)
}

pub(crate) fn settings() -> Settings {
    Settings { ttl: None, renewal: Renewal::Fixed, email_domain: None }
}

/// One kind of store, empty at first, that can be closed and opened again.
pub(crate) enum Stage {
    Memory(Arc<MemoryStore>),
    Sqlite(TempDir),
    /// A server that may be shared with stages before this one.
    Redis(Arc<RedisServer>),
    /// As that one.
    Postgres(Arc<PostgresServer>),
    /// One that is opened already.
    Opened(Arc<dyn Store>),
}

impl Stage {
    pub(crate) fn memory() -> Self {
        Self::Memory(Arc::new(MemoryStore::new()))
    }

    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(TempDir::new().unwrap())
    }

    /// What was in the server is gone.
    pub(crate) fn redis(server: &Arc<RedisServer>) -> Self {
        redis::order(server, &["FLUSHALL"]);
        Self::Redis(Arc::clone(server))
    }

    /// What was in the server is gone.
    pub(crate) fn postgres(server: &Arc<PostgresServer>) -> Self {
        server.run("DROP SCHEMA IF EXISTS portcullis CASCADE").unwrap();
        Self::Postgres(Arc::clone(server))
    }

    /// Those that need no server.
    pub(crate) fn local() -> [Self; 2] {
        [Self::memory(), Self::sqlite()]
    }

    pub(crate) fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::Memory(store) => Arc::<MemoryStore>::clone(store),
            Self::Sqlite(folder) => Arc::new(SqliteStore::open(&file(folder.path())).unwrap()),
            Self::Redis(server) => Arc::new(redis::open(server)),
            Self::Postgres(server) => Arc::new(postgres::open(server)),
            Self::Opened(store) => Arc::clone(store),
        }
    }

    pub(crate) fn vault(&self, settings: Settings) -> Vault {
        Vault::new(self.store(), settings)
    }
}

pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("home").join("vault.db")
}

/// Runs what waits. The runtime is one for all tests, since connections live in it.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
    });
    RUNTIME.block_on(future)
}

pub(crate) fn item<'a>(entity: &'a Entity, value: &'a str) -> Item<'a> {
    Item { entity, value, source: "prompt", written: Written::Text }
}

pub(crate) fn text(concealed: &Concealed) -> String {
    match concealed {
        Concealed::Surrogate(text) => text.clone(),
        Concealed::AlreadySurrogate => panic!("a value was taken for a surrogate"),
    }
}

/// Conceals values of one entity; every one must get a surrogate.
pub(crate) fn conceal(
    vault: &Vault,
    place: &Place<'_>,
    entity: &Entity,
    values: &[&str],
) -> Vec<String> {
    let items: Vec<Item<'_>> = values.iter().map(|value| item(entity, value)).collect();
    wait(vault.conceal(place, &items)).unwrap().iter().map(text).collect()
}

pub(crate) fn conceal_one(
    vault: &Vault,
    place: &Place<'_>,
    entity: &Entity,
    value: &str,
) -> String {
    conceal(vault, place, entity, &[value]).remove(0)
}

pub(crate) fn reveal(vault: &Vault, place: &Place<'_>, surrogates: &[&str]) -> Vec<Option<String>> {
    let revealed = wait(vault.reveal(place, surrogates)).unwrap();
    revealed.into_iter().map(|found| found.map(|r| r.value.expose().to_owned())).collect()
}

pub(crate) fn reveal_one(vault: &Vault, place: &Place<'_>, surrogate: &str) -> Option<String> {
    reveal(vault, place, &[surrogate]).remove(0)
}

pub(crate) fn is_integrity(error: &VaultError) -> bool {
    matches!(error, VaultError::Integrity)
}
