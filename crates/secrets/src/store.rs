//! Secrets in a SQLite file: sealed, found by keyed hashes, shared by the processes of one home.
//!
//! The file tells no name and no value; only how many there are, and when each was last used.
//! A row that was moved, put back, taken out or changed is an error, by a sealed sum over all
//! rows of a tenant; only a whole older file looks right. Calls block on the disk: they are for
//! commands and threads of their own, except those that say otherwise.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use portcullis_model::Secret;
use portcullis_seal::{MacKey, SealKey};
use rusqlite::{Connection, TransactionBehavior};

use crate::known::Row;
use crate::{Allowed, GRANT_BYTES_MAX, GRANTS_MAX, Known, Metadata, SecretName};

mod file;
mod sealed;
mod table;

use table::Table;

/// LIMIT: bytes of a value.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;
/// LIMIT: secrets of a tenant.
pub const SECRETS_MAX: u64 = 100_000;
/// LIMIT: how many values before the current one are kept, to be searched for.
pub const PREVIOUS_MAX: usize = 3;
/// The time of a use is kept if the one that is kept is older.
const USE_EVERY: Duration = Duration::from_mins(1);

/// Why the secrets cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The file cannot be made.
    #[error("the file of the secrets cannot be made")]
    Io(#[from] std::io::Error),
    /// The file cannot be read or written.
    #[error("the file of the secrets cannot be used")]
    Sqlite(#[from] rusqlite::Error),
    /// The file is not ours.
    #[error("the file of the secrets is of a newer version, or something else")]
    Layout,
    /// A row was changed, moved, put back or taken out.
    #[error("the file of the secrets was changed by another program")]
    Integrity,
    /// Sealing failed.
    #[error(transparent)]
    Seal(#[from] portcullis_seal::SealError),
    /// The value is empty.
    #[error("the value is empty")]
    Empty,
    /// The value is too long.
    #[error("the value is longer than {VALUE_BYTES_MAX} bytes")]
    TooLong,
    /// Too many grants, or too long ones.
    #[error("a secret has at most {GRANTS_MAX} tools and hosts of {GRANT_BYTES_MAX} bytes each")]
    Grants,
    /// Too many secrets.
    #[error("there are {SECRETS_MAX} secrets already")]
    Full,
    /// There is no such secret.
    #[error("there is no secret `{0}`")]
    Missing(SecretName),
}

/// What `set` did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// There was none.
    Created,
    /// There was one, and its value is a previous one now.
    Replaced,
}

/// The secrets of one home.
pub struct Secrets {
    connection: Mutex<Connection>,
    seal: SealKey,
    mac: MacKey,
    tenants: Mutex<HashMap<String, Loaded>>,
    /// What was used since that was last kept.
    used: Mutex<BTreeMap<(String, SecretName), SystemTime>>,
}

struct Loaded {
    generation: u64,
    known: Arc<Known>,
}

impl Secrets {
    /// Opens the file, or makes it: readable by its owner alone, and so the folder.
    ///
    /// # Errors
    ///
    /// If it cannot be made or opened, or is another program's.
    pub fn open(path: &Path, seal: SealKey, mac: MacKey) -> Result<Self, SecretsError> {
        Ok(Self::new(file::open(path)?, seal, mac))
    }

    /// Secrets that end with the process.
    ///
    /// # Errors
    ///
    /// If there is no memory for them.
    pub fn in_memory(seal: SealKey, mac: MacKey) -> Result<Self, SecretsError> {
        Ok(Self::new(file::in_memory()?, seal, mac))
    }

    fn new(connection: Connection, seal: SealKey, mac: MacKey) -> Self {
        let (tenants, used) = (Mutex::default(), Mutex::default());
        Self { connection: Mutex::new(connection), seal, mac, tenants, used }
    }

    /// Sets a value, of a new secret or in the place of another value, and who may have it, where
    /// that is said; a new secret of which it is not said is for nobody.
    ///
    /// # Errors
    ///
    /// [`SecretsError`]; then nothing has changed.
    pub fn set(
        &self,
        (tenant, name): (&str, &SecretName),
        value: Secret,
        allowed: Option<Allowed>,
        now: SystemTime,
    ) -> Result<Set, SecretsError> {
        check_value(&value)?;
        check_grants(allowed.as_ref())?;
        self.change(tenant, |table| match table.get(name)? {
            Some(mut row) => {
                row.replace(value, now);
                row.allowed = allowed.unwrap_or(row.allowed);
                table.put(name, &row)?;
                Ok(Set::Replaced)
            }
            None => {
                let allowed = allowed.unwrap_or_default();
                let (last_used, previous) = (None, Vec::new());
                let row = Row { created: now, rotated: now, last_used, allowed, value, previous };
                table.put(name, &row)?;
                Ok(Set::Created)
            }
        })
    }

    /// Replaces the value of a secret that is there; the values before stay known to the scanner.
    ///
    /// # Errors
    ///
    /// [`SecretsError::Missing`], and others; then nothing has changed.
    pub fn rotate(
        &self,
        (tenant, name): (&str, &SecretName),
        value: Secret,
        now: SystemTime,
    ) -> Result<(), SecretsError> {
        check_value(&value)?;
        self.change(tenant, |table| {
            let mut row = table.get(name)?.ok_or_else(|| SecretsError::Missing(name.clone()))?;
            row.replace(value, now);
            table.put(name, &row)
        })
    }

    /// Says anew who may have a secret.
    ///
    /// # Errors
    ///
    /// [`SecretsError::Missing`], and others; then nothing has changed.
    pub fn allow(
        &self,
        (tenant, name): (&str, &SecretName),
        allowed: Allowed,
    ) -> Result<(), SecretsError> {
        check_grants(Some(&allowed))?;
        self.change(tenant, |table| {
            let mut row = table.get(name)?.ok_or_else(|| SecretsError::Missing(name.clone()))?;
            row.allowed = allowed;
            table.put(name, &row)
        })
    }

    /// Removes a secret with all its values; whether there was one.
    ///
    /// # Errors
    ///
    /// [`SecretsError`]; then nothing has changed.
    pub fn remove(&self, tenant: &str, name: &SecretName) -> Result<bool, SecretsError> {
        self.change(tenant, |table| table.remove(name))
    }

    /// What may be shown of all secrets of a tenant, by name.
    ///
    /// # Errors
    ///
    /// As [`Self::known`].
    pub fn list(&self, tenant: &str) -> Result<Vec<Metadata>, SecretsError> {
        Ok(self.known(tenant)?.list())
    }

    /// What may be shown of a secret.
    ///
    /// # Errors
    ///
    /// As [`Self::known`].
    pub fn metadata(
        &self,
        tenant: &str,
        name: &SecretName,
    ) -> Result<Option<Metadata>, SecretsError> {
        Ok(self.known(tenant)?.metadata(name))
    }

    /// The value of a secret; every use is a place to review.
    ///
    /// # Errors
    ///
    /// As [`Self::known`].
    pub fn value(&self, tenant: &str, name: &SecretName) -> Result<Option<Secret>, SecretsError> {
        let known = self.known(tenant)?;
        Ok(known.value(name).map(|value| Secret::new(value.expose().to_owned())))
    }

    /// The secrets of a tenant as they were when they were last looked at. Blocks on the disk the
    /// first time only.
    ///
    /// # Errors
    ///
    /// If they cannot be read, or were changed by others.
    pub fn known(&self, tenant: &str) -> Result<Arc<Known>, SecretsError> {
        if let Some(loaded) = held(&self.tenants).get(tenant) {
            return Ok(Arc::clone(&loaded.known));
        }
        self.load(tenant)
    }

    /// Looks for what other processes changed, and keeps what was used. For a thread that does so
    /// each second: without changes it costs microseconds. Whether there was a change.
    ///
    /// # Errors
    ///
    /// If that cannot be read or kept; what was known stays known.
    pub fn refresh(&self) -> Result<bool, SecretsError> {
        self.keep_used()?;
        let loaded: Vec<(String, u64)> = {
            let tenants = held(&self.tenants);
            tenants.iter().map(|(tenant, loaded)| (tenant.clone(), loaded.generation)).collect()
        };
        let mut changed = false;
        for (tenant, generation) in loaded {
            let now = {
                let mut connection = held(&self.connection);
                let change = connection.transaction()?;
                Table::of(&change, (&self.seal, &self.mac), &tenant)?.generation()
            };
            if now != generation {
                self.load(&tenant)?;
                changed = true;
            }
        }
        Ok(changed)
    }

    /// Notes that a secret is used. Never blocks on the disk: [`Self::refresh`] keeps it.
    pub fn used(&self, tenant: &str, name: &SecretName, now: SystemTime) {
        held(&self.used).insert((tenant.to_owned(), name.clone()), now);
    }

    fn keep_used(&self) -> Result<(), SecretsError> {
        let used = std::mem::take(&mut *held(&self.used));
        if used.is_empty() {
            return Ok(());
        }
        let mut connection = held(&self.connection);
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for ((tenant, name), at) in &used {
            let table = Table::of(&change, (&self.seal, &self.mac), tenant)?;
            table.note_use(name, *at, USE_EVERY)?;
        }
        Ok(change.commit()?)
    }

    fn load(&self, tenant: &str) -> Result<Arc<Known>, SecretsError> {
        let (generation, rows) = {
            let mut connection = held(&self.connection);
            let change = connection.transaction()?;
            let table = Table::of(&change, (&self.seal, &self.mac), tenant)?;
            (table.generation(), table.all()?)
        };
        let known = Arc::new(Known::new(rows));
        let loaded = Loaded { generation, known: Arc::clone(&known) };
        let mut tenants = held(&self.tenants);
        // Another thread may have read a later state meanwhile.
        match tenants.get(tenant) {
            Some(other) if generation < other.generation => Ok(Arc::clone(&other.known)),
            _ => {
                tenants.insert(tenant.to_owned(), loaded);
                Ok(known)
            }
        }
    }

    /// Does one change, whole or not at all, and takes it up at once.
    fn change<T>(
        &self,
        tenant: &str,
        work: impl FnOnce(&mut Table<'_>) -> Result<T, SecretsError>,
    ) -> Result<T, SecretsError> {
        let done = {
            let mut connection = held(&self.connection);
            let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut table = Table::of(&change, (&self.seal, &self.mac), tenant)?;
            let done = work(&mut table)?;
            table.finish()?;
            change.commit()?;
            done
        };
        self.load(tenant)?;
        Ok(done)
    }
}

impl Row {
    fn replace(&mut self, value: Secret, now: SystemTime) {
        let before = std::mem::replace(&mut self.value, value);
        self.previous.insert(0, before);
        self.previous.truncate(PREVIOUS_MAX);
        self.rotated = now;
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(..)")
    }
}

fn check_value(value: &Secret) -> Result<(), SecretsError> {
    match value.expose().len() {
        0 => Err(SecretsError::Empty),
        1..=VALUE_BYTES_MAX => Ok(()),
        _ => Err(SecretsError::TooLong),
    }
}

fn check_grants(allowed: Option<&Allowed>) -> Result<(), SecretsError> {
    let Some(Allowed { tools, hosts }) = allowed else { return Ok(()) };
    let length = |grant: &crate::ToolGrant| {
        grant.tool.len() + grant.argument.as_ref().map_or(0, String::len)
    };
    let fits = tools.iter().all(|grant| length(grant) <= GRANT_BYTES_MAX)
        && hosts.iter().all(|host| host.len() <= GRANT_BYTES_MAX);
    let few = tools.len() <= GRANTS_MAX && hosts.len() <= GRANTS_MAX;
    if fits && few { Ok(()) } else { Err(SecretsError::Grants) }
}

/// What a thread that broke left behind is whole: every change is one step.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
