//! Puts the gate together from its parts: the one place that knows the inner crates.
//!
//! No door and no command can open the vault or the log by itself; they get an engine.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use portcullis_audit::{AuditError, Change, Durability, KeyOperation, Log, Record, Run};
use portcullis_detect::Detector;
use portcullis_engine::{
    Analysis, Clock, Engine, Limits, Logs, Parts, Privacy, Protection, Protections, SystemClock,
    Trail,
};
use portcullis_keys::{KeyStore, Master, Purpose};
use portcullis_model::{Entity, Scope, Secret};
use portcullis_policy::{PolicySet, Preset};
use portcullis_schema::Schemas;
use portcullis_seal::SigningKey;
use portcullis_secrets::Secrets;
use portcullis_vault::stores::MemoryStore;
use portcullis_vault::{Renewal, Store, Vault};

use crate::config::{ApiKey, AuditStore, Home, PolicySettings, ProviderKind as Kind, Settings};
use crate::doors::snapshot::{Current, Snapshot};
use crate::doors::{http, llm};
use crate::upstreams::{Credential, Provider, ProviderKind, Providers, Upstreams};

mod analysis;
pub mod clients;
mod error;
pub mod hash;
pub mod keys;
pub mod log;
mod reload;
pub mod rules;
pub mod secrets;
pub mod stores;

use clients::Registry;
pub use error::{Severity, StartError};

/// The tenant where none are set up.
const TENANT: &str = "default";
/// How long a call may take, and how long a stream may be silent.
const CALL_MAX: Duration = Duration::from_secs(600);

/// How often is looked for what changed on disk.
const WATCH_EVERY: Duration = Duration::from_secs(1);

/// How long calls on their way may take once the gate is being closed.
const END_MAX: Duration = Duration::from_secs(30);

/// A gate that was put together.
#[derive(Debug)]
pub struct Gate {
    engine: Engine<Upstreams>,
    current: Current,
    clients: Arc<Registry>,
    named: Arc<Secrets>,
    /// Why providers cannot be called: a sentence for each.
    unresolved: Vec<String>,
    audit: Option<std::path::PathBuf>,
    /// What should be said at start, a sentence each.
    pub notices: Vec<String>,
}

/// What a log says when it is closed and verified.
#[derive(Debug)]
pub struct ClosedLog {
    /// Its records.
    pub records: u64,
    /// Whether it verifies with nothing but its public key.
    pub verified: bool,
}

/// A gate over a home directory, whose envelope was opened.
///
/// # Errors
///
/// What is missing, broken or tampered with.
pub async fn gate(settings: &Settings, home: &Home, master: Master) -> Result<Gate, StartError> {
    let keys = KeyStore::open(&home.key_store(), master)?;
    let audit = match settings.audit.store {
        AuditStore::File => Some(home.audit()),
        AuditStore::None => None,
    };
    let policy = policy(&settings.policy)?;
    let clients = Registry::open(home, &keys)?;
    let named = secrets::open(home, &keys)?;
    let known = named.known(TENANT)?;
    let store = stores::open(&settings.vault.store, home, &known).await?;
    build(settings, Inner { keys, store, audit, policy, clients, named })
}

/// A gate for the demonstration: keys and surrogates in memory, the log below `home`, one
/// provider that serves every model.
///
/// # Errors
///
/// As [`gate`].
pub fn demo(home: &Path, base_url: &str, policy: &str) -> Result<Gate, StartError> {
    let file = format!(
        "[providers.demo]\nkind = \"openai\"\nbase_url = \"{base_url}\"\nmodels = [\"*\"]\n\
         api_key = \"client\"\n"
    );
    let environment = crate::config::Environment::of(&[]);
    let settings = crate::config::settle(&crate::config::Sources {
        file: Some(crate::config::File { path: Path::new("demo"), text: &file }),
        environment: &environment,
        flags: &[],
        home,
    })
    .map_err(|errors| StartError::setup(errors.iter().map(ToString::to_string)))?;
    let policy = PolicySet::parse(Preset::Guarded, policy)
        .map_err(|errors| StartError::setup(errors.iter().map(ToString::to_string)))?;
    let keys = KeyStore::in_memory();
    let inner = Inner {
        named: secrets::in_memory(&keys)?,
        keys,
        store: Arc::new(MemoryStore::new()),
        audit: Some(home.join("audit")),
        policy,
        clients: Registry::none(),
    };
    build(&settings, inner)
}

/// The parts that differ between a gate on disk and one in memory.
struct Inner {
    keys: KeyStore,
    store: Arc<dyn Store>,
    audit: Option<std::path::PathBuf>,
    policy: PolicySet,
    clients: Registry,
    named: Secrets,
}

fn build(settings: &Settings, inner: Inner) -> Result<Gate, StartError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let mut notices: Vec<String> = stores::notice(&*inner.store).into_iter().collect();
    let keys = Arc::new(inner.keys);
    let trail = match &inner.audit {
        Some(audit) => Trail::Log(open_logs(audit, &keys, &clock, &mut notices)?),
        None => Trail::memory(),
    };
    let named = Arc::new(inner.named);
    let (providers, unresolved) = providers(settings, &*named.known(TENANT)?);
    let vault = portcullis_vault::Settings {
        ttl: settings.vault.ttl,
        renewal: Renewal::Fixed,
        email_domain: settings.vault.email_domain.clone(),
    };
    let engine = Engine::new(Parts {
        policy: inner.policy,
        secrets: Arc::clone(&named),
        schemas: Arc::new(Schemas::new()),
        vault: Arc::new(Vault::new(inner.store, vault)),
        digest: Arc::new(keys.mac(Purpose::Digest)?),
        keys,
        trail: Arc::new(trail),
        upstream: Upstreams::new(Providers::new(providers)),
        clock,
        protections: protections(settings)?,
        limits: Limits::standard(),
    });
    let current = Current::new(snapshot(settings, engine.clone())?);
    let clients = Arc::new(inner.clients);
    Ok(Gate { engine, current, clients, named, unresolved, audit: inner.audit, notices })
}

/// What is served with this engine by these settings.
fn snapshot(settings: &Settings, engine: Engine<Upstreams>) -> Result<Snapshot, StartError> {
    let allowed_origins = settings.server.allowed_origins.clone();
    let tls = settings.server.tls.as_ref().map(http::load_tls).transpose();
    let tls = tls.map_err(|wrong| StartError::setup([wrong]))?;
    Ok(Snapshot { engine, routes: routes(settings), allowed_origins, tls })
}

/// What is looked for in the texts of each tenant, and what is done with it.
fn protections(settings: &Settings) -> Result<Protections, StartError> {
    let analysis = settings.presidio.as_ref().map(analysis::analysis).transpose()?;
    let tenants = settings.tenants.iter().map(|(name, privacy)| {
        let protection = protection(privacy, analysis.as_ref())?;
        Ok::<_, StartError>((name.clone(), protection))
    });
    Ok(Protections {
        usual: protection(&settings.privacy, analysis.as_ref())?,
        tenants: tenants.collect::<Result<_, _>>()?,
    })
}

fn protection(
    settings: &crate::config::Privacy,
    analysis: Option<&Arc<Analysis>>,
) -> Result<Protection, StartError> {
    let broken = |fault: portcullis_detect::SettingsError| StartError::setup([fault.to_string()]);
    let detector = Detector::new(settings.wanted()).map_err(broken)?;
    // The one for secrets on their way back.
    let formats = detector.only(&[Entity::SECRET]).map_err(broken)?;
    let analysis = analysis.filter(|_| settings.asked().next().is_some()).map(Arc::clone);
    let privacy = Privacy {
        level: settings.level,
        default_action: settings.default_action,
        actions: settings.actions.clone(),
        redact_form: settings.redact_form.clone(),
    };
    let (detector, formats) = (Arc::new(detector), Arc::new(formats));
    Ok(Protection { detector, formats, analysis, privacy })
}

impl Gate {
    /// What holds now: for doors that outlive a version of the settings.
    #[must_use]
    pub fn current(&self) -> Current {
        self.current.clone()
    }

    /// The engine: for commands that make calls of their own.
    #[must_use]
    pub fn engine(&self) -> &Engine<Upstreams> {
        &self.engine
    }

    /// What a listener at `address` serves.
    #[must_use]
    pub fn site(&self, address: SocketAddr) -> http::Site {
        let listener = match address.ip().is_loopback() {
            true => llm::Listener::Loopback,
            false => llm::Listener::Elsewhere,
        };
        let identity = llm::Identity::new(listener, Arc::clone(&self.clients));
        http::Site {
            address,
            current: self.current.clone(),
            llm: llm::Door::new(self.current.clone(), identity, CALL_MAX),
        }
    }

    /// Whether the listener speaks TLS.
    #[must_use]
    pub fn speaks_tls(&self) -> bool {
        self.current.get().tls.is_some()
    }

    /// Fails where a provider cannot be called: for `serve`.
    ///
    /// # Errors
    ///
    /// What is missing, and what to do about it.
    pub fn check_providers(&self) -> Result<(), StartError> {
        match self.unresolved.as_slice() {
            [] => Ok(()),
            some => Err(StartError::setup(some.iter().cloned())),
        }
    }

    /// Whether nobody was given a Portcullis key yet.
    #[must_use]
    pub fn has_no_clients(&self) -> bool {
        self.clients.is_empty()
    }

    /// Who acts with this Portcullis key, for doors without headers.
    ///
    /// # Errors
    ///
    /// If the key is not known.
    pub fn principal(&self, key: &Secret) -> Result<Scope, StartError> {
        let agent = self.clients.agent(key.expose().trim());
        let unknown = || StartError::setup(["this Portcullis key is not known here".to_owned()]);
        agent.map(|agent| agent.scope).ok_or_else(unknown)
    }

    /// Looks each second, until it is dropped, for what changed on disk while the gate serves.
    pub async fn watch(&self) {
        loop {
            tokio::time::sleep(WATCH_EVERY).await;
            let (clients, now) = (Arc::clone(&self.clients), self.engine.parts().clock.now());
            let looked =
                tokio::task::spawn_blocking(move || (clients.refresh(), clients.note_use(now)));
            let Ok((found, noted)) = looked.await else { continue };
            match found {
                Ok(clients::Found::Same) => {}
                Ok(clients::Found::New) => tracing::info!("read the Portcullis keys again"),
                Err(fault) => tracing::error!(%fault, "the Portcullis keys cannot be read"),
            }
            let named = Arc::clone(&self.named);
            let looked = tokio::task::spawn_blocking(move || named.refresh()).await;
            if let Ok(Err(fault)) = looked {
                tracing::error!(%fault, "the secrets cannot be read again");
            }
            if let Err(fault) = noted {
                tracing::warn!(%fault, "it cannot be kept which Portcullis keys were used");
            }
        }
    }

    /// Records that this process begins to serve, and under which policy.
    ///
    /// # Errors
    ///
    /// If it cannot be recorded: then no call could be.
    pub async fn begin(&self, operation: &str) -> Result<(), StartError> {
        let parts = self.engine.parts();
        let change = Change { policy: Some(digest(parts)), ..Change::default() };
        for record in [Record::Start(run(operation)), Record::Config(change)] {
            parts
                .trail
                .append(TENANT, record, Durability::Synced)
                .await
                .map_err(StartError::Trail)?;
        }
        Ok(())
    }

    /// Records that this process ends in order, and closes the log as [`Self::end`].
    ///
    /// # Errors
    ///
    /// As [`Self::end`].
    pub async fn finish(&self, operation: &str) -> Result<(), StartError> {
        let trail = &self.engine.parts().trail;
        let stop = Record::Stop(run(operation));
        trail.append(TENANT, stop, Durability::Written).await.map_err(StartError::Trail)?;
        self.end().await
    }

    /// Waits for calls on their way, then closes the log: its last checkpoint covers them all.
    ///
    /// # Errors
    ///
    /// If the last records could not be written.
    pub async fn end(&self) -> Result<(), StartError> {
        if !self.engine.drain(END_MAX).await {
            tracing::warn!("the log is closed before the last calls have ended");
        }
        let engine = self.engine.clone();
        let closed = tokio::task::spawn_blocking(move || match &*engine.parts().trail {
            Trail::Log(logs) => logs.close(),
            Trail::Memory(_) => Ok(()),
        });
        match closed.await {
            Ok(closed) => Ok(closed?),
            Err(_) => Err(StartError::setup(["the log broke while it was being closed".into()])),
        }
    }

    /// As [`Self::end`], and reads the log back as a stranger would.
    ///
    /// # Errors
    ///
    /// As [`Self::end`].
    pub async fn close(&self) -> Result<ClosedLog, StartError> {
        self.end().await?;
        let Some(audit) = &self.audit else { return Ok(ClosedLog { records: 0, verified: false }) };
        match portcullis_audit::verify(audit, None) {
            Ok(verified) => Ok(ClosedLog { records: verified.records(), verified: true }),
            Err(_) => Ok(ClosedLog { records: 0, verified: false }),
        }
    }
}

/// The digest of the rules, as the records of calls have it.
fn digest(parts: &Parts<Upstreams>) -> String {
    let policy = parts.digest.mac("policy", &[parts.policy.canonical().as_bytes()]);
    data_encoding::HEXLOWER.encode(policy.get(..16).unwrap_or_default())
}

/// This process, as the log names it.
fn run(operation: &str) -> Run {
    Run {
        operation: operation.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        process: std::process::id(),
    }
}

/// Records something that was done with the keys of `home`.
///
/// # Errors
///
/// What is missing, broken or tampered with.
pub fn record_key_operation(
    home: &Home,
    settings: &Settings,
    master: Master,
    operation: &str,
) -> Result<(), StartError> {
    if settings.audit.store == AuditStore::None {
        return Ok(());
    }
    let keys = KeyStore::open(&home.key_store(), master)?;
    record_now(home, settings, &keys, |actor| {
        let (operation, key) = (operation.to_owned(), Some("envelope".to_owned()));
        Record::Key(KeyOperation { actor, operation, key, code: None })
    })
}

/// Records what the command line did, where a log is kept: on disk when this returns.
fn record_now(
    home: &Home,
    settings: &Settings,
    keys: &KeyStore,
    record: impl FnOnce(String) -> Record,
) -> Result<(), StartError> {
    if settings.audit.store == AuditStore::None {
        return Ok(());
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let log = open_log(&home.audit(), keys, &clock, &mut Vec::new())?;
    let scope = Scope { tenant: TENANT.into(), principal: "local".into() };
    let actor = portcullis_engine::actor(&keys.mac(Purpose::Digest)?, &scope);
    log.append_now(&record(actor), Durability::Synced)?;
    Ok(log.close()?)
}

/// Opens the log of our own tenant, and those of others when they have something to record.
fn open_logs(
    audit: &Path,
    keys: &Arc<KeyStore>,
    clock: &Arc<dyn Clock>,
    notices: &mut Vec<String>,
) -> Result<Logs, StartError> {
    let own = open_log(audit, keys, clock, notices)?;
    let (audit, keys, clock) = (audit.to_owned(), Arc::clone(keys), Arc::clone(clock));
    Ok(Logs::new(TENANT, own, move |tenant| {
        // The key is there since our own log was opened, unless somebody took it away.
        let signer = keys.signing(Purpose::Checkpoint).map_err(|_| AuditError::Closed)?;
        let (log, repaired) = open_log_of(tenant, &audit, signer, &clock)?;
        if let Some(said) = repaired {
            tracing::warn!(tenant, "{said}");
        }
        Ok(log)
    }))
}

/// Opens the log of our own tenant, and says what was found wrong and mended.
fn open_log(
    audit: &Path,
    keys: &KeyStore,
    clock: &Arc<dyn Clock>,
    notices: &mut Vec<String>,
) -> Result<Log, StartError> {
    let signer = keys.signing(Purpose::Checkpoint)?;
    let (log, repaired) = open_log_of(TENANT, audit, signer, clock)?;
    notices.extend(repaired);
    Ok(log)
}

/// Opens the log of a tenant: itself, and what was mended.
fn open_log_of(
    tenant: &str,
    audit: &Path,
    signer: SigningKey,
    clock: &Arc<dyn Clock>,
) -> Result<(Log, Option<String>), AuditError> {
    let now = Arc::clone(clock);
    let settings = portcullis_audit::Settings::new(Arc::new(move || now.now()));
    let (log, opened) = Log::open(audit, tenant, signer, &settings)?;
    let repaired = opened.repaired.map(|repair| {
        format!(
            "the audit log ended in the middle of a record: {} bytes were cut off, and a record \
             says so",
            repair.cut_bytes
        )
    });
    Ok((log, repaired))
}

/// Checks the rules that the settings name, as [`gate`] would read them.
///
/// # Errors
///
/// What `gate` would fail with.
pub fn check_policy(settings: &Settings) -> Result<(), StartError> {
    policy(&settings.policy).map(drop)
}

/// The rules that hold: the preset, and those of the file where there is one.
fn policy(settings: &PolicySettings) -> Result<PolicySet, StartError> {
    let preset = Preset::named(settings.preset)
        .ok_or_else(|| StartError::setup([format!("unknown preset `{}`", settings.preset)]))?;
    match std::fs::read_to_string(&settings.file) {
        Ok(rules) => PolicySet::parse(preset, &rules).map_err(|errors| {
            let file = settings.file.display();
            StartError::setup(errors.iter().map(|error| format!("{file}: {error}")))
        }),
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound && !settings.file_required => {
            Ok(PolicySet::preset(preset))
        }
        Err(fault) => Err(StartError::Read { path: settings.file.clone(), source: fault }),
    }
}

/// The providers, and why some cannot be called. Only `serve` minds: other commands call none.
fn providers(
    settings: &Settings,
    known: &portcullis_secrets::Known,
) -> (Vec<Provider>, Vec<String>) {
    let mut unresolved = Vec::new();
    let mut provider = |it: &crate::config::Provider| Provider {
        name: it.name.as_str().into(),
        kind: kind(it.kind),
        base_url: it.base_url.trim_end_matches('/').to_owned(),
        credential: match &it.api_key {
            ApiKey::Client => Credential::Client,
            ApiKey::Literal(key) => Credential::Own(Secret::new(key.expose().to_owned())),
            ApiKey::Secret(written) => match secrets::resolve(written, &it.host(), known) {
                Ok(key) => Credential::Own(key),
                Err(why) => {
                    unresolved.push(format!("`providers.{}.api_key`: {why}", it.name));
                    Credential::None
                }
            },
            // `serve` refuses to start with a missing key; other commands call no provider.
            ApiKey::None | ApiKey::Missing { .. } => Credential::None,
        },
    };
    let providers = settings.providers.iter().map(&mut provider).collect();
    (providers, unresolved)
}

fn routes(settings: &Settings) -> Vec<llm::Route> {
    let route = |it: &crate::config::Provider| llm::Route {
        provider: it.name.as_str().into(),
        kind: kind(it.kind),
        models: it.models.clone(),
    };
    settings.providers.iter().map(route).collect()
}

fn kind(kind: Kind) -> ProviderKind {
    match kind {
        Kind::OpenAi => ProviderKind::OpenAi,
        Kind::Anthropic => ProviderKind::Anthropic,
    }
}
