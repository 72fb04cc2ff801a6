//! The key store: random keys for each scope and purpose, wrapped by the master key.
//!
//! One file for each, named by a keyed hash: no name of a principal stands in clear. Nothing
//! that exists is ever overwritten, also if it does not open.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use data_encoding::HEXLOWER;
use portcullis_model::Scope;
use portcullis_seal::{Binding, MacKey, ScopeKeys, SealKey, SigningKey, random};
use zeroize::Zeroizing;

use crate::cache::Cache;
use crate::{KeysError, Master, files};

mod names;

pub use names::Scopes;

// LIMIT: some kilobytes each, so some tens of megabytes at most.
const CACHE_HALF_MAX: usize = 4096;
/// Scopes of a store that keeps nothing on disk, and so can forget none.
const MEMORY_SCOPES_MAX: usize = 100_000;
const FILE_BYTES_MAX: u64 = 1024;
const SCOPE_BYTES: usize = 96;

/// What a key that belongs to no scope is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Signs the checkpoints of the audit log.
    Checkpoint,
    /// Digests of names and texts in logs.
    Digest,
    /// Hashes of Portcullis keys, and the seal of the file that they stand in.
    Clients,
    /// The file of the secrets: its seal, and hashes of what stands in it.
    Secrets,
    /// Copies of the vault: that one is whole, and of this home.
    VaultCopy,
}

impl Purpose {
    /// All of them.
    const ALL: [Self; 5] =
        [Self::Checkpoint, Self::Digest, Self::Clients, Self::Secrets, Self::VaultCopy];

    fn name(self) -> &'static str {
        match self {
            Self::Checkpoint => "checkpoint",
            Self::Digest => "digest",
            Self::Clients => "clients",
            Self::Secrets => "secrets",
            Self::VaultCopy => "vault copy",
        }
    }
}

/// The keys of one home.
#[derive(Debug)]
pub struct KeyStore {
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder { folder: PathBuf, master: Box<Master>, cache: Mutex<Cache> },
    Memory(Mutex<Memory>),
}

#[derive(Default)]
struct Memory {
    scopes: HashMap<Scope, Arc<ScopeKeys>>,
    purposes: HashMap<(&'static str, Purpose), Zeroizing<[u8; 32]>>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory(..)")
    }
}

/// What stands in an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scope,
    Signing,
    Mac,
    Seal,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Scope => "scope",
            Self::Signing => "signing",
            Self::Mac => "mac",
            Self::Seal => "seal",
        }
    }

    /// Says to what the sealed content belongs.
    fn purpose(self) -> &'static str {
        match self {
            Self::Scope => "key store v1 scope",
            Self::Signing => "key store v1 signing",
            Self::Mac => "key store v1 mac",
            Self::Seal => "key store v1 seal",
        }
    }
}

/// One entry of the store: where it stands and what it is bound to.
struct Entry<'a> {
    kind: Kind,
    tenant: &'a str,
    name: &'a str,
}

impl KeyStore {
    /// Opens the store in a folder, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// [`KeysError::Io`].
    pub fn open(folder: &Path, master: Master) -> Result<Self, KeysError> {
        files::private_folder(folder)?;
        let cache = Mutex::new(Cache::new(CACHE_HALF_MAX));
        let master = Box::new(master);
        Ok(Self { place: Place::Folder { folder: folder.to_owned(), master, cache } })
    }

    /// A store that keeps nothing on disk: its keys, and what they sealed, end with it.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { place: Place::Memory(Mutex::default()) }
    }

    /// The keys of a scope, where they are at hand: waits for no disk.
    #[must_use]
    pub fn cached(&self, scope: &Scope) -> Option<Arc<ScopeKeys>> {
        match &self.place {
            Place::Folder { cache, .. } => held(cache).find(scope),
            Place::Memory(memory) => held(memory).scopes.get(scope).map(Arc::clone),
        }
    }

    /// The keys of a scope; random and kept if they are new.
    ///
    /// # Errors
    ///
    /// [`KeysError::Integrity`] if there are keys and they do not open: they are not replaced;
    /// [`KeysError::Io`], [`KeysError::Seal`], [`KeysError::Full`].
    pub fn scope(&self, scope: &Scope) -> Result<Arc<ScopeKeys>, KeysError> {
        if let Some(keys) = self.cached(scope) {
            return Ok(keys);
        }
        match &self.place {
            Place::Folder { folder, master, cache } => {
                let entry =
                    Entry { kind: Kind::Scope, tenant: &scope.tenant, name: &scope.principal };
                names::keep(&entry, folder, master)?;
                let bytes = entry.find_or_make::<SCOPE_BYTES>(folder, master)?;
                let path = entry.path(folder, master);
                let keys = unpack(&bytes).ok_or_else(|| KeysError::integrity(&path))?;
                let keys = Arc::new(keys);
                held(cache).keep(scope.clone(), Arc::clone(&keys));
                Ok(keys)
            }
            Place::Memory(memory) => {
                let mut memory = held(memory);
                if let Some(keys) = memory.scopes.get(scope) {
                    return Ok(Arc::clone(keys));
                }
                if MEMORY_SCOPES_MAX <= memory.scopes.len() {
                    return Err(KeysError::Full);
                }
                let keys = Arc::new(ScopeKeys::generate()?);
                memory.scopes.insert(scope.clone(), Arc::clone(&keys));
                Ok(keys)
            }
        }
    }

    /// All scopes that have keys here.
    ///
    /// # Errors
    ///
    /// [`KeysError::Integrity`] if a name does not open; [`KeysError::Io`].
    pub fn scopes(&self) -> Result<Scopes, KeysError> {
        match &self.place {
            Place::Folder { folder, master, .. } => names::all(folder, master),
            Place::Memory(memory) => {
                let named = held(memory).scopes.keys().cloned().collect();
                Ok(Scopes { named, unnamed: 0 })
            }
        }
    }

    /// Whether a scope has keys here; makes none.
    #[must_use]
    pub fn has(&self, scope: &Scope) -> bool {
        match &self.place {
            Place::Folder { folder, master, .. } => {
                let (tenant, name) = (&*scope.tenant, &*scope.principal);
                Entry { kind: Kind::Scope, tenant, name }.path(folder, master).exists()
            }
            Place::Memory(memory) => held(memory).scopes.contains_key(scope),
        }
    }

    /// The signing key of a purpose; random and kept if it is new.
    ///
    /// # Errors
    ///
    /// As [`KeyStore::scope`].
    pub fn signing(&self, purpose: Purpose) -> Result<SigningKey, KeysError> {
        Ok(SigningKey::from_seed(*self.purpose(Kind::Signing, purpose)?)?)
    }

    /// The key for keyed digests of a purpose; random and kept if it is new.
    ///
    /// # Errors
    ///
    /// As [`KeyStore::scope`].
    pub fn mac(&self, purpose: Purpose) -> Result<MacKey, KeysError> {
        Ok(MacKey::from_bytes(*self.purpose(Kind::Mac, purpose)?))
    }

    /// The sealing key of a purpose; random and kept if it is new.
    ///
    /// # Errors
    ///
    /// As [`KeyStore::scope`].
    pub fn seal(&self, purpose: Purpose) -> Result<SealKey, KeysError> {
        Ok(SealKey::from_bytes(*self.purpose(Kind::Seal, purpose)?))
    }

    fn purpose(&self, kind: Kind, purpose: Purpose) -> Result<Zeroizing<[u8; 32]>, KeysError> {
        match &self.place {
            Place::Folder { folder, master, .. } => {
                Entry { kind, tenant: "", name: purpose.name() }.find_or_make(folder, master)
            }
            Place::Memory(memory) => {
                let fresh = Zeroizing::new(random()?);
                let name = (kind.name(), purpose);
                Ok(held(memory).purposes.entry(name).or_insert(fresh).clone())
            }
        }
    }
}

impl Entry<'_> {
    /// The bytes that stand in the entry, or new ones. Of several that make one at the same
    /// time, in whatever process, all get the bytes of the first.
    fn find_or_make<const N: usize>(
        &self,
        folder: &Path,
        master: &Master,
    ) -> Result<Zeroizing<[u8; N]>, KeysError> {
        let path = self.path(folder, master);
        if let Some(sealed) = files::read(&path, FILE_BYTES_MAX)? {
            return self.unseal(&sealed, &path, master);
        }
        let fresh = Zeroizing::new(random::<N>()?);
        let sealed = master.seal.seal(fresh.as_slice(), &self.binding())?;
        if files::insert(&path, &sealed)? {
            return Ok(fresh);
        }
        let sealed = files::read(&path, FILE_BYTES_MAX)?;
        // Removed by hand within a millisecond of its making: nothing to make up for.
        let sealed = sealed.ok_or_else(|| KeysError::Missing { path: path.clone() })?;
        self.unseal(&sealed, &path, master)
    }

    fn unseal<const N: usize>(
        &self,
        sealed: &[u8],
        path: &Path,
        master: &Master,
    ) -> Result<Zeroizing<[u8; N]>, KeysError> {
        let opened = master.seal.open(sealed, &self.binding());
        let opened = opened.map_err(|_| KeysError::integrity(path))?;
        let bytes = <[u8; N]>::try_from(opened.as_slice());
        Ok(Zeroizing::new(bytes.map_err(|_| KeysError::integrity(path))?))
    }

    fn path(&self, folder: &Path, master: &Master) -> PathBuf {
        let parts = [self.kind.name().as_bytes(), self.tenant.as_bytes(), self.name.as_bytes()];
        let hash = master.mac.mac("key file", &parts);
        folder.join(HEXLOWER.encode(&hash)).with_extension("keys")
    }

    fn binding(&self) -> Binding<'_> {
        let record = self.name.as_bytes();
        let purpose = self.kind.purpose();
        Binding { tenant: self.tenant, purpose, record, generation: 0 }
    }
}

/// The keys in the bytes of a scope's entry, in their order there.
fn unpack(bytes: &Zeroizing<[u8; SCOPE_BYTES]>) -> Option<ScopeKeys> {
    let (seal, rest) = bytes.split_first_chunk::<32>()?;
    let (surrogate, rest) = rest.split_first_chunk::<32>()?;
    let (fingerprint, _) = rest.split_first_chunk::<32>()?;
    Some(ScopeKeys {
        seal: SealKey::from_bytes(*seal),
        surrogate: MacKey::from_bytes(*surrogate),
        fingerprint: MacKey::from_bytes(*fingerprint),
    })
}

/// What a thread that broke left behind is whole: every change is one step.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
