//! Tool arguments in a model's reply: revealed only where a rule discloses them.
//!
//! Everything else in them keeps its surrogate; whoever runs the tool reveals just in time,
//! or not at all.

use portcullis_model::{Document, Edit, Refusal, ToolName};
use portcullis_policy::Disclosures;
use portcullis_vault::UNTOLD;

use super::open::{Found, Revealing};
use super::{Place, leaks, open, restore};
use crate::stages::record;
use crate::upstream::Upstream;
use crate::way::{Warning, Way};

/// Reveals in the whole arguments of one call of `tool`. `None`: they stay as they are.
///
/// # Errors
///
/// [`portcullis_model::Code::BlockedContent`] for a secret where secrets are blocked;
/// [`portcullis_model::Code::Unavailable`] if the vault or the log is.
pub(crate) async fn arguments<U: Upstream>(
    (tool, text): (&str, &str),
    disclosures: &Disclosures,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Option<String>, Refusal> {
    if !disclosures.any_for(&ToolName::bare(tool)) {
        return Ok(None);
    }
    // Arguments that are no JSON fit no rule.
    let Some(mut document) = place.parts.upstream.read_arguments(text) else { return Ok(None) };
    let places: Vec<Box<str>> = document.fields.iter().map(|field| field.pointer.clone()).collect();
    let at = |index: usize| (tool, places.get(index).map_or("", AsRef::as_ref));
    let revealing = disclose(&document, at, disclosures, place, way).await?;
    if revealing.is_empty() {
        return Ok(None);
    }
    // Secrets first: of two edits that overlap the one that starts earlier is kept.
    let mut edits = Vec::new();
    for (index, field) in document.fields.iter().enumerate() {
        edits.extend(leaks::edits(index, document.text(field), (place.parts, place.known), way)?);
    }
    edits.extend(open::with_numbers(&mut document, revealing));
    restore::settle(&mut edits);
    let edited = portcullis_model::Edited::new(document, edits);
    Ok(Some(place.parts.upstream.write_arguments(&edited)))
}

/// Reveals in those fields of `document` that are single arguments: `at` says of which tool,
/// and where in its arguments (a tool without a name is no argument at all).
///
/// # Errors
///
/// As [`arguments`].
pub(crate) async fn in_place<'t, U: Upstream>(
    document: &mut Document,
    at: impl Fn(usize) -> (&'t str, &'t str),
    disclosures: &Disclosures,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Vec<Edit>, Refusal> {
    let revealing = disclose(document, at, disclosures, place, way).await?;
    Ok(open::with_numbers(document, revealing))
}

/// LIMIT: surrogates in the arguments of one tool call; a longer list is work, or guesses.
pub(super) const DISCLOSED_MAX: usize = 1_000;
/// LIMIT: surrogates in the arguments of one reply that stand for nothing. A model that mistypes
/// one or two goes on; a list of them is a search through a small space (every social security
/// number), and then none of its hits is told either.
const UNKNOWN_MAX: u64 = 16;

async fn disclose<'t, U: Upstream>(
    document: &Document,
    at: impl Fn(usize) -> (&'t str, &'t str),
    disclosures: &Disclosures,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Vec<Revealing>, Refusal> {
    let rule = |field: usize, entity: &portcullis_model::Entity| {
        let (tool, argument) = at(field);
        disclosures.allows(&ToolName::bare(tool), argument, entity).map(ToString::to_string)
    };
    let mut found: Vec<Found<'_>> = open::find(document, place, |field, mention| {
        mention.entity == UNTOLD || rule(field, &mention.entity).is_some()
    });
    if DISCLOSED_MAX < found.len() {
        way.warn(Warning::ArgumentsUndisclosed);
        return Ok(Vec::new());
    }
    open::name(&mut found, place).await?;
    found.retain(|it| it.mention.entity == UNTOLD || rule(it.field, &it.mention.entity).is_some());
    let revealing = open::reveal(&found, place, way).await?;
    if UNKNOWN_MAX < way.unknown {
        way.revealed = way.revealed.saturating_sub(revealing.len() as u64);
        way.warn(Warning::ArgumentsUndisclosed);
        return Ok(Vec::new());
    }
    for disclosed in &found {
        let was = |it: &Revealing| {
            it.edit.field == disclosed.field && it.edit.range == disclosed.mention.range
        };
        if !revealing.iter().any(was) {
            continue;
        }
        let (tool, argument) = at(disclosed.field);
        let rule = rule(disclosed.field, &disclosed.mention.entity).unwrap_or_default();
        let entity = disclosed.mention.entity.name();
        let surrogate = disclosed.surrogate;
        let reveal = record::Reveal { tool, argument, rule, entity, surrogate };
        record::reveal(&reveal, place.parts, way).await?;
    }
    Ok(revealing)
}
