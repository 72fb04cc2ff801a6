//! A gate with everything that a call needs, whatever of it a case wants otherwise.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use portcullis_audit::Log;
use portcullis_audit::{Outcome, Record};
use portcullis_detect::{Detector, Settings};
use portcullis_keys::KeyStore;
use portcullis_model::{
    Action, Call, Document, Door, Entity, Labels, Level, Operation, Origin, Piece, Refusal, Scope,
    Secret, Target,
};
use portcullis_policy::{PolicySet, Preset};
use portcullis_schema::Schemas;
use portcullis_seal::{MacKey, SealKey, SigningKey};
use portcullis_secrets::{Allowed, Secrets};
use portcullis_vault::stores::MemoryStore;
use portcullis_vault::{Renewal, Store, Vault};
use tempfile::TempDir;

use super::far::{Far, FarSide, Script, Told, splice};
use crate::{
    Analysis, Cleared, ClearedBody, Clock, Engine, Limits, Logs, Parts, Privacy, Protection,
    Protections, Trail,
};

/// Values that stand in calls and may not stand anywhere else.
pub(super) const MAIL: &str = "ada.king@babbage-engines.com";
pub(super) const SSN: &str = "536-22-8145";
pub(super) const CARD: &str = "4539578763621486";
pub(super) const SECRET: &str = "ghp_qZbsrNcTha26hB2XeEH25dbYIkkWcnAsTIIy";
/// All of them.
pub(super) const PLANTED: &[&str] = &[MAIL, SSN, CARD, SECRET];

/// A clock that each look moves on by a millisecond.
#[derive(Debug, Default)]
pub(super) struct Ticking(AtomicU64);

impl Clock for Ticking {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_hours(500_000)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn local(&self) -> portcullis_policy::LocalTime {
        portcullis_policy::LocalTime { weekday: 1, minute: 12 * 60 }
    }
}

/// What a case wants otherwise than usual.
pub(super) struct Wish {
    pub(super) rules: &'static str,
    pub(super) level: Level,
    pub(super) actions: Vec<(Entity, Action)>,
    pub(super) limits: Limits,
    pub(super) store: Arc<dyn Store>,
    pub(super) analysis: Option<Arc<Analysis>>,
    /// Tenants, and what is looked for in their texts; what is done with it is as usual.
    pub(super) tenants: Vec<(&'static str, Settings, Level)>,
    pub(super) log: Option<Logged>,
    /// Names and values of secrets, and who may use them.
    pub(super) secrets: Vec<(&'static str, &'static str, Allowed)>,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            rules: "",
            level: Level::Standard,
            actions: vec![(Entity::SECRET, Action::Redact)],
            limits: Limits::standard(),
            store: Arc::new(MemoryStore::default()),
            analysis: None,
            tenants: Vec::new(),
            log: None,
            secrets: Vec::new(),
        }
    }
}

/// A log on disk, and where it is.
pub(super) struct Logged {
    pub(super) home: TempDir,
    log: Log,
    key: portcullis_seal::PublicKey,
}

impl Logged {
    pub(super) fn open() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (_, signer) = SigningKey::generate().unwrap();
        let key = signer.public();
        let settings = portcullis_audit::Settings::new(Arc::new(|| Ticking::default().now()));
        let (log, _) = Log::open(home.path(), "default", signer, &settings).unwrap();
        Self { home, log, key }
    }
}

/// A gate and its far side.
pub(super) struct Scene {
    pub(super) engine: Engine<FarSide>,
    pub(super) far: Arc<Far>,
    home: Option<(TempDir, portcullis_seal::PublicKey)>,
}

impl Scene {
    /// A gate that wants nothing special.
    pub(super) fn new(play: impl Fn(&Told) -> Script + Send + Sync + 'static) -> Self {
        Self::with(Wish::default(), play)
    }

    pub(super) fn with(wish: Wish, play: impl Fn(&Told) -> Script + Send + Sync + 'static) -> Self {
        let far = Far::new(play);
        let actions: BTreeMap<_, _> = wish.actions.into_iter().collect();
        let protection = |settings, level| {
            let detector = Detector::new(settings).unwrap();
            let formats = Arc::new(detector.only(&[Entity::SECRET]).unwrap());
            let (detector, analysis) = (Arc::new(detector), wish.analysis.clone());
            let (default_action, redact_form) = (Action::Surrogate, "[{entity}]".to_owned());
            let actions = actions.clone();
            let privacy = Privacy { level, default_action, actions, redact_form };
            Protection { detector, formats, analysis, privacy }
        };
        let tenants = wish.tenants.into_iter();
        let tenants = tenants.map(|(name, it, level)| (name.to_owned(), protection(it, level)));
        let protections = Protections {
            usual: protection(Settings::standard(), wish.level),
            tenants: tenants.collect(),
        };
        let settings =
            portcullis_vault::Settings { ttl: None, renewal: Renewal::Fixed, email_domain: None };
        let (trail, home) = match wish.log {
            None => (Trail::memory(), None),
            Some(logged) => (Trail::Log(logs(logged.log)), Some((logged.home, logged.key))),
        };
        let engine = Engine::new(Parts {
            policy: PolicySet::parse(Preset::Guarded, wish.rules).unwrap(),
            secrets: kept(wish.secrets),
            schemas: Arc::new(Schemas::default()),
            vault: Arc::new(Vault::new(wish.store, settings)),
            keys: Arc::new(KeyStore::in_memory()),
            digest: Arc::new(MacKey::from_bytes([7; 32])),
            trail: Arc::new(trail),
            upstream: FarSide(Arc::clone(&far)),
            clock: Arc::new(Ticking::default()),
            protections,
            limits: wish.limits,
        });
        Self { engine, far, home }
    }

    /// The call of a model by `principal`.
    pub(super) fn call(&self, principal: &str, document: Document) -> Call {
        Call {
            id: self.engine.call_id(),
            origin: Origin {
                scope: Scope { tenant: "default".into(), principal: principal.into() },
                door: Door::Llm,
                labels: Labels { session: Some("s-1".into()), run: None, step: None },
            },
            target: Target::Model {
                provider: "openai".into(),
                model: "gpt-test".into(),
                operation: Operation::ChatCompletions,
            },
            document,
            headers: Vec::new(),
            credential: None,
            media: 0,
            provider_tools: Vec::new(),
            references: Vec::new(),
            tool: None,
            time_max: Duration::from_secs(60),
        }
    }

    /// Takes a call all the way, reads the whole reply, and waits until its outcome stands.
    pub(super) async fn ask(&self, call: Call) -> Reply {
        let reply = match self.engine.handle(call).await {
            Ok(cleared) => read(cleared).await,
            Err(refusal) => Reply { refusal: Some(refusal), ..Reply::default() },
        };
        self.settle().await;
        reply
    }

    /// What `principal` reads when it says this.
    pub(super) async fn say(&self, principal: &str, document: Document) -> Reply {
        self.ask(self.call(principal, document)).await
    }

    /// Waits until no call is on its way.
    pub(super) async fn settle(&self) {
        assert!(self.engine.drain(Duration::from_secs(60)).await, "a call does not end");
    }

    /// All records, oldest first; a log on disk must verify.
    pub(super) fn records(&self) -> Vec<Record> {
        let Some((home, key)) = &self.home else { return self.engine.parts().trail.kept() };
        self.close_log();
        portcullis_audit::verify(home.path(), Some(key)).unwrap();
        let log: PathBuf = home.path().join("default");
        let (entries, _) = portcullis_audit::tail(&log, 1000).unwrap();
        entries.into_iter().map(|entry| entry.record.unwrap()).collect()
    }

    /// From here on nothing can be recorded, if the log is on disk.
    pub(super) fn close_log(&self) {
        if let Trail::Log(log) = &*self.engine.parts().trail {
            drop(log.close());
        }
    }

    pub(super) fn outcomes(&self) -> Vec<Outcome> {
        let outcome =
            |record: Record| if let Record::Outcome(it) = record { Some(it) } else { None };
        self.records().into_iter().filter_map(outcome).collect()
    }
}

/// This log for the usual tenant, and none for others.
fn logs(log: Log) -> Logs {
    Logs::new("default", log, |_| Err(portcullis_audit::AuditError::Closed))
}

/// A store with these secrets.
fn kept(secrets: Vec<(&str, &str, Allowed)>) -> Arc<Secrets> {
    let seal = SealKey::generate().unwrap();
    let store = Secrets::in_memory(seal, MacKey::from_bytes([9; 32])).unwrap();
    for (name, value, allowed) in secrets {
        let (name, value) = (name.parse().unwrap(), Secret::new(value.to_owned()));
        store.set(("default", &name), value, Some(allowed), SystemTime::UNIX_EPOCH).unwrap();
    }
    Arc::new(store)
}

/// What a caller reads.
#[derive(Debug, Default)]
pub(super) struct Reply {
    /// The document, or the pieces, whole.
    pub(super) raw: String,
    /// The text of each field, or of each channel.
    pub(super) texts: Vec<String>,
    pub(super) pieces: Vec<Piece>,
    pub(super) refusal: Option<Refusal>,
    pub(super) warnings: Vec<&'static str>,
    pub(super) debug: String,
    pub(super) headers: Vec<(Box<str>, Box<str>)>,
}

impl Reply {
    pub(super) fn code(&self) -> Option<&'static str> {
        self.refusal.as_ref().map(|refusal| refusal.code.name())
    }
}

pub(super) async fn read(cleared: Cleared) -> Reply {
    let debug = format!("{cleared:?}");
    let warnings = cleared.warnings().iter().map(|warning| warning.name()).collect();
    let headers = cleared.head().headers.clone();
    let mut reply = Reply { warnings, headers, ..Reply::default() };
    let body = cleared.into_body();
    reply.debug = format!("{debug} {body:?}");
    match body {
        ClearedBody::Whole(edited) => {
            reply.raw = splice(&edited);
            let fields = 0..edited.document.fields.len();
            reply.texts = fields.map(|field| edited.text(field)).collect();
        }
        ClearedBody::Stream(mut pieces) => {
            while let Some(group) = pieces.next().await {
                match group {
                    Ok(group) => reply.pieces.extend(group),
                    Err(refusal) => {
                        assert!(reply.refusal.replace(refusal).is_none(), "two refusals");
                    }
                }
            }
            for piece in &reply.pieces {
                reply.raw.push_str(&match piece {
                    Piece::Event(edited) => splice(edited),
                    Piece::Text { text, .. } => text.clone(),
                });
            }
        }
    }
    reply
}

/// Fails if a planted value stands in `text`.
#[track_caller]
pub(super) fn assert_clean(text: &str) {
    for value in PLANTED {
        assert!(!text.contains(value), "{value} in {text}");
    }
}
