//! Values become surrogates, or what else the configuration says of their entity.

use std::collections::HashMap;

use portcullis_detect::Hint;
use portcullis_model::{
    Action, Code, Document, Edit, Entity, Field, Finding, Form, Refusal, Role, Secret,
};
use portcullis_vault::revealer::Known;
use portcullis_vault::{Concealed, Item, Written};

use super::{Place, hosts, replace};
use crate::parts::unavailable;
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
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Concealment, Refusal> {
    let hits = find(document, place, way)?;
    let surrogates = surrogates(&hits, place).await?;
    let mut concealed = Vec::with_capacity(hits.len());
    let mut keys = HashMap::new();
    let mut edits = Vec::with_capacity(hits.len());
    for (index, (hit, surrogate)) in hits.iter().zip(surrogates).enumerate() {
        let with = match (hit.action, surrogate) {
            (Action::Surrogate, Some(Concealed::Surrogate(surrogate))) => {
                concealed.push((index, edits.len()));
                surrogate
            }
            // Its own surrogate, come back as text: it stays, and hands nothing to anybody.
            (Action::Surrogate, Some(Concealed::AlreadySurrogate)) => continue,
            (Action::Surrogate, None) => return Err(unavailable("the vault gave no answer")),
            (Action::Redact, _) => {
                distinct(hit.form, place.parts.privacy.redaction(&hit.finding), &mut keys)
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

fn find<'a, U>(
    document: &'a Document,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Vec<Hit<'a>>, Refusal> {
    let mut hits = Vec::new();
    for (index, field) in document.fields.iter().enumerate() {
        let text = document.text(field);
        for finding in place.parts.detector.find(text, &Hint { key: key(field) }) {
            let action = place.parts.privacy.action(&finding.entity);
            way.found(finding.entity.name(), action);
            match (action, &field.role) {
                (Action::Allow, _) => continue,
                (Action::Block, _) => return Err(blocked(&finding.entity)),
                (_, Role::Sealed) => return Err(sealed(&finding.entity)),
                (_, Role::Text | Role::Arguments { .. } | Role::Argument { .. })
                | (_, Role::Logprobs) => {}
            }
            hits.push(Hit { field: index, text, form: field.form, finding, action });
        }
        if place.parts.limits.findings_max < hits.len() {
            return Err(too_many(place.parts.limits.findings_max));
        }
    }
    Ok(hits)
}

/// Asks the vault for all surrogates at once; `None` for hits that need none.
async fn surrogates<U>(
    hits: &[Hit<'_>],
    place: &Place<'_, U>,
) -> Result<Vec<Option<Concealed>>, Refusal> {
    let wanted = |hit: &&Hit<'_>| hit.action == Action::Surrogate;
    let items: Vec<Item<'_>> = hits
        .iter()
        .filter(wanted)
        .map(|hit| Item {
            entity: &hit.finding.entity,
            value: hit.value(),
            source: "caller",
            written: hit.written(),
        })
        .collect();
    if items.is_empty() {
        return Ok(hits.iter().map(|_| None).collect());
    }
    let answers = place.parts.vault.conceal(&place.vault(), &items).await;
    let mut answers = answers.map_err(|fault| unavailable(fault.to_string()))?.into_iter();
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

/// The key under which a field stands: the last segment of its pointer that is no index.
fn key(field: &Field) -> Option<&str> {
    field.pointer.rsplit('/').find(|segment| {
        !segment.is_empty() && !segment.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn blocked(entity: &Entity) -> Refusal {
    Refusal::new(
        Code::BlockedContent,
        "the call holds content that is not allowed to leave",
        format!("{entity} is set to `block`"),
    )
    .hint("remove the personal data or secrets from the call")
}

fn sealed(entity: &Entity) -> Refusal {
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
