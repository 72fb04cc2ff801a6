//! Stage 3 and the end: what is about to happen, and what came of it.
//!
//! The log cannot be erased, so no text of a call and no name of a person goes into it: texts
//! and labels stand there as keyed digests.

use portcullis_audit::{Count, Decision, Durability, Intent, Outcome, Record, Subject};
use portcullis_detect::Hint;
use portcullis_model::{Call, CallId, Code, Labels, Origin, Refusal, Target};
use portcullis_policy::Disclosures;
use portcullis_seal::MacKey;

use super::authorize::Permitted;
use crate::parts::{Parts, unavailable};
use crate::way::Way;

/// A call that the log knows of. Only this file makes one.
#[derive(Debug)]
pub struct Recorded(Permitted);

impl Recorded {
    pub(super) fn into_parts(self) -> (Call, Disclosures) {
        self.0.into_parts()
    }
}

/// The digest of the rules in force: they may be long, and are the same for all calls.
pub(crate) fn policy<U>(parts: &Parts<U>) -> String {
    digest(&parts.digest, "policy", parts.policy.canonical().as_bytes())
}

/// Records what is about to happen, before anything leaves: on disk when this returns.
///
/// # Errors
///
/// [`Code::Unavailable`]: what cannot be recorded is not done.
pub async fn intent<U>(
    call: Permitted,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<Recorded, Refusal> {
    let said = call.call().document.raw.as_bytes();
    let record = Record::Intent(Intent {
        subject: subject(&way.id, &way.origin, Some(&way.target), way.rule.clone(), parts),
        arguments: Some(digest(&parts.digest, "arguments", said)),
        policy: Some(way.policy.to_string()),
    });
    let tenant = &way.origin.scope.tenant;
    match parts.trail.append(tenant, record, Durability::Synced).await {
        Ok(()) => Ok(Recorded(call)),
        Err(fault) => Err(unavailable(fault.to_string())),
    }
}

/// Records what came of a call: written when this returns, so that the end of this process
/// does not undo it.
///
/// # Errors
///
/// [`Code::OutcomeUnknown`]: it happened, and the log does not say so.
pub(crate) async fn outcome<U>(
    result: Result<(), &Refusal>,
    parts: &Parts<U>,
    way: &Way,
) -> Result<(), Refusal> {
    let subject = subject(&way.id, &way.origin, Some(&way.target), way.rule.clone(), parts);
    let findings = way.findings.iter().map(|((entity, action), count)| Count {
        entity: entity.clone(),
        action: (*action).to_owned(),
        count: *count,
    });
    let duration = parts.clock.monotonic().saturating_sub(way.started);
    let record = Outcome {
        subject,
        decision: if result.is_ok() { Decision::Allowed } else { Decision::Refused },
        code: result.err().map(|refusal| refusal.code.name().to_owned()),
        reason: result.err().map(|refusal| refusal.reason.clone().into_owned()),
        findings: findings.collect(),
        revealed: way.revealed,
        unknown: way.unknown,
        duration_us: u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
        usage: None,
        arguments: None,
        result: None,
        warnings: way.warnings.iter().map(|warning| warning.name().to_owned()).collect(),
    };
    let (tenant, record) = (&way.origin.scope.tenant, Record::Outcome(record));
    let recorded = parts.trail.append(tenant, record, Durability::Written).await;
    recorded.map_err(|fault| {
        Refusal::new(
            Code::OutcomeUnknown,
            "the call may have happened, but its outcome could not be recorded",
            fault.to_string(),
        )
    })
}

/// Records a call that was refused before it was on its way.
///
/// # Errors
///
/// [`Code::Unavailable`].
pub(crate) async fn turned_away<U>(
    who: (&CallId, &Origin),
    target: Option<&Target>,
    operation: &str,
    refusal: &Refusal,
    parts: &Parts<U>,
) -> Result<(), Refusal> {
    let mut subject = subject(who.0, who.1, target, None, parts);
    subject.operation.get_or_insert_with(|| operation.to_owned());
    let record = Outcome {
        subject,
        decision: Decision::Refused,
        code: Some(refusal.code.name().to_owned()),
        reason: Some(refusal.reason.clone().into_owned()),
        findings: Vec::new(),
        revealed: 0,
        unknown: 0,
        duration_us: 0,
        usage: None,
        arguments: None,
        result: None,
        warnings: Vec::new(),
    };
    let (tenant, record) = (&who.1.scope.tenant, Record::Outcome(record));
    let recorded = parts.trail.append(tenant, record, Durability::Written).await;
    recorded.map_err(|fault| unavailable(fault.to_string()))
}

/// A value that a rule discloses to an argument of a tool.
pub(super) struct Reveal<'a> {
    pub(super) tool: &'a str,
    pub(super) argument: &'a str,
    pub(super) rule: String,
    pub(super) entity: &'a str,
    pub(super) surrogate: &'a str,
}

/// Records that a value is about to be given to a tool: on disk when this returns.
///
/// # Errors
///
/// [`Code::Unavailable`]: what cannot be recorded is not revealed.
pub(super) async fn reveal<U>(
    reveal: &Reveal<'_>,
    parts: &Parts<U>,
    way: &Way,
) -> Result<(), Refusal> {
    let rule = Some(reveal.rule.clone());
    let mut subject = subject(&way.id, &way.origin, Some(&way.target), rule, parts);
    let tenant = &way.origin.scope.tenant;
    subject.tool = Some(name_of(reveal.tool, tenant, parts));
    let record = Record::Reveal(portcullis_audit::Reveal {
        subject,
        surrogate: Some(digest(&parts.digest, "surrogate", reveal.surrogate.as_bytes())),
        argument: Some(name_of(reveal.argument, tenant, parts)),
        findings: vec![Count {
            entity: reveal.entity.to_owned(),
            action: "reveal".to_owned(),
            count: 1,
        }],
    });
    let recorded = parts.trail.append(tenant, record, Durability::Synced).await;
    recorded.map_err(|fault| unavailable(fault.to_string()))
}

/// Which call, by whom, to what.
fn subject<U>(
    id: &CallId,
    origin: &Origin,
    target: Option<&Target>,
    rule: Option<String>,
    parts: &Parts<U>,
) -> Subject {
    let Origin { scope, door, labels } = origin;
    let Labels { session, run, step } = labels;
    let key = &parts.digest;
    let named = |text: &str| name_of(text, &scope.tenant, parts);
    let label = |kind, text: &Option<Box<str>>| {
        text.as_ref().map(|text| digest(key, kind, text.as_bytes()))
    };
    let (upstream, operation, model) = match target {
        Some(Target::Model { provider, model, operation }) => {
            (Some(provider.to_string()), Some(operation.name()), Some(named(model)))
        }
        Some(Target::Tool { server, .. }) => (Some(server.to_string()), Some("tools/call"), None),
        Some(Target::Server { server, .. } | Target::Client { server, .. }) => {
            (Some(server.to_string()), None, None)
        }
        Some(Target::Conceal) => (None, Some("conceal"), None),
        Some(Target::Reveal) => (None, Some("reveal"), None),
        None => (None, None, None),
    };
    let method = match target {
        Some(Target::Server { method, .. } | Target::Client { method, .. }) => Some(named(method)),
        Some(Target::Model { .. } | Target::Tool { .. } | Target::Conceal | Target::Reveal)
        | None => None,
    };
    let tool = match target {
        Some(Target::Tool { tool, .. }) => Some(named(tool)),
        Some(
            Target::Model { .. }
            | Target::Server { .. }
            | Target::Client { .. }
            | Target::Conceal
            | Target::Reveal,
        )
        | None => None,
    };
    Subject {
        call: id.to_string(),
        actor: actor(key, scope),
        session: label("session", session),
        run: label("run", run),
        step: label("step", step),
        door: door.name().to_owned(),
        upstream,
        operation: operation.map(ToOwned::to_owned).or(method),
        tool,
        model: model.filter(|model| !model.is_empty()),
        rule,
    }
}

/// What stands for a principal in the log.
#[must_use]
pub fn actor(key: &MacKey, scope: &portcullis_model::Scope) -> String {
    let mac = key.mac("actor", &[scope.tenant.as_bytes(), scope.principal.as_bytes()]);
    hex(&mac)
}

/// What stands for the name of an end user of a scope.
pub(crate) fn user(key: &MacKey, scope: &portcullis_model::Scope, user: &str) -> String {
    let parts = [scope.tenant.as_bytes(), scope.principal.as_bytes(), user.as_bytes()];
    hex(&key.mac("user", &parts))
}

fn digest(key: &MacKey, kind: &str, bytes: &[u8]) -> String {
    hex(&key.mac(kind, &[bytes]))
}

/// The first half of a digest: enough to tell texts apart, short enough to read.
fn hex(mac: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit =
        |nibble: u8| DIGITS.get(usize::from(nibble)).map_or('0', |digit| char::from(*digit));
    mac.iter().take(16).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// As [`name`]; one that holds a secret of the tenant is a digest too.
fn name_of<U>(text: &str, tenant: &str, parts: &Parts<U>) -> String {
    match parts.secrets.known(tenant) {
        Ok(known) if known.scanner.find(text).is_empty() => name(text, tenant, parts),
        _ => format!("?{}", digest(&parts.digest, "name", text.as_bytes())),
    }
}

/// A name of a model or tool, which the far side or the caller chose: only what such names are
/// made of, and not longer than they are. One that holds a value stands there as a digest.
pub(super) fn name<U>(text: &str, tenant: &str, parts: &Parts<U>) -> String {
    const NAME_MAX: usize = 128;
    if !parts.protection(tenant).detector.find(text, &Hint { key: None }).is_empty() {
        return format!("?{}", digest(&parts.digest, "name", text.as_bytes()));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/".contains(c);
    text.chars().take(NAME_MAX).map(|c| if plain(c) { c } else { '?' }).collect()
}
