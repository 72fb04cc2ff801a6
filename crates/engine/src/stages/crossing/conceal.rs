//! Values become surrogates, or what else the configuration says of their entity.

use std::collections::HashMap;
use std::ops::Range;

use portcullis_model::{
    Action, Code, Document, Edit, Entity, Finding, Form, Refusal, Role, Secret,
};
use portcullis_secrets::SecretName;
use portcullis_vault::revealer::Known;
use portcullis_vault::{Claim, Concealed, Item, Written};

use super::find::Found;
use super::{Place, hosts, leaks, replace};
use crate::parts::{down, unavailable};
use crate::way::Way;

/// What has to change, and what was concealed by it.
pub(crate) struct Concealment {
    pub(crate) edits: Vec<Edit>,
    pub(crate) known: Vec<Known>,
}

/// A finding in one field, with what is done about it.
struct Hit<'a> {
    field: usize,
    text: &'a str,
    form: Form,
    finding: Finding,
    /// The secret that it is, where it is one that is kept here.
    secret: Option<SecretName>,
    action: Action,
}

impl Hit<'_> {
    fn value(&self) -> &str {
        self.text.get(self.finding.start..self.finding.end).unwrap_or_default()
    }

    /// A JSON number is kept as such, so that revealing it gives a number again.
    fn written(&self) -> Written {
        match self.form {
            Form::Number => Written::Number,
            Form::Str | Form::Key | Form::Raw | Form::Plain => Written::Text,
        }
    }
}

/// Finds what is sensitive in `document` and says what stands there instead.
///
/// # Errors
///
/// [`Code::BlockedContent`] where an entity is blocked, or stands where nothing may change;
/// [`Code::TooLarge`]; [`Code::Unavailable`] if the vault is.
pub(crate) async fn conceal<U>(
    document: &Document,
    findings: Vec<Found>,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Concealment, Refusal> {
    let findings = apart(document, findings, place);
    let (hits, sealed) = hits(document, findings, place, way)?;
    refuse_in_sealed(&sealed, place).await?;
    let surrogates = surrogates(&hits, place).await?;
    let mut concealed = Vec::with_capacity(hits.len());
    let mut keys = HashMap::new();
    let mut edits = Vec::with_capacity(hits.len());
    for (index, (hit, surrogate)) in hits.iter().zip(surrogates).enumerate() {
        if let Some(name) = &hit.secret {
            let with = distinct(hit.form, leaks::stand_in(name), &mut keys);
            let range = hit.finding.start..hit.finding.end;
            edits.push(Edit { field: hit.field, range, with });
            continue;
        }
        let with = match (hit.action, surrogate) {
            (Action::Surrogate, Some(Concealed::Surrogate(surrogate))) => {
                concealed.push((index, edits.len()));
                surrogate
            }
            // Its own surrogate, come back as text: it stays, and hands nothing to anybody.
            (Action::Surrogate, Some(Concealed::AlreadySurrogate)) => continue,
            (Action::Surrogate, None) => return Err(unavailable("the vault gave no answer")),
            (Action::Redact, _) => {
                distinct(hit.form, place.privacy().redaction(&hit.finding), &mut keys)
            }
            (Action::Mask, _) => distinct(hit.form, replace::mask(hit.value()), &mut keys),
            (Action::Hash, _) => replace::hash(&hit.finding.entity, hit.value(), place.keys),
            (Action::Block | Action::Allow, _) => continue,
        };
        let range = hit.finding.start..hit.finding.end;
        edits.push(Edit { field: hit.field, range, with });
    }
    let known = known(document, &hits, &edits, &concealed);
    Ok(Concealment { edits, known })
}

/// Leaves out what is taken for a name within a pseudonym: that is made of words, and what finds
/// names stops before its tail. Nothing but names: no other value fits into one.
fn apart<U>(document: &Document, findings: Vec<Found>, place: &Place<'_, U>) -> Vec<Found> {
    let is_name = |finding: &Finding| {
        matches!(finding.entity.name(), "PERSON" | "LOCATION" | "STREET_ADDRESS")
    };
    let mut mentions: HashMap<usize, Vec<Range<usize>>> = HashMap::new();
    for found in findings.iter().filter(|found| is_name(&found.finding)) {
        let Some(field) = document.fields.get(found.field) else { continue };
        mentions.entry(found.field).or_insert_with(|| {
            let all = place.parts.vault.mentions(document.text(field)).into_iter();
            let certain = all.filter(|mention| mention.claim == Claim::Certain);
            certain.map(|mention| mention.range).collect()
        });
    }
    let is_inside = |found: &Found| {
        let (start, end) = (found.finding.start, found.finding.end);
        let holds = |range: &Range<usize>| {
            range.start <= start && end <= range.end && end - start < range.len()
        };
        mentions.get(&found.field).is_some_and(|ranges| ranges.iter().any(holds))
    };
    let inside =
        |found: &Found| found.secret.is_none() && is_name(&found.finding) && is_inside(found);
    let mut findings = findings;
    findings.retain(|found| !inside(found));
    findings
}

/// What has to be done something about: in fields that may change, and in sealed ones.
fn hits<'a, U>(
    document: &'a Document,
    findings: Vec<Found>,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<(Vec<Hit<'a>>, Vec<Hit<'a>>), Refusal> {
    let max = place.parts.limits.findings_max;
    if max < findings.len() {
        return Err(too_many(max));
    }
    let (mut hits, mut sealed) = (Vec::with_capacity(findings.len()), Vec::new());
    for Found { field: index, finding, secret } in findings {
        let Some(field) = document.fields.get(index) else { continue };
        let action = match (place.privacy().action_of(&finding), &secret) {
            // Even where secrets are allowed: this one was given to be kept.
            (Action::Allow, Some(_)) => Action::Redact,
            (action, _) => action,
        };
        way.found(finding.entity.name(), action);
        match action {
            Action::Allow => continue,
            Action::Block => return Err(blocked(&finding.entity)),
            Action::Surrogate | Action::Redact | Action::Mask | Action::Hash => {}
        }
        let text = document.text(field);
        let hit = Hit { field: index, text, form: field.form, finding, secret, action };
        match field.role {
            Role::Sealed => sealed.push(hit),
            Role::Text
            | Role::Arguments { .. }
            | Role::Argument { .. }
            | Role::Logprobs
            | Role::Issued { .. } => hits.push(hit),
        }
    }
    Ok((hits, sealed))
}

/// Lets only surrogates of this scope stand in blocks that cannot be changed: what a model
/// thought about holds those, and nothing else of ours.
async fn refuse_in_sealed<U>(sealed: &[Hit<'_>], place: &Place<'_, U>) -> Result<(), Refusal> {
    if sealed.is_empty() {
        return Ok(());
    }
    let values: Vec<&str> = sealed.iter().map(Hit::value).collect();
    let live = place.parts.vault.reveal(&place.vault(), &values).await;
    let live = live.map_err(|fault| down(&fault))?;
    let raw = sealed.iter().zip(live).find(|(_, live)| live.is_none());
    raw.map_or(Ok(()), |(hit, _)| Err(in_sealed(&hit.finding.entity)))
}

/// Asks the vault for all surrogates at once; `None` for hits that need none.
async fn surrogates<U>(
    hits: &[Hit<'_>],
    place: &Place<'_, U>,
) -> Result<Vec<Option<Concealed>>, Refusal> {
    let wanted = |hit: &&Hit<'_>| hit.action == Action::Surrogate && hit.secret.is_none();
    let items: Vec<Item<'_>> = hits
        .iter()
        .filter(wanted)
        .map(|hit| Item {
            entity: &hit.finding.entity,
            value: hit.value(),
            source: place.source,
            written: hit.written(),
        })
        .collect();
    if items.is_empty() {
        return Ok(hits.iter().map(|_| None).collect());
    }
    let answers = place.parts.vault.conceal(&place.vault(), &items).await;
    let mut answers = answers.map_err(|fault| down(&fault))?.into_iter();
    Ok(hits.iter().map(|hit| if wanted(&hit) { answers.next() } else { None }).collect())
}

/// What the reply may reveal: each surrogate once, with all the hosts in whose URLs the caller
/// had its value. `concealed` are pairs of a hit and an edit, by index.
fn known(
    document: &Document,
    hits: &[Hit<'_>],
    edits: &[Edit],
    concealed: &[(usize, usize)],
) -> Vec<Known> {
    let mut hosts = hosts::hosts(document, edits);
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(concealed.len());
    let mut known: Vec<Known> = Vec::with_capacity(concealed.len());
    for (hit, edit) in concealed {
        let (Some(hit), Some(edit_made)) = (hits.get(*hit), edits.get(*edit)) else { continue };
        let hosts = hosts.get_mut(*edit).map(std::mem::take).unwrap_or_default();
        let place = *places.entry(&edit_made.with).or_insert(known.len());
        match known.get_mut(place) {
            Some(again) => again.hosts.extend(hosts),
            None => known.push(Known {
                surrogate: edit_made.with.clone(),
                value: Secret::new(hit.value().to_owned()),
                hosts,
            }),
        }
    }
    known
}

/// Redacted keys of one document must not become equal: two readers would differ about them.
fn distinct(form: Form, with: String, keys: &mut HashMap<String, usize>) -> String {
    match form {
        Form::Str | Form::Number | Form::Raw | Form::Plain => with,
        Form::Key => {
            let count = keys.entry(with.clone()).or_default();
            *count += 1;
            if *count == 1 { with } else { format!("{with}#{count}") }
        }
    }
}

fn blocked(entity: &Entity) -> Refusal {
    Refusal::new(
        Code::BlockedContent,
        "the call holds content that is not allowed to leave",
        format!("{entity} is set to `block`"),
    )
    .hint("remove the personal data or secrets from the call")
}

fn in_sealed(entity: &Entity) -> Refusal {
    Refusal::new(
        Code::BlockedContent,
        "a signed block of the call holds content that is not allowed to leave",
        format!("{entity} in a signed block, which cannot be changed"),
    )
    .hint("leave signed blocks as the provider gave them, or leave them out")
}

fn too_many(allowed: usize) -> Refusal {
    Refusal::new(
        Code::TooLarge,
        "the call holds too many sensitive values",
        format!("more than {allowed} findings"),
    )
    .hint("send less at once")
}
