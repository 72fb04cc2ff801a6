//! Everything that a call needs on its way, and the settings of the engine.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use portcullis_detect::Detector;
use portcullis_keys::KeyStore;
use portcullis_model::{Action, Code, Entity, Finding, Level, Refusal, Scope};
use portcullis_policy::PolicySet;
use portcullis_schema::Schemas;
use portcullis_seal::{MacKey, ScopeKeys};
use portcullis_secrets::Secrets;
use portcullis_vault::Vault;

use crate::analysis::Analysis;
use crate::clock::Clock;
use crate::trail::Trail;

/// What the engine is put together from.
#[derive(Debug)]
pub struct Parts<U> {
    /// The rules.
    pub policy: PolicySet,
    /// Secrets that tools may use and nobody may see.
    pub secrets: Arc<Secrets>,
    /// Schemas of tools, read once.
    pub schemas: Arc<Schemas>,
    /// Surrogates.
    pub vault: Arc<Vault>,
    /// Keys of scopes.
    pub keys: Arc<KeyStore>,
    /// Digests of names and texts in the log.
    pub digest: Arc<MacKey>,
    /// The log.
    pub trail: Arc<Trail>,
    /// The far side.
    pub upstream: U,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What is looked for, and what is done with it.
    pub protections: Protections,
    /// How much is too much.
    pub limits: Limits,
}

/// What is looked for in the texts of each tenant, and what is done with it.
#[derive(Debug)]
pub struct Protections {
    /// For tenants without settings of their own.
    pub usual: Protection,
    /// By tenant.
    pub tenants: BTreeMap<String, Protection>,
}

/// What is looked for, and what is done with it.
#[derive(Debug)]
pub struct Protection {
    /// Finds what is sensitive, by the settings.
    pub detector: Arc<Detector>,
    /// Finds what looks like a secret, and only that, for text on its way to the caller.
    pub formats: Arc<Detector>,
    /// Finds what patterns cannot, where one is set up and any of that is looked for. All tenants
    /// share one.
    pub analysis: Option<Arc<Analysis>>,
    /// What is done with findings.
    pub privacy: Privacy,
}

impl Protections {
    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Protection> {
        std::iter::once(&self.usual).chain(self.tenants.values())
    }
}

impl Protection {
    /// Whether calls are refused where the analyzer fails.
    pub(crate) fn needs_analysis(&self) -> bool {
        self.analysis.as_ref().is_some_and(|it| it.is_needed(self.privacy.level))
    }
}

/// What is done with findings.
#[derive(Debug, Clone)]
pub struct Privacy {
    /// How much is given up for convenience.
    pub level: Level,
    /// For entities that `actions` does not name.
    pub default_action: Action,
    /// By entity.
    pub actions: BTreeMap<Entity, Action>,
    /// What redaction puts in place of a value: `{entity}` and `{kind}` are filled in.
    pub redact_form: String,
}

impl Privacy {
    pub(crate) fn action(&self, entity: &Entity) -> Action {
        self.actions.get(entity).copied().unwrap_or(self.default_action)
    }

    /// What is done about a finding: of one that holds a secret, the stricter of what is said of
    /// its entity and of secrets.
    pub(crate) fn action_of(&self, finding: &Finding) -> Action {
        let own = self.action(&finding.entity);
        if finding.rule.is_none() || finding.entity == Entity::SECRET {
            return own;
        }
        let secret = self.action(&Entity::SECRET);
        if strictness(own) < strictness(secret) { secret } else { own }
    }

    pub(crate) fn redaction(&self, finding: &Finding) -> String {
        let name = finding.entity.name();
        self.redact_form.replace("{entity}", name).replace("{kind}", kind(name))
    }
}

/// How little is left of a value.
const fn strictness(action: Action) -> u8 {
    match action {
        Action::Allow => 0,
        Action::Surrogate => 1,
        Action::Mask => 2,
        Action::Hash => 3,
        Action::Redact => 4,
        Action::Block => 5,
    }
}

/// The short name of an entity: `EMAIL` for `EMAIL_ADDRESS`, `SSN` for `US_SSN`.
fn kind(entity: &str) -> &str {
    match entity {
        "US_SSN" => "SSN",
        "CREDIT_CARD" => "CARD",
        "IP_ADDRESS" => "IP",
        _ => ["_ADDRESS", "_NUMBER", "_CODE"]
            .iter()
            .find_map(|tail| entity.strip_suffix(tail))
            .unwrap_or(entity),
    }
}

/// How much is too much.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a document.
    pub bytes_max: usize,
    /// Fields of a document.
    pub fields_max: usize,
    /// Findings in a document.
    pub findings_max: usize,
    /// Bytes of the arguments of one tool call, while they are assembled.
    pub arguments_max: usize,
    /// Calls on their way at once.
    pub calls_max: u32,
}

impl Limits {
    /// Limits that fit the largest context windows of today.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            bytes_max: 32 << 20,
            fields_max: 100_000,
            findings_max: 100_000,
            arguments_max: 4 << 20,
            calls_max: 16_384,
        }
    }
}

impl<U> Parts<U> {
    /// What holds for the texts of a tenant.
    #[must_use]
    pub fn protection(&self, tenant: &str) -> &Protection {
        self.protections.tenants.get(tenant).unwrap_or(&self.protections.usual)
    }

    /// The keys of a scope, made and kept if they are new.
    pub(crate) async fn scope_keys(&self, scope: &Scope) -> Result<Arc<ScopeKeys>, Refusal> {
        if let Some(keys) = self.keys.cached(scope) {
            return Ok(keys);
        }
        let (store, wanted) = (Arc::clone(&self.keys), scope.clone());
        let made = tokio::task::spawn_blocking(move || store.scope(&wanted)).await;
        match made {
            Ok(Ok(keys)) => Ok(keys),
            Ok(Err(fault)) => Err(down(&fault)),
            Err(_) => Err(unavailable("the key store broke")),
        }
    }
}

/// A fault of ours, as a caller sees it: the one place where faults become refusals.
pub(crate) fn unavailable(reason: impl Into<Cow<'static, str>>) -> Refusal {
    Refusal::new(Code::Unavailable, "the gate cannot take this call now; try again later", reason)
}

/// The refusal where a part does not work, with all that is known of why: callers never see it.
pub(crate) fn down(fault: &(dyn Error + 'static)) -> Refusal {
    let mut reason = fault.to_string();
    let mut cause = fault.source();
    while let Some(deeper) = cause {
        reason = format!("{reason}: {deeper}");
        cause = deeper.source();
    }
    tracing::error!(reason, "a call is refused");
    unavailable(reason)
}
