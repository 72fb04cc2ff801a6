//! The stores: opened for the gate; and whether they are whole, and nothing of what is in them,
//! for the command line.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use portcullis_model::Secret;
use portcullis_secrets::Known;
use portcullis_vault::Store;
use portcullis_vault::store::Keeping;
use portcullis_vault::stores::{
    MemoryStore, PostgresSettings, PostgresStore, RedisSettings, RedisStore, SqliteStore,
};

use super::{StartError, secrets};
use crate::config::{Home, Service, ServiceUrl, VaultStore};

/// How long a server of surrogates may take for a connection, and for an answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is said where short surrogates are not safe.
const LOOSE: &str = "the store of the vault may lose its last moments in a crash: every value \
                     gets a long surrogate, not one of its own format; docs/stores.md says what \
                     to set";

/// Opens the store that the settings name.
pub(super) async fn open(
    store: &VaultStore,
    home: &Home,
    known: &Known,
) -> Result<Arc<dyn Store>, StartError> {
    Ok(match store {
        VaultStore::Memory => Arc::new(MemoryStore::new()),
        VaultStore::Sqlite => {
            Arc::new(SqliteStore::open(&home.vault()).map_err(StartError::Vault)?)
        }
        VaultStore::Redis(service) => {
            let settings = redis(service, url(service, known)?)?;
            Arc::new(RedisStore::open(&settings).await.map_err(StartError::Vault)?)
        }
        VaultStore::Postgres(service) => {
            let settings = postgres(service, url(service, known)?)?;
            Arc::new(PostgresStore::open(&settings).await.map_err(StartError::Vault)?)
        }
    })
}

/// What is to be known of a store that was opened.
pub(super) fn notice(store: &dyn Store) -> Option<String> {
    match store.keeping() {
        Keeping::Certain => None,
        Keeping::Loose => Some(LOOSE.to_owned()),
    }
}

fn redis(service: &Service, url: Secret) -> Result<RedisSettings, StartError> {
    Ok(RedisSettings { url, roots: roots(service)?, patience: PATIENCE })
}

fn postgres(service: &Service, url: Secret) -> Result<PostgresSettings, StartError> {
    Ok(PostgresSettings { url, roots: roots(service)?, patience: PATIENCE })
}

/// The certificates that the settings name.
fn roots(service: &Service) -> Result<Option<Vec<u8>>, StartError> {
    let Some(path) = &service.ca_file else { return Ok(None) };
    let read = std::fs::read(path);
    read.map(Some).map_err(|source| StartError::Read { path: path.clone(), source })
}

/// The address, with its secrets put in.
fn url(service: &Service, known: &Known) -> Result<Secret, StartError> {
    let wrong = |why: String| StartError::setup([format!("`vault.url`: {why}")]);
    match &service.url {
        ServiceUrl::Literal(url) => Ok(Secret::new(url.expose().to_owned())),
        ServiceUrl::Secret(text) => {
            let host = service.host().unwrap_or_default();
            secrets::resolve_url(text, &host, known).map_err(wrong)
        }
        ServiceUrl::Missing { variable, .. } => {
            Err(wrong(format!("the environment variable `{variable}` is not set")))
        }
    }
}

/// Looks whether the file of the vault is one, and whole, and changes nothing.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_vault(file: &Path) -> Result<(), String> {
    SqliteStore::check(file).map_err(|error| error.to_string())
}

/// How a server of surrogates is.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// It answers, and keeps what it is told.
    Certain,
    /// It answers, and may lose its last moments; what that means.
    Loose(&'static str),
    /// It was not asked: its address is behind a secret, which is not opened here.
    NotAsked,
}

/// Looks whether the server that the settings name answers, and lets us in; changes nothing.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_service(store: &VaultStore) -> Result<Answer, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    match runtime.block_on(look(store)).map_err(|error| error.to_string())? {
        None => Ok(Answer::NotAsked),
        Some(Keeping::Certain) => Ok(Answer::Certain),
        Some(Keeping::Loose) => Ok(Answer::Loose(LOOSE)),
    }
}

async fn look(store: &VaultStore) -> Result<Option<Keeping>, StartError> {
    let literal = |service: &Service| match &service.url {
        ServiceUrl::Literal(url) => Some(Secret::new(url.expose().to_owned())),
        ServiceUrl::Secret(_) | ServiceUrl::Missing { .. } => None,
    };
    let looked = match store {
        VaultStore::Memory | VaultStore::Sqlite => return Ok(None),
        VaultStore::Redis(service) => {
            let Some(url) = literal(service) else { return Ok(None) };
            RedisStore::check(&redis(service, url)?).await
        }
        VaultStore::Postgres(service) => {
            let Some(url) = literal(service) else { return Ok(None) };
            PostgresStore::check(&postgres(service, url)?).await
        }
    };
    looked.map(Some).map_err(StartError::Vault)
}
