//! Stage 4: the text that leaves is made fit for the far side.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use portcullis_detect::Hint;
use portcullis_model::{
    Action, CallId, Code, Document, Edited, Entity, Operation, Refusal, Scope, Secret, Target,
};
use portcullis_policy::Disclosures;
use portcullis_seal::ScopeKeys;
use portcullis_secrets::Known;
use portcullis_vault::revealer::Revealer;

use super::crossing::deliver::Destination;
use super::crossing::owned::{self, Conversation};
use super::crossing::{self, Crossing, Direction};
use super::record::Recorded;
use super::validate;
use crate::parts::{Parts, down};
use crate::upstream::Upstream;
use crate::way::Way;

/// A call that may leave, with what its reply will need. Only this file makes one.
pub struct Prepared {
    outgoing: Outgoing,
    kept: Kept,
}

/// A call as the far side will see it. It may hold secrets: it cannot be printed or cloned.
pub struct Outgoing {
    id: CallId,
    target: Target,
    edited: Edited,
    headers: Vec<(Box<str>, Box<str>)>,
    credential: Option<Secret>,
    time_max: Duration,
}

/// What stays here while the call is outside.
pub(super) struct Kept {
    pub(super) scope: Scope,
    pub(super) target: Target,
    pub(super) keys: Arc<ScopeKeys>,
    pub(super) disclosures: Disclosures,
    /// The secrets of the tenant, which its reply may not hold.
    pub(super) known: Arc<Known>,
    /// What this call concealed from raw values, and so what its reply may reveal.
    pub(super) revealer: Arc<Revealer>,
    /// What the ids in the reply will stand for.
    pub(super) conversation: Conversation,
    pub(super) time_max: Duration,
}

impl Prepared {
    pub(super) fn split(self) -> (Outgoing, Kept) {
        (self.outgoing, self.kept)
    }
}

impl Outgoing {
    /// The call.
    #[must_use]
    pub fn id(&self) -> &CallId {
        &self.id
    }

    /// What is called.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Headers for the far side.
    #[must_use]
    pub fn headers(&self) -> &[(Box<str>, Box<str>)] {
        &self.headers
    }

    /// How long the far side may take.
    #[must_use]
    pub fn time_max(&self) -> Duration {
        self.time_max
    }

    /// The document and its edits; every use is a place to review.
    #[must_use]
    pub fn expose(&self) -> &Edited {
        &self.edited
    }

    /// The caller's own credential; every use is a place to review.
    #[must_use]
    pub fn expose_credential(&self) -> Option<&Secret> {
        self.credential.as_ref()
    }

    pub(super) fn into_document(self) -> Document {
        self.edited.document
    }
}

/// Rewrites the call for the far side.
///
/// New surrogates are durable when this returns.
///
/// # Errors
///
/// [`portcullis_model::Code::BlockedContent`], [`portcullis_model::Code::Unavailable`].
pub async fn outbound<U: Upstream>(
    call: Recorded,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<Prepared, Refusal> {
    let (call, disclosures) = call.into_parts();
    let scope = call.origin.scope;
    let keys = parts.scope_keys(&scope).await?;
    let known = parts.secrets.known(&scope.tenant).map_err(|fault| down(&fault))?;
    let mut document = call.document;
    let mut conversation = Conversation::default();
    let (edits, revealer) = match crossing::crossing(&call.target, Direction::Outbound) {
        Crossing::Conceal => {
            let source = source(&call.target);
            let place =
                crossing::Place { parts, scope: &scope, keys: &keys, known: &known, source };
            unread(&call.target, &call.headers, &place)?;
            let found;
            (document, found) = crossing::analyze::analyze(document, &place, way).await?;
            let before = owned::links(&call.references, &call.target, &place).await?;
            let concealed = crossing::conceal::conceal(&document, found, &place, way).await?;
            let mut own = concealed.known;
            let earlier = owned::known(&before, &own, &place).await?;
            if is_kept(&call.target) {
                conversation = Conversation::new(before, &own);
            }
            own.extend(earlier);
            (concealed.edits, Revealer::new(own))
        }
        Crossing::Deliver => {
            let source = source(&call.target);
            let place =
                crossing::Place { parts, scope: &scope, keys: &keys, known: &known, source };
            let to = Destination { target: &call.target, disclosures: &disclosures };
            let mut edits = crossing::references::references(&document, &to, &place, way).await?;
            edits.extend(crossing::deliver::deliver(&mut document, &to, &place, way).await?);
            crossing::restore::settle(&mut edits);
            // Edited or not: what only looked like a surrogate was not held against the schema yet.
            if let Some(used) = &call.tool {
                validate::check_final(used, &document, &edits, (&scope.tenant, parts))?;
            }
            (edits, Revealer::new(Vec::new()))
        }
        Crossing::Keep | Crossing::Screen | Crossing::Restore | Crossing::Open => {
            (Vec::new(), Revealer::new(Vec::new()))
        }
    };
    let outgoing = Outgoing {
        id: call.id,
        target: call.target.clone(),
        edited: Edited::new(document, edits),
        headers: call.headers,
        credential: call.credential,
        time_max: call.time_max,
    };
    let revealer = Arc::new(revealer);
    let target = call.target;
    let time_max = call.time_max;
    let kept = Kept { scope, target, keys, disclosures, known, revealer, conversation, time_max };
    Ok(Prepared { outgoing, kept })
}

/// Whether the far side keeps what was said, so that a later call can go on from there.
fn is_kept(target: &Target) -> bool {
    match target {
        Target::Model { operation, .. } => *operation == Operation::Responses,
        Target::Tool { .. }
        | Target::Server { .. }
        | Target::Client { .. }
        | Target::Conceal
        | Target::Reveal => false,
    }
}

/// Whose text a call is: what is concealed in it is kept with that label.
fn source(target: &Target) -> &'static str {
    match target {
        Target::Client { .. } => "server",
        Target::Model { .. }
        | Target::Tool { .. }
        | Target::Server { .. }
        | Target::Conceal
        | Target::Reveal => "caller",
    }
}

/// Refuses values where no field is: in the name of the model and in headers, which go on as
/// they are.
fn unread<U>(
    target: &Target,
    headers: &[(Box<str>, Box<str>)],
    place: &crossing::Place<'_, U>,
) -> Result<(), Refusal> {
    let model = match target {
        Target::Model { model, .. } => Some(model),
        Target::Tool { .. }
        | Target::Server { .. }
        | Target::Client { .. }
        | Target::Conceal
        | Target::Reveal => None,
    };
    let texts = headers.iter().map(|(_, value)| value).chain(model);
    if texts.clone().any(|text| !place.known.scanner.find(text).is_empty()) {
        return Err(misplaced(&Entity::SECRET));
    }
    let detector = &place.parts.protection(&place.scope.tenant).detector;
    let found = texts.flat_map(|text| detector.find(text, &Hint { key: None }));
    let mut kept_back = found.filter(|finding| place.privacy().action_of(finding) != Action::Allow);
    kept_back.next().map_or(Ok(()), |finding| Err(misplaced(&finding.entity)))
}

fn misplaced(entity: &Entity) -> Refusal {
    Refusal::new(
        Code::BlockedContent,
        "a header or the name of the model holds content that is not allowed to leave",
        format!("{entity} in a header or in the name of the model"),
    )
    .hint("send personal data in the body only, where it is replaced")
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("id", &self.outgoing.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing").field("id", &self.id).finish_non_exhaustive()
    }
}
