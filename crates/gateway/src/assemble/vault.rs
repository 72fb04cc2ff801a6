//! The vault, as the commands that look after it may use it: what it holds, erasing,
//! copies, moving to another store.
//!
//! No value comes out of here. Whatever changes something is on record before it is done, and
//! once more with its counts.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use portcullis_audit::{Administration, Count, Record};
use portcullis_detect::{Detector, Hint};
use portcullis_keys::{KeyStore, Master, Purpose};
use portcullis_model::Scope;
use portcullis_seal::ScopeKeys;
pub use portcullis_vault::archive::{ArchiveError, Summary};
pub use portcullis_vault::copy::Taken;
use portcullis_vault::stores::SqliteStore;
use portcullis_vault::{Place, Renewal, Store, Vault, VaultError};
pub use portcullis_vault::{Subject, store::Stats};

use super::{Home, Settings, StartError, clients};
use crate::config::VaultStore;

mod erase;
mod migrate;
mod transfer;

pub use erase::Done;
pub use migrate::{Migrated, Route};
pub use transfer::Tell;

/// LIMIT: how many principals one record names; of more, only the counts are recorded.
const RECORDED_MAX: usize = 100;
/// LIMIT: how long a reason is, in bytes.
const REASON_BYTES_MAX: usize = 200;

/// Whose values.
#[derive(Debug, Clone, Default)]
pub struct Whose {
    /// Of this tenant only.
    pub tenant: Option<String>,
    /// Of this user of any agent only.
    pub user: Option<String>,
    /// Of this principal only.
    pub principal: Option<String>,
}

impl Whose {
    /// Whether nobody is left out.
    #[must_use]
    pub fn is_everybody(&self) -> bool {
        self.tenant.is_none() && self.user.is_none() && self.principal.is_none()
    }

    fn takes(&self, scope: &Scope) -> bool {
        let is = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| found == Some(wanted))
        };
        let user = scope.principal.split_once('/').map(|(_, user)| user);
        is(&self.tenant, Some(&scope.tenant))
            && is(&self.user, user)
            && is(&self.principal, Some(&scope.principal))
    }
}

/// A principal whose keys this home holds.
#[derive(Debug)]
pub struct Holder {
    /// Its name.
    pub scope: Scope,
    keys: Arc<ScopeKeys>,
}

impl Holder {
    fn place(&self, now: SystemTime) -> Place<'_> {
        Place { scope: &self.scope, keys: &self.keys, now }
    }
}

/// Those whom a command is about.
#[derive(Debug)]
pub struct Holders {
    /// Those who are known, in the order of their names.
    pub known: Vec<Holder>,
    /// How many there are whose names nobody kept, so that they may be meant too.
    pub unnamed: usize,
}

/// What the store of a home holds.
#[derive(Debug)]
pub struct Holding {
    /// What kind of store.
    pub store: &'static str,
    /// Its file.
    pub path: PathBuf,
    /// How large the file is, with what SQLite keeps beside it.
    pub bytes: u64,
    /// How much stands in it.
    pub stats: Stats,
}

/// What stands in the store for one scope.
#[derive(Debug)]
pub struct Share {
    /// Whose it is, where the keys are here and the name is known.
    pub scope: Option<Scope>,
    /// How the store names it, in hexadecimal.
    pub id: String,
    /// How much.
    pub stats: Stats,
}

/// Opens the store that the settings name; `None` if nothing is kept yet.
fn open_store(home: &Home, settings: &Settings) -> Result<Option<Arc<dyn Store>>, StartError> {
    match settings.vault.store {
        VaultStore::Sqlite if !home.vault().exists() => Ok(None),
        VaultStore::Memory | VaultStore::Sqlite => open_or_make(home, settings).map(Some),
    }
}

fn open_or_make(home: &Home, settings: &Settings) -> Result<Arc<dyn Store>, StartError> {
    match settings.vault.store {
        VaultStore::Memory => Err(StartError::setup([
            "`[vault] store = \"memory\"`: what one process keeps there, no other can reach"
                .to_owned(),
        ])),
        VaultStore::Sqlite => {
            let store = SqliteStore::open(&home.vault()).map_err(StartError::Vault)?;
            Ok(Arc::new(store))
        }
    }
}

/// Counts what the store of a home holds; needs no key.
///
/// # Errors
///
/// If it cannot be reached or read.
pub async fn holding(home: &Home, settings: &Settings) -> Result<Holding, StartError> {
    let stats = match open_store(home, settings)? {
        Some(store) => store.stats().await.map_err(VaultError::Store)?,
        None => Stats::default(),
    };
    let path = home.vault();
    let size = |ending: &str| {
        let mut name = path.clone().into_os_string();
        name.push(ending);
        std::fs::metadata(name).map_or(0, |found| found.len())
    };
    let bytes = ["", "-wal", "-shm"].into_iter().map(size).sum();
    Ok(Holding { store: "sqlite", path, bytes, stats })
}

/// The vault of a home, for the commands that look after it.
pub struct Desk<'a> {
    home: &'a Home,
    settings: &'a Settings,
    keys: KeyStore,
    /// `None` if nothing is kept yet.
    store: Option<Arc<dyn Store>>,
}

impl fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk(..)")
    }
}

impl<'a> Desk<'a> {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// What is missing, broken or tampered with.
    pub fn open(
        home: &'a Home,
        settings: &'a Settings,
        master: Master,
    ) -> Result<Self, StartError> {
        let keys = KeyStore::open(&home.key_store(), master)?;
        Ok(Self { home, settings, keys, store: open_store(home, settings)? })
    }

    /// `None` if nothing is kept yet.
    fn vault(&self) -> Option<Vault> {
        let settings = portcullis_vault::Settings {
            ttl: self.settings.vault.ttl,
            renewal: Renewal::Fixed,
            email_domain: self.settings.vault.email_domain.clone(),
        };
        self.store.as_ref().map(|store| Vault::new(Arc::clone(store), settings))
    }

    /// The principals whom `whose` means.
    ///
    /// # Errors
    ///
    /// If the keys cannot be read.
    pub fn holders(&self, whose: &Whose) -> Result<Holders, StartError> {
        let found = self.keys.scopes()?;
        let mut scopes = found.named;
        let mut unnamed = found.unnamed;
        // Those whose names need not be kept to be known.
        for guess in self.guesses(whose)? {
            if !scopes.contains(&guess) && self.keys.has(&guess) {
                scopes.push(guess);
                unnamed = unnamed.saturating_sub(1);
            }
        }
        scopes.retain(|scope| whose.takes(scope));
        scopes.sort_by(|a, b| (&a.tenant, &a.principal).cmp(&(&b.tenant, &b.principal)));
        let holder = |scope: Scope| {
            let keys = self.keys.scope(&scope)?;
            Ok::<_, StartError>(Holder { scope, keys })
        };
        Ok(Holders { known: scopes.into_iter().map(holder).collect::<Result<_, _>>()?, unnamed })
    }

    fn guesses(&self, whose: &Whose) -> Result<Vec<Scope>, StartError> {
        let tenant = whose.tenant.as_deref().unwrap_or(super::TENANT);
        let of = |tenant: &str, principal: &str| Scope {
            tenant: tenant.into(),
            principal: principal.into(),
        };
        let mut agents = vec![of(super::TENANT, "local")];
        for client in clients::agents(self.home, &self.keys)? {
            agents.push(client);
        }
        let mut guesses = agents.clone();
        if let Some(user) = &whose.user {
            let with = |agent: &Scope| of(&agent.tenant, &format!("{}/{user}", agent.principal));
            guesses.extend(agents.iter().map(with));
        }
        guesses.extend(whose.principal.as_deref().map(|principal| of(tenant, principal)));
        Ok(guesses)
    }

    /// What stands in the store for each scope, the largest first.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn shares(&self) -> Result<Vec<Share>, StartError> {
        let Some(vault) = self.vault() else { return Ok(Vec::new()) };
        let holders = self.holders(&Whose::default())?;
        let mut found = vault.survey().await?;
        let mut shares = Vec::with_capacity(found.len());
        for holder in &holders.known {
            let id = holder.place(SystemTime::UNIX_EPOCH).id();
            if let Some(stats) = found.remove(&id) {
                let scope = Some(holder.scope.clone());
                shares.push(Share { scope, id: data_encoding::HEXLOWER.encode(&id.0), stats });
            }
        }
        shares.extend(found.into_iter().map(|(id, stats)| Share {
            scope: None,
            id: data_encoding::HEXLOWER.encode(&id.0),
            stats,
        }));
        shares.sort_by(|a, b| (b.stats.rows, &a.id).cmp(&(a.stats.rows, &b.id)));
        Ok(shares)
    }

    /// Whether a reason may stand in the log for good.
    ///
    /// # Errors
    ///
    /// If it is too long, or personal data is found in it.
    pub fn check_reason(&self, reason: &str) -> Result<(), StartError> {
        if reason.len() > REASON_BYTES_MAX || reason.chars().any(char::is_control) {
            return Err(StartError::setup([format!(
                "`--reason` takes one line of at most {REASON_BYTES_MAX} bytes"
            )]));
        }
        let wanted = self.settings.privacy.wanted();
        let detector = Detector::new(wanted).map_err(|e| StartError::setup([e.to_string()]))?;
        match detector.find(reason, &Hint::NONE).first() {
            None => Ok(()),
            Some(found) => Err(StartError::setup([format!(
                "the reason holds personal data ({}), and nothing can be taken out of the log: \
                 name the number of a ticket instead",
                found.entity.name()
            )])),
        }
    }

    /// Records what is done, where a log is kept.
    fn record(&self, operation: &str, about: &About<'_>) -> Result<(), StartError> {
        let digest = self.keys.mac(Purpose::Digest)?;
        let scopes = about.holders.iter().take(RECORDED_MAX);
        let scopes = scopes.map(|holder| portcullis_engine::actor(&digest, &holder.scope));
        let scopes = scopes.collect();
        super::record_now(self.home, self.settings, &self.keys, |actor| {
            Record::Admin(Administration {
                actor,
                operation: operation.to_owned(),
                scopes,
                reason: about.reason.map(str::to_owned),
                findings: about.findings.clone(),
                code: None,
            })
        })
    }
}

/// What a record says besides who and what.
#[derive(Default)]
struct About<'a> {
    holders: &'a [Holder],
    reason: Option<&'a str>,
    findings: Vec<Count>,
}
