//! Portcullis keys (`pck_…`): whom each stands for, in one file of the home.
//!
//! A key is shown once and kept as a keyed hash only. The file carries a keyed digest of all that
//! stands in it, so that a line added, taken out or changed by hand opens nothing.

use std::fmt;
use std::path::{Path, PathBuf};

use data_encoding::BASE32_NOPAD;
use portcullis_model::Secret;
use portcullis_seal::{MacKey, random, same};
use zeroize::Zeroizing;

use crate::{KeysError, files};

mod file;

/// What every key begins with.
pub const KEY_START: &str = "pck_";
/// LIMIT: keys of one home.
pub const CLIENTS_MAX: usize = 10_000;
/// LIMIT: characters of a client's name, of a tenant and of an agent.
const NAME_MAX: usize = 64;
/// Random bytes of the part of a key that may be seen.
const PREFIX_BYTES: usize = 5;
/// Random bytes of the part that may not: 200 bits.
const SECRET_BYTES: usize = 25;
/// How coarsely is kept when a key was used: a day's work is nobody's business.
const USED_STEP: u64 = 3_600;

/// A client: somebody who was given a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its name, by which it is removed.
    pub name: String,
    /// The tenant that it belongs to.
    pub tenant: String,
    /// The agent that it is.
    pub agent: String,
    /// Who says which user an agent acts for.
    pub users: Users,
    /// How its key begins, after `pck_`: for finding out whose a key is.
    pub prefix: String,
    /// When it was added, in seconds of Unix time.
    pub created: u64,
    /// When its key was last used, to the hour.
    pub used: Option<u64>,
    /// The keyed hash of the key.
    pub(crate) hash: [u8; 32],
}

/// Who says which user an agent acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Users {
    /// The key alone: one principal.
    Key,
    /// Each request: the principal is the agent and the user that the request names.
    Request,
}

impl Users {
    /// Its word, on the command line and in the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Request => "request",
        }
    }
}

/// A client that is to be added.
#[derive(Debug, Clone)]
pub struct NewClient {
    /// Its name: `[A-Za-z0-9_.-]{1,64}`.
    pub name: String,
    /// Its tenant: `[a-z0-9_-]{1,64}`.
    pub tenant: String,
    /// The agent that it is: as a tenant.
    pub agent: String,
    /// Who says which user it acts for.
    pub users: Users,
}

/// The clients of one home.
pub struct Clients {
    path: PathBuf,
    key: MacKey,
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clients({})", self.path.display())
    }
}

impl Clients {
    /// The clients in the file at `path`, which need not be there; `key` is that of
    /// [`crate::Purpose::Clients`].
    #[must_use]
    pub fn new(path: &Path, key: MacKey) -> Self {
        Self { path: path.to_owned(), key }
    }

    /// Where they stand.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All of them, in the order in which they were added.
    ///
    /// # Errors
    ///
    /// [`KeysError::Integrity`] if the file was changed by anything but this program;
    /// [`KeysError::Io`].
    pub fn all(&self) -> Result<Vec<Client>, KeysError> {
        match files::read(&self.path, file::BYTES_MAX)? {
            Some(text) => file::read(&text, &self.path, &self.key),
            None => Ok(Vec::new()),
        }
    }

    /// Adds a client at a time in seconds of Unix time, and gives its key: there is no second
    /// way to have it.
    ///
    /// # Errors
    ///
    /// [`KeysError::Client`] for a name that is taken or cannot be one, or one client too many;
    /// as [`Clients::all`].
    pub fn add(&self, new: NewClient, now: u64) -> Result<Secret, KeysError> {
        check(&new)?;
        let _lock = files::lock(&self.path)?;
        let mut clients = self.all()?;
        if clients.iter().any(|client| client.name == new.name) {
            let what = format!("there is a client `{}` already", new.name);
            return Err(KeysError::Client { what });
        }
        if CLIENTS_MAX <= clients.len() {
            let what = format!("there are {CLIENTS_MAX} clients already: remove some");
            return Err(KeysError::Client { what });
        }
        let prefix = base32(&random::<PREFIX_BYTES>()?);
        let secret = Zeroizing::new(random::<SECRET_BYTES>()?);
        let secret = Zeroizing::new(base32(secret.as_slice()));
        let key = Secret::new(format!("{KEY_START}{prefix}_{}", secret.as_str()));
        let hash = self.hash(key.expose());
        let NewClient { name, tenant, agent, users } = new;
        clients.push(Client { name, tenant, agent, users, prefix, created: now, used: None, hash });
        self.write(&clients)?;
        Ok(key)
    }

    /// Removes a client: its key opens nothing from here on. Gives what it was, if it was there.
    ///
    /// # Errors
    ///
    /// As [`Clients::all`].
    pub fn remove(&self, name: &str) -> Result<Option<Client>, KeysError> {
        let _lock = files::lock(&self.path)?;
        let mut clients = self.all()?;
        let Some(at) = clients.iter().position(|client| client.name == name) else {
            return Ok(None);
        };
        let removed = clients.remove(at);
        self.write(&clients)?;
        Ok(Some(removed))
    }

    /// Notes that the keys of these clients were used, to the hour; writes nothing where that is
    /// known already.
    ///
    /// # Errors
    ///
    /// As [`Clients::all`].
    pub fn touch(&self, names: &[String], now: u64) -> Result<(), KeysError> {
        let hour = now - now % USED_STEP;
        let news = |client: &Client| names.contains(&client.name) && client.used < Some(hour);
        if !self.all()?.iter().any(news) {
            return Ok(());
        }
        let _lock = files::lock(&self.path)?;
        let mut clients = self.all()?;
        for client in &mut clients {
            if names.contains(&client.name) {
                client.used = client.used.max(Some(hour));
            }
        }
        self.write(&clients)
    }

    /// The keyed hash of what somebody presents as a key: equal for equal texts, and of no use
    /// to whoever reads it.
    #[must_use]
    pub fn hash(&self, presented: &str) -> [u8; 32] {
        self.key.mac("client key v1", &[presented.as_bytes()])
    }

    fn write(&self, clients: &[Client]) -> Result<(), KeysError> {
        files::replace(&self.path, file::text(clients, &self.key).as_bytes())
    }
}

impl Client {
    /// The keyed hash of its key, to find it by.
    #[must_use]
    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Whether this is the hash of its key, in a time that tells nothing.
    #[must_use]
    pub fn has(&self, hash: &[u8; 32]) -> bool {
        same(&self.hash, hash)
    }
}

/// Easy to read aloud, and found whole by a double click.
fn base32(bytes: &[u8]) -> String {
    let mut text = BASE32_NOPAD.encode(bytes);
    text.make_ascii_lowercase();
    text
}

/// Whether this can be the name of a tenant or an agent: it becomes a folder and a principal.
#[must_use]
pub fn is_label(text: &str) -> bool {
    let fits = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
    };
    (1..=NAME_MAX).contains(&text.len()) && text.bytes().all(fits)
}

fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    (1..=NAME_MAX).contains(&text.len()) && text.bytes().all(fits)
}

fn check(new: &NewClient) -> Result<(), KeysError> {
    let wrong = |what: &str| Err(KeysError::Client { what: what.to_owned() });
    if !is_name(&new.name) {
        return wrong("a client's name must match [A-Za-z0-9_.-]{1,64}");
    }
    if !is_label(&new.tenant) {
        return wrong("a tenant must match [a-z0-9_-]{1,64}");
    }
    if !is_label(&new.agent) {
        return wrong("an agent must match [a-z0-9_-]{1,64}: name one with `--agent`");
    }
    // Stands in the log for whoever is not known.
    if new.agent == "nobody" {
        return wrong("an agent cannot be called `nobody`");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
