//! A model's reply: what this call concealed becomes itself again, secrets stay out.

use std::collections::HashMap;

use portcullis_model::{Document, Edit, Refusal, Role, ToolName};
use portcullis_vault::revealer::{Ending, Reveal};

use super::{Place, disclose, leaks};
use crate::parts::Parts;
use crate::stages::outbound::Kept;
use crate::upstream::Upstream;
use crate::way::{Warning, Way};

/// Says what has to change in a whole document of a reply, in the fields that `wanted` names.
///
/// # Errors
///
/// [`portcullis_model::Code::BlockedContent`] for a secret where secrets are blocked;
/// [`portcullis_model::Code::Unavailable`].
pub(crate) async fn restore<U: Upstream>(
    document: &mut Document,
    wanted: impl Fn(usize) -> bool,
    kept: &Kept,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<Vec<Edit>, Refusal> {
    let place =
        Place { parts, scope: &kept.scope, keys: &kept.keys, known: &kept.known, source: "model" };
    kept.conversation.issue(document, &wanted, &kept.target, &place).await?;
    let mut edits = Vec::new();
    let mut endings: HashMap<&str, Ending> = HashMap::new();
    for (index, field) in document.fields.iter().enumerate() {
        if !wanted(index) {
            continue;
        }
        let text = document.text(field);
        match &field.role {
            Role::Text => {
                let secrets = leaks::edits(index, text, (parts, &kept.known), way)?;
                let ending = endings.entry(last_key(&field.pointer)).or_default();
                edits.extend(text_edits(index, text, &secrets, (kept, ending), way));
            }
            Role::Arguments { tool } => {
                let told = (tool.as_ref(), text);
                match disclose::arguments(told, &kept.disclosures, &place, way).await? {
                    Some(with) => edits.push(Edit { field: index, range: 0..text.len(), with }),
                    None => edits.extend(leaks::edits(index, text, (parts, &kept.known), way)?),
                }
            }
            Role::Logprobs if !kept.revealer.is_empty() => {
                way.warn(Warning::LogprobsStripped);
                edits.push(Edit { field: index, range: 0..text.len(), with: "null".to_owned() });
            }
            // Single arguments are disclosed all at once, below.
            Role::Argument { .. } => {
                edits.extend(leaks::edits(index, text, (parts, &kept.known), way)?)
            }
            Role::Sealed | Role::Logprobs | Role::Issued { .. } => {}
        }
    }
    edits.extend(single_arguments(document, &wanted, kept, (&place, way)).await?);
    settle(&mut edits);
    Ok(edits)
}

/// Sorts edits; of two that overlap the one that starts earlier is kept.
pub(crate) fn settle(edits: &mut Vec<Edit>) {
    edits.sort_by_key(|edit| (edit.field, edit.range.start));
    edits.dedup_by(|late, early| late.field == early.field && late.range.start < early.range.end);
}

async fn single_arguments<U: Upstream>(
    document: &mut Document,
    wanted: &impl Fn(usize) -> bool,
    kept: &Kept,
    (place, way): (&Place<'_, U>, &mut Way),
) -> Result<Vec<Edit>, Refusal> {
    let told: Vec<Option<(Box<str>, Box<str>)>> = document
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| match &field.role {
            Role::Argument { tool, argument }
                if wanted(index) && kept.disclosures.any_for(&ToolName::bare(tool)) =>
            {
                Some((tool.clone(), argument.clone()))
            }
            Role::Argument { .. }
            | Role::Text
            | Role::Arguments { .. }
            | Role::Sealed
            | Role::Logprobs
            | Role::Issued { .. } => None,
        })
        .collect();
    if told.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    let at = |index: usize| match told.get(index) {
        Some(Some((tool, argument))) => (tool.as_ref(), argument.as_ref()),
        Some(None) | None => ("", ""),
    };
    disclose::in_place(document, at, &kept.disclosures, place, way).await
}

/// The name under which a text stands. A client may join the texts of one name (the blocks of an
/// answer), so an address that one of them leaves open is open in the next.
fn last_key(pointer: &str) -> &str {
    let index = |key: &&str| key.bytes().all(|byte| byte.is_ascii_digit());
    pointer.rsplit('/').find(|key| !index(key)).unwrap_or_default()
}

/// Edits of a text that a person reads. Where a value may stand is decided by what that person
/// will see, so after the secrets are out: as in a stream.
fn text_edits(
    index: usize,
    text: &str,
    secrets: &[Edit],
    (kept, ending): (&Kept, &mut Ending),
    way: &mut Way,
) -> Vec<Edit> {
    if secrets.is_empty() {
        return own_edits(index, text, kept, ending, way);
    }
    let redacted = apply(text, secrets);
    let own = own_edits(index, &redacted, kept, ending, way);
    vec![Edit { field: index, range: 0..text.len(), with: apply(&redacted, &own) }]
}

/// The text with its edits, which do not overlap.
fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        out.push_str(&edit.with);
        at = edit.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Edits that give the caller its own values back.
fn own_edits(
    index: usize,
    text: &str,
    kept: &Kept,
    ending: &mut Ending,
    way: &mut Way,
) -> Vec<Edit> {
    let reveals = kept.revealer.edits_behind(ending, text);
    way.revealed += reveals.len() as u64;
    let edit = |reveal: Reveal| {
        let with = kept.revealer.value(reveal.index).to_owned();
        Edit { field: index, range: reveal.range, with }
    };
    reveals.into_iter().map(edit).collect()
}
