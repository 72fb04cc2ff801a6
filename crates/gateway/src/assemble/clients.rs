//! Which Portcullis keys hold now: read once, looked up without a disk, read again when the file
//! changes.
//!
//! A file that somebody edited lets nobody in, the keys that were known before included.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwap;
use portcullis_audit::{KeyOperation, Record};
pub use portcullis_keys::clients::{Client, KEY_START, NewClient, Users};
use portcullis_keys::{Clients, KeyStore, KeysError, Master, Purpose};
use portcullis_model::{Scope, Secret};

use super::{Home, Settings, StartError};

/// Whoever a key stands for.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Its tenant and itself.
    pub scope: Scope,
    /// Who says which user it acts for.
    pub users: Users,
    name: String,
}

impl Agent {
    /// Everybody on this machine, as long as nobody was given a key.
    #[must_use]
    pub fn local() -> Self {
        let scope = Scope { tenant: super::TENANT.into(), principal: "local".into() };
        Self { scope, users: Users::Request, name: String::new() }
    }
}

/// The keys that hold now.
#[derive(Debug)]
pub struct Registry {
    /// `None` where no home is: then there are no keys.
    clients: Option<Clients>,
    book: ArcSwap<Book>,
    used: Mutex<BTreeSet<String>>,
}

/// What was read last.
#[derive(Debug)]
struct Book {
    agents: Result<HashMap<[u8; 32], Agent>, Broken>,
    stamp: Option<Stamp>,
}

/// The file does not open.
#[derive(Debug, Clone, Copy)]
struct Broken;

/// What tells a file from the one that takes its place.
type Stamp = (u64, i64, i64, u64);

/// What a look at the file found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// What was known already.
    Same,
    /// Other keys than before.
    New,
}

impl Registry {
    /// Reads the clients of `home`.
    pub(super) fn open(home: &Home, keys: &KeyStore) -> Result<Self, StartError> {
        let clients = clients(home, keys)?;
        let stamp = stamp(clients.path());
        let agents = Ok(book(clients.all()?));
        let book = ArcSwap::from_pointee(Book { agents, stamp });
        Ok(Self { clients: Some(clients), book, used: Mutex::default() })
    }

    /// No keys, and none to come.
    #[must_use]
    pub fn none() -> Self {
        let book = ArcSwap::from_pointee(Book { agents: Ok(HashMap::new()), stamp: None });
        Self { clients: None, book, used: Mutex::default() }
    }

    /// Whether nobody was given a key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.book.load().agents.as_ref().is_ok_and(HashMap::is_empty)
    }

    /// Whose key this is. Takes as long for a key that is known as for one that is not: what is
    /// looked up is its keyed hash, which nobody can choose.
    #[must_use]
    pub fn agent(&self, presented: &str) -> Option<Agent> {
        let hash = self.clients.as_ref()?.hash(presented);
        let agent = self.book.load().agents.as_ref().ok()?.get(&hash).cloned()?;
        self.used().insert(agent.name.clone());
        Some(agent)
    }

    /// Reads the file again if it is another one. Blocks on the disk.
    ///
    /// # Errors
    ///
    /// Why the file cannot be read. If it was tampered with or is gone, no key holds from here
    /// on; if the system failed, those that were known hold.
    pub fn refresh(&self) -> Result<Found, KeysError> {
        let Some(clients) = &self.clients else { return Ok(Found::Same) };
        let stamp = stamp(clients.path());
        let known = self.book.load();
        if known.stamp == stamp {
            return Ok(Found::Same);
        }
        let gone = stamp.is_none().then(|| KeysError::Missing { path: clients.path().to_owned() });
        let (agents, result) = match gone.map_or_else(|| clients.all(), Err) {
            Ok(all) => (Ok(book(all)), Ok(Found::New)),
            Err(fault @ KeysError::Io { .. }) => return Err(fault),
            Err(fault) => (Err(Broken), Err(fault)),
        };
        self.book.store(Arc::new(Book { agents, stamp }));
        result
    }

    /// Notes which keys were used since the last time. Blocks on the disk.
    ///
    /// # Errors
    ///
    /// If that cannot be kept; the keys hold all the same.
    pub fn note_use(&self, now: SystemTime) -> Result<(), KeysError> {
        let Some(clients) = &self.clients else { return Ok(()) };
        let names: Vec<String> = std::mem::take(&mut *self.used()).into_iter().collect();
        if names.is_empty() { Ok(()) } else { clients.touch(&names, seconds(now)) }
    }

    fn used(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The agents that have a key.
pub(super) fn agents(home: &Home, keys: &KeyStore) -> Result<Vec<Scope>, KeysError> {
    let agent =
        |client: Client| Scope { tenant: client.tenant.into(), principal: client.agent.into() };
    Ok(clients(home, keys)?.all()?.into_iter().map(agent).collect())
}

fn clients(home: &Home, keys: &KeyStore) -> Result<Clients, KeysError> {
    Ok(Clients::new(&home.clients(), keys.mac(Purpose::Clients)?))
}

fn book(clients: Vec<Client>) -> HashMap<[u8; 32], Agent> {
    let agent = |client: Client| {
        let hash = *client.hash();
        let scope = Scope { tenant: client.tenant.into(), principal: client.agent.into() };
        (hash, Agent { scope, users: client.users, name: client.name })
    };
    clients.into_iter().map(agent).collect()
}

/// The file is replaced and never changed in place, so that its inode tells most.
fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    Some((found.ino(), found.mtime(), found.mtime_nsec(), found.len()))
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since: Duration| since.as_secs())
}

/// The clients of a home, for the commands that change them; each change is recorded.
#[derive(Debug)]
pub struct Desk {
    clients: Clients,
    keys: KeyStore,
}

impl Desk {
    /// Opens them.
    ///
    /// # Errors
    ///
    /// What is missing, broken or tampered with.
    pub fn open(home: &Home, master: Master) -> Result<Self, StartError> {
        let keys = KeyStore::open(&home.key_store(), master)?;
        Ok(Self { clients: clients(home, &keys)?, keys })
    }

    /// All of them.
    ///
    /// # Errors
    ///
    /// If the file was edited or cannot be read.
    pub fn all(&self) -> Result<Vec<Client>, StartError> {
        Ok(self.clients.all()?)
    }

    /// Adds one, and gives its key: on record before anybody has it.
    ///
    /// # Errors
    ///
    /// If it cannot be added, or that cannot be recorded; then it is taken back.
    pub fn add(
        &self,
        place: (&Home, &Settings),
        new: NewClient,
        now: SystemTime,
    ) -> Result<Secret, StartError> {
        let name = new.name.clone();
        let key = self.clients.add(new, seconds(now))?;
        let prefix = key.expose().strip_prefix(KEY_START).and_then(|rest| rest.split_once('_'));
        let prefix = prefix.map_or("", |(prefix, _)| prefix);
        match self.record(place, "client add", prefix) {
            Ok(()) => Ok(key),
            Err(fault) => {
                self.clients.remove(&name)?;
                Err(fault)
            }
        }
    }

    /// Removes one; gives what it was.
    ///
    /// # Errors
    ///
    /// If it cannot be removed, or that cannot be recorded; its key holds no more then either.
    pub fn remove(
        &self,
        place: (&Home, &Settings),
        name: &str,
    ) -> Result<Option<Client>, StartError> {
        let Some(removed) = self.clients.remove(name)? else { return Ok(None) };
        self.record(place, "client rm", &removed.prefix)?;
        Ok(Some(removed))
    }

    fn record(
        &self,
        (home, settings): (&Home, &Settings),
        operation: &str,
        prefix: &str,
    ) -> Result<(), StartError> {
        super::record_now(home, settings, &self.keys, |actor| {
            let (operation, key) = (operation.to_owned(), Some(prefix.to_owned()));
            Record::Key(KeyOperation { actor, operation, key, code: None })
        })
    }
}
