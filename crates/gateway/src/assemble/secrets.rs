//! The secrets: opened for the gate, changed by the commands, and put where the configuration
//! refers to them.
//!
//! No value leaves but into a credential of a provider.

use std::ffi::OsString;
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use portcullis_audit::{Durability, KeyOperation, Record};
use portcullis_keys::{KeyStore, Master, Purpose};
use portcullis_model::{Scope, Secret};
use portcullis_seal::MacKey;
pub use portcullis_secrets::{
    Allowed, Known, Metadata, SecretName, Secrets, SecretsError, Set, ToolGrant, VALUE_BYTES_MAX,
};
use portcullis_secrets::{reference, reference::ResolveError};

use super::{Gate, Home, Settings, StartError};

/// The secrets of a home.
pub(super) fn open(home: &Home, keys: &KeyStore) -> Result<Secrets, StartError> {
    let (seal, mac) = (keys.seal(Purpose::Secrets)?, keys.mac(Purpose::Secrets)?);
    Ok(Secrets::open(&home.secrets(), seal, mac)?)
}

/// Secrets that end with the process.
pub(super) fn in_memory(keys: &KeyStore) -> Result<Secrets, StartError> {
    Ok(Secrets::in_memory(keys.seal(Purpose::Secrets)?, keys.mac(Purpose::Secrets)?)?)
}

/// Whether a text refers to a secret.
///
/// # Errors
///
/// If it does, and not as one should.
pub(crate) fn refers(text: &str) -> Result<bool, String> {
    let found = reference::find(text).map_err(|malformed| malformed.to_string())?;
    Ok(!found.is_empty())
}

/// A secret that may be sent to `host`.
fn allowed<'a>(name: &SecretName, host: &str, known: &'a Known) -> Result<&'a Secret, String> {
    let (value, allowed) = known.value(name).zip(known.allowed(name)).ok_or_else(|| {
        format!("there is no secret `{name}`: `portcullis secret set {name}` makes it")
    })?;
    if !allowed.permits_host(host) {
        return Err(format!(
            "the secret `{name}` may not be sent to {host}: `portcullis secret set {name} --host \
             {host}` allows it"
        ));
    }
    Ok(value)
}

/// An address with its secrets put in, each spelled as an address must have it.
pub(super) fn resolve_url(text: &str, host: &str, known: &Known) -> Result<Secret, String> {
    let resolved = reference::resolve(text, |name| {
        let value = allowed(name, host, known)?.expose();
        let mut spelled = String::with_capacity(3 * value.len());
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => spelled.push(char::from(byte)),
                other => spelled.extend(['%'].into_iter().chain(hex(other))),
            }
        }
        Ok(Secret::new(spelled))
    });
    resolved.map_err(said)
}

/// A byte in two digits.
fn hex(byte: u8) -> impl Iterator<Item = char> {
    let digit = |number: u8| char::from_digit(u32::from(number), 16).unwrap_or('0');
    [digit(byte >> 4), digit(byte & 15)].into_iter()
}

fn said(error: ResolveError<String>) -> String {
    match error {
        ResolveError::Malformed(malformed) => malformed.to_string(),
        ResolveError::Lookup { error, .. } => error,
    }
}

/// A text of the configuration with its secrets put in, for what is sent to `host`.
pub(super) fn resolve(text: &str, host: &str, known: &Known) -> Result<Secret, String> {
    let resolved = reference::resolve(text, |name| {
        allowed(name, host, known).map(|value| Secret::new(value.expose().to_owned()))
    });
    let resolved = resolved.map_err(said)?;
    let fits = resolved.expose().bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if fits { Ok(resolved) } else { Err("its secret holds what no header can".to_owned()) }
}

/// A variable of a server with its secrets put in, whose names go to `used`: whoever wrote it,
/// wrote it for that server.
fn variable(text: &str, known: &Known, used: &mut Vec<SecretName>) -> Result<Secret, String> {
    let resolved = reference::resolve(text, |name| match known.value(name) {
        Some(value) => {
            if !used.contains(name) {
                used.push(name.clone());
            }
            Ok(Secret::new(value.expose().to_owned()))
        }
        None => {
            Err(format!("there is no secret `{name}`: `portcullis secret set {name}` makes it"))
        }
    });
    let resolved = resolved.map_err(said)?;
    if resolved.expose().contains('\0') {
        return Err("its secret holds what no variable can".to_owned());
    }
    Ok(resolved)
}

/// What stands in the log for a secret's name.
fn named(digest: &MacKey, tenant: &str, name: &SecretName) -> String {
    let digest = digest.mac("secret", &[tenant.as_bytes(), name.as_str().as_bytes()]);
    HEXLOWER.encode(digest.get(..16).unwrap_or_default())
}

impl Gate {
    /// The variables of a server with the secrets of its caller put in. Each secret that is used
    /// is on record before this returns.
    ///
    /// # Errors
    ///
    /// If one refers to a secret that is not there, or not as one should, which names the
    /// variable; or if the use cannot be recorded.
    pub async fn variables(
        &self,
        scope: &Scope,
        written: &[(String, Secret)],
    ) -> Result<Vec<(OsString, Secret)>, StartError> {
        let known = self.named.known(&scope.tenant)?;
        let (mut set, mut used) = (Vec::new(), Vec::new());
        for (name, text) in written {
            let wrong = |why: String| StartError::setup([format!("the variable `{name}`: {why}")]);
            refers(text.expose()).map_err(wrong)?;
            set.push((name.into(), variable(text.expose(), &known, &mut used).map_err(wrong)?));
        }
        let parts = self.engine.parts();
        for name in &used {
            let actor = portcullis_engine::actor(&parts.digest, scope);
            let key = Some(named(&parts.digest, &scope.tenant, name));
            let operation = "secret use".to_owned();
            let record = Record::Key(KeyOperation { actor, operation, key, code: None });
            let recorded = parts.trail.append(&scope.tenant, record, Durability::Synced).await;
            recorded.map_err(StartError::Trail)?;
            self.named.used(&scope.tenant, name, parts.clock.now());
        }
        // Kept at once: a session may be over before the next look at the disk. Nobody is served
        // yet who would have to wait for it.
        if let (false, Err(fault)) = (used.is_empty(), self.named.refresh()) {
            tracing::warn!(%fault, "it cannot be kept which secrets were used");
        }
        Ok(set)
    }
}

/// The secrets of a home, for the commands that change them; each change is recorded.
#[derive(Debug)]
pub struct Desk {
    secrets: Secrets,
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
        Ok(Self { secrets: open(home, &keys)?, keys })
    }

    /// What may be shown of all secrets of a tenant.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn list(&self, tenant: &str) -> Result<Vec<Metadata>, StartError> {
        Ok(self.secrets.list(tenant)?)
    }

    /// What may be shown of one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn metadata(
        &self,
        tenant: &str,
        name: &SecretName,
    ) -> Result<Option<Metadata>, StartError> {
        Ok(self.secrets.metadata(tenant, name)?)
    }

    /// Sets one.
    ///
    /// # Errors
    ///
    /// If it cannot be set, or that cannot be recorded.
    pub fn set(
        &self,
        place: (&Home, &Settings),
        secret: (&str, &SecretName),
        content: (Secret, Option<Allowed>),
        now: SystemTime,
    ) -> Result<Set, StartError> {
        self.record(place, "secret set", secret)?;
        Ok(self.secrets.set(secret, content.0, content.1, now)?)
    }

    /// Replaces the value of one.
    ///
    /// # Errors
    ///
    /// If there is none, or that cannot be recorded.
    pub fn rotate(
        &self,
        place: (&Home, &Settings),
        secret: (&str, &SecretName),
        value: Secret,
        now: SystemTime,
    ) -> Result<(), StartError> {
        if self.secrets.metadata(secret.0, secret.1)?.is_none() {
            return Err(SecretsError::Missing(secret.1.clone()).into());
        }
        self.record(place, "secret rotate", secret)?;
        Ok(self.secrets.rotate(secret, value, now)?)
    }

    /// Removes one; whether there was one.
    ///
    /// # Errors
    ///
    /// If that cannot be done or recorded.
    pub fn remove(
        &self,
        place: (&Home, &Settings),
        secret: (&str, &SecretName),
    ) -> Result<bool, StartError> {
        if self.secrets.metadata(secret.0, secret.1)?.is_none() {
            return Ok(false);
        }
        self.record(place, "secret rm", secret)?;
        Ok(self.secrets.remove(secret.0, secret.1)?)
    }

    /// On record before it is done: a secret never changes unseen.
    fn record(
        &self,
        (home, settings): (&Home, &Settings),
        operation: &str,
        (tenant, name): (&str, &SecretName),
    ) -> Result<(), StartError> {
        let key = named(&self.keys.mac(Purpose::Digest)?, tenant, name);
        super::record_now(home, settings, &self.keys, |actor| {
            let (operation, key) = (operation.to_owned(), Some(key));
            Record::Key(KeyOperation { actor, operation, key, code: None })
        })
    }
}
