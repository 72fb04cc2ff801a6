//! The vault: values in, surrogates out, and back for who holds the scope's keys.
//!
//! It grants nothing: whether a caller may have a value back is decided by whoever asks. It
//! reads no clock and holds no key; both come with each request.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portcullis_model::{Entity, Scope, Secret};
use portcullis_seal::ScopeKeys;

use crate::issue::SWEEP_ROWS_MAX;
use crate::mention::{self, Mention};
use crate::store::{Handle, Moment, ScopeId, Store, StoreError};

/// LIMIT: the longest value that is kept, in bytes: a private key with its armour fits.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;

/// How a vault works, for as long as it lives.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a surrogate means something; `None` is for ever.
    pub ttl: Option<Duration>,
    /// Whether use prolongs that.
    pub renewal: Renewal,
    /// A domain that the operator owns, for e-mail surrogates; else they end in `.invalid`.
    pub email_domain: Option<String>,
}

/// Whether the use of a surrogate prolongs its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// It ends when it was said to end.
    Fixed,
    /// A use in the second half of its life starts that life anew.
    OnUse,
}

/// Where a request happens: whose scope, under which keys, and when.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The principal inside which surrogates mean something.
    pub scope: &'a Scope,
    /// The keys of that scope.
    pub keys: &'a ScopeKeys,
    /// The time of the request.
    pub now: SystemTime,
}

impl Place<'_> {
    /// The time, as stores keep it.
    pub(crate) fn moment(&self) -> Moment {
        moment(self.now)
    }
}

/// A time, as stores keep it: signed 64 bits of milliseconds. A clock before 1970 counts as 1970.
pub(crate) fn moment(time: SystemTime) -> Moment {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX).unsigned_abs())
}

impl fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place").field("now", &self.now).finish_non_exhaustive()
    }
}

/// One value to conceal.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// What kind of value it is.
    pub entity: &'a Entity,
    /// The value, as it is spelled where it was found.
    pub value: &'a str,
    /// Where it came from: `prompt`, or the tool's name.
    pub source: &'a str,
    /// Whether it stood there as text or as a JSON number.
    pub written: Written,
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item").field("entity", self.entity).finish_non_exhaustive()
    }
}

/// How a value was written, so that it comes back with its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Written {
    /// As text.
    Text,
    /// As a JSON number; its surrogate is a string all the same, and its own.
    Number,
}

/// What became of an [`Item`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concealed {
    /// This stands for the value now.
    Surrogate(String),
    /// The value is itself a live surrogate of this scope: leave it as it is.
    AlreadySurrogate,
}

/// A value that came back.
#[derive(Debug)]
pub struct Revealed {
    /// What kind of value it is.
    pub entity: Entity,
    /// The value, as it was spelled.
    pub value: Secret,
    /// Where it came from, as the [`Item`] said.
    pub source: Box<str>,
    /// Whether it is to be written as text or as a number.
    pub written: Written,
}

/// Why the vault could not answer. No text tells which check failed on which value.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The store does not work; nothing may leave.
    #[error("the vault is not available")]
    Store(#[from] StoreError),
    /// A row does not open: it was changed, moved, or sealed under another key.
    #[error("a row of the vault does not open under this scope's keys")]
    Integrity,
    /// Sealing failed.
    #[error("the vault could not seal a value")]
    Seal,
    /// A value is longer than [`VALUE_BYTES_MAX`].
    #[error("a value is longer than the vault keeps")]
    TooLarge,
    /// No free surrogate was found, not even of the largest form.
    #[error("no free surrogate was found")]
    Exhausted,
}

/// Values in, surrogates out, and back.
pub struct Vault {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) settings: Settings,
    /// Rows issued since the last sweep, so that sweeping costs a constant share of issuing.
    pub(crate) unswept: AtomicU64,
    /// Surrogates that took the opaque form because their own space was too full.
    pub(crate) spilled: AtomicU64,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Vault {
    /// A vault over a store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, mut settings: Settings) -> Self {
        if let Some(domain) = &mut settings.email_domain {
            domain.make_ascii_lowercase();
        }
        Self { store, settings, unswept: AtomicU64::new(0), spilled: AtomicU64::new(0) }
    }

    /// Finds what has the shape of a surrogate of this vault, in any text. Whether it is one,
    /// [`Vault::reveal`] says.
    #[must_use]
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        mention::find(text, self.settings.email_domain.as_deref())
    }

    /// Asks the store for something that is not there: for readiness checks.
    ///
    /// # Errors
    /// [`VaultError::Store`] if it does not answer.
    pub async fn check(&self) -> Result<(), VaultError> {
        let nowhere = ScopeId([0; 16]);
        self.store.taken(nowhere, vec![Handle([0; 16])]).await?;
        Ok(())
    }

    /// Counts the surrogates that took the opaque form since the start because the space of
    /// their own shape was too full.
    #[must_use]
    pub fn spilled(&self) -> u64 {
        self.spilled.load(Relaxed)
    }

    /// Takes away what has ended, up to a few thousand rows; says how many. `conceal` does this
    /// by itself as new surrogates come.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn expire(&self, now: SystemTime) -> Result<usize, VaultError> {
        Ok(self.store.expire(moment(now), SWEEP_ROWS_MAX).await?)
    }
}
