//! Secrets in a text that goes back: those that are kept here, in every encoding, and what looks
//! like one.
//!
//! Whoever reads the text, they are taken out.

use std::ops::Range;

use portcullis_detect::Hint;
use portcullis_model::{Action, Code, Document, Edit, Entity, Field, Finding, Refusal};
use portcullis_secrets::{Known, SecretName};

use crate::parts::Parts;
use crate::way::Way;

/// Edits that take secrets out of one field's text.
///
/// # Errors
///
/// [`Code::BlockedContent`] where secrets are blocked.
pub(crate) fn edits<U>(
    index: usize,
    text: &str,
    (parts, known): (&Parts<U>, &Known),
    way: &mut Way,
) -> Result<Vec<Edit>, Refusal> {
    let mut edits = of_ours(index, text, (parts, known), way)?;
    let ours = edits.len();
    for finding in
        parts.protection(&way.origin.scope.tenant).formats.find(text, &Hint { key: None })
    {
        let is_ours = |it: &Edit| it.range.start < finding.end && finding.start < it.range.end;
        if edits.iter().take(ours).any(is_ours) {
            continue;
        }
        if let Some(with) = format(&finding, parts, way)? {
            edits.push(Edit { field: index, range: finding.start..finding.end, with });
        }
    }
    if 0 < ours {
        edits.sort_by_key(|edit| edit.range.start);
    }
    Ok(edits)
}

/// Edits that take out the secrets that are kept here.
///
/// # Errors
///
/// As [`edits`].
pub(crate) fn of_ours<U>(
    index: usize,
    text: &str,
    (parts, known): (&Parts<U>, &Known),
    way: &mut Way,
) -> Result<Vec<Edit>, Refusal> {
    let mut edits = Vec::new();
    for hit in known.scanner.find(text) {
        let with = named(&hit.name, parts, way)?;
        edits.push(Edit { field: index, range: hit.range, with });
    }
    Ok(edits)
}

/// What stands for a secret that is kept here: its name.
///
/// # Errors
///
/// As [`edits`].
pub(crate) fn named<U>(
    name: &SecretName,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<String, Refusal> {
    match parts.protection(&way.origin.scope.tenant).privacy.action(&Entity::SECRET) {
        Action::Block => {
            way.found(Entity::SECRET.name(), Action::Block);
            Err(blocked())
        }
        // Even where secrets are allowed: this one was given to be kept.
        Action::Allow | Action::Surrogate | Action::Redact | Action::Mask | Action::Hash => {
            way.found(Entity::SECRET.name(), Action::Redact);
            Ok(stand_in(name))
        }
    }
}

/// Refuses a document that holds a secret which is kept here where no text is read: in an id, a
/// name, a picture. There it cannot be replaced.
///
/// # Errors
///
/// [`Code::BlockedContent`].
pub(crate) fn nowhere_else(document: &Document, known: &Known) -> Result<(), Refusal> {
    let hits = known.scanner.find(&document.raw);
    let is_read = |place: &Range<usize>| {
        let holds =
            |field: &Field| field.place.start <= place.start && place.end <= field.place.end;
        document.fields.iter().any(holds)
    };
    match hits.iter().all(|hit| is_read(&hit.range)) {
        true => Ok(()),
        false => Err(misplaced()),
    }
}

fn misplaced() -> Refusal {
    Refusal::new(
        Code::BlockedContent,
        "it holds a secret where none can be taken out",
        "a secret that is kept here, in an id, a name or bytes that no recognizer reads",
    )
}

/// The name of a secret, where its value stood.
pub(crate) fn stand_in(name: &SecretName) -> String {
    format!("[SECRET:{}]", name.as_str())
}

/// What stands for what looks like a secret; `None` where secrets are allowed.
///
/// # Errors
///
/// As [`edits`].
pub(crate) fn format<U>(
    finding: &Finding,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<Option<String>, Refusal> {
    let privacy = &parts.protection(&way.origin.scope.tenant).privacy;
    let action = privacy.action(&Entity::SECRET);
    way.found(finding.entity.name(), action);
    match action {
        Action::Allow => Ok(None),
        Action::Block => Err(blocked()),
        // A surrogate for what the caller never had would be of no use to it.
        Action::Surrogate | Action::Redact | Action::Mask | Action::Hash => {
            Ok(Some(privacy.redaction(finding)))
        }
    }
}

fn blocked() -> Refusal {
    Refusal::new(
        Code::BlockedContent,
        "the text holds a secret, which is not allowed to go there",
        "SECRET is set to `block`, and the text holds one",
    )
}
