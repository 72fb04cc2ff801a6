//! Every surrogate of the scope becomes its value: for the command line, on request.

use portcullis_model::{Document, Edit, Form, Refusal};
use portcullis_vault::{Claim, Mention, UNTOLD, Written};

use super::Place;
use crate::parts::down;
use crate::way::{Warning, Way};

/// A mention of a surrogate in one field.
#[derive(Clone)]
pub(super) struct Found<'a> {
    pub(super) field: usize,
    pub(super) mention: Mention,
    pub(super) surrogate: &'a str,
}

/// Says what the surrogates in `document` stand for.
///
/// What is unknown, expired or of another scope stays, with a warning. A string that is wholly
/// the surrogate of a JSON number becomes a number again: its field changes form.
///
/// # Errors
///
/// [`portcullis_model::Code::Unavailable`] if the vault is.
pub(crate) async fn open<U>(
    document: &mut Document,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Vec<Edit>, Refusal> {
    let found = find(document, place, |_, _| true);
    let edits = reveal(&found, place, way).await?;
    Ok(with_numbers(document, edits))
}

/// An edit that reveals, and whether the value stood as a JSON number.
pub(super) struct Revealing {
    pub(super) edit: Edit,
    pub(super) numeric: bool,
}

/// All mentions of surrogates in the fields that `wanted` names.
pub(super) fn find<'d, U>(
    document: &'d Document,
    place: &Place<'_, U>,
    wanted: impl Fn(usize, &Mention) -> bool,
) -> Vec<Found<'d>> {
    let mut found = Vec::new();
    for (index, field) in document.fields.iter().enumerate() {
        let text = document.text(field);
        for mention in place.parts.vault.mentions(text) {
            if !wanted(index, &mention) {
                continue;
            }
            let surrogate = text.get(mention.range.clone()).unwrap_or_default();
            found.push(Found { field: index, mention, surrogate });
        }
    }
    found
}

/// Asks the vault of which kind those are whose form does not tell it; what it does not know
/// stays without one.
pub(super) async fn name<U>(found: &mut [Found<'_>], place: &Place<'_, U>) -> Result<(), Refusal> {
    let mut untold: Vec<&mut Found<'_>> =
        found.iter_mut().filter(|found| found.mention.entity == UNTOLD).collect();
    if untold.is_empty() {
        return Ok(());
    }
    let surrogates: Vec<&str> = untold.iter().map(|found| found.surrogate).collect();
    let answers = place.parts.vault.reveal(&place.vault(), &surrogates).await;
    let answers = answers.map_err(|fault| down(&fault))?;
    for (found, answer) in untold.iter_mut().zip(answers) {
        if let Some(revealed) = answer {
            found.mention.entity = revealed.entity;
        }
    }
    Ok(())
}

/// Asks the vault for all of them at once.
pub(super) async fn reveal<U>(
    found: &[Found<'_>],
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Vec<Revealing>, Refusal> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let surrogates: Vec<&str> = found.iter().map(|found| found.surrogate).collect();
    let answers = place.parts.vault.reveal(&place.vault(), &surrogates).await;
    let answers = answers.map_err(|fault| down(&fault))?;
    let mut out = Vec::with_capacity(found.len());
    for (found, answer) in found.iter().zip(answers) {
        let Some(revealed) = answer else {
            // Each counts as a guess. Shapes that occur in the world may be just that: no warning.
            way.unknown += 1;
            if found.mention.claim == Claim::Certain {
                way.warn(Warning::UnknownSurrogate);
            }
            continue;
        };
        way.revealed += 1;
        let numeric = revealed.written == Written::Number;
        let with = revealed.value.expose().to_owned();
        let edit = Edit { field: found.field, range: found.mention.range.clone(), with };
        out.push(Revealing { edit, numeric });
    }
    Ok(out)
}

/// Gives numbers back as numbers where they stand alone in a JSON string.
pub(super) fn with_numbers(document: &mut Document, revealing: Vec<Revealing>) -> Vec<Edit> {
    let mut edits = Vec::with_capacity(revealing.len());
    for Revealing { mut edit, numeric } in revealing {
        if numeric {
            unquote(document, &mut edit);
        }
        edits.push(edit);
    }
    edits
}

/// Widens an edit of a whole string to its quotes, so that what it puts there is no string.
fn unquote(document: &mut Document, edit: &mut Edit) {
    let Some(field) = document.fields.get(edit.field) else { return };
    let whole = edit.range == (0..document.text(field).len());
    if field.form != Form::Str || !whole {
        return;
    }
    let Some(field) = document.fields.get_mut(edit.field) else { return };
    field.form = Form::Raw;
    field.place = field.place.start.saturating_sub(1)..field.place.end + 1;
    field.decoded = None;
    edit.range = 0..field.place.len();
}
