//! Finds what is sensitive in a document, with an analyzer where one is set up.
//!
//! What patterns find is hidden from the analyzer, unless it is to see it; secrets that are kept
//! here and surrogates are hidden in any case. Of what it finds the settings of the tenant take
//! their part, which is merged by one rule.

use std::collections::BTreeMap;
use std::ops::Range;

use portcullis_model::{Action, Document, Field, Form, Refusal, Role};
use portcullis_vault::Claim;

use super::Place;
use super::find::{self, Found};
use super::merge;
use crate::analysis::AnalyzerError;
use crate::analysis::requests::{Requests, Seen};
use crate::parts::{Protection, unavailable};
use crate::way::{Warning, Way};

/// Searches all fields; gives the document back.
///
/// # Errors
///
/// As [`find::find`]; [`portcullis_model::Code::Unavailable`] where the analyzer fails and the
/// settings or the level say that nothing goes on without it.
pub(crate) async fn analyze<U>(
    document: Document,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<(Document, Vec<Found>), Refusal> {
    let Protection { detector, analysis, .. } = place.protection();
    let Some(analysis) = analysis else {
        return find::find(document, detector, place.known).await;
    };
    let send_raw = analysis.settings().send_raw;
    let (scope, clock) = (&place.keys.fingerprint, &*place.parts.clock);
    let (document, found, mut analyzed) = if send_raw {
        let texts = texts(&document, &[], place);
        let found = find::find(document, detector, place.known);
        let (found, analyzed) = tokio::join!(found, analysis.find(&texts, scope, clock));
        let (document, found) = found?;
        (document, found, analyzed)
    } else {
        let (document, found) = find::find(document, detector, place.known).await?;
        let texts = texts(&document, &found, place);
        let analyzed = analysis.find(&texts, scope, clock).await;
        (document, found, analyzed)
    };
    if let Some(fault) = analyzed.fault {
        without(fault, place, way)?;
    }
    analyzed.seen.retain(|seen| detector.takes(&seen.finding, value(&document, seen)));
    if analyzed.seen.is_empty() {
        return Ok((document, found));
    }
    // What goes out as it is takes the place of nothing that does not.
    let goes_out = |it: &&mut Seen| place.privacy().action_of(&it.finding) == Action::Allow;
    analyzed.seen.iter_mut().filter(goes_out).for_each(|it| it.finding.score = 0.0);
    let is_certain = |it: &Found| !send_raw || it.secret.is_some();
    let found = merge::merge(&document, found, analyzed.seen, is_certain);
    Ok((document, found))
}

/// What was found.
fn value<'d>(document: &'d Document, seen: &Seen) -> &'d str {
    let text = document.fields.get(seen.field).map(|field| document.text(field));
    let value = text.and_then(|text| text.get(seen.finding.start..seen.finding.end));
    value.unwrap_or_default().trim()
}

/// The texts that an analyzer gets to see.
fn texts<U>(document: &Document, found: &[Found], place: &Place<'_, U>) -> Requests {
    let mut hidden: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for it in found {
        hidden.entry(it.field).or_default().push(it.finding.start..it.finding.end);
    }
    let mut texts = Requests::default();
    for (index, field) in document.fields.iter().enumerate() {
        let text = document.text(field);
        if !is_for_analyzers(field, text) {
            continue;
        }
        let mut hide = hidden.remove(&index).unwrap_or_default();
        hide.extend(place.known.scanner.find(text).into_iter().map(|hit| hit.range));
        let mentions = place.parts.vault.mentions(text).into_iter();
        // What only may be one is a value too, which patterns find.
        let certain = mentions.filter(|mention| mention.claim == Claim::Certain);
        hide.extend(certain.map(|mention| mention.range));
        texts.add(index, text, &joined(hide));
    }
    texts
}

/// Whether names of the world stand in a field as such.
fn is_for_analyzers(field: &Field, text: &str) -> bool {
    let by_role = match field.role {
        Role::Text | Role::Arguments { .. } | Role::Argument { .. } => true,
        // What the provider signed it wrote itself; nothing could be changed there, and a name
        // of the world in a model's thoughts is no reason to refuse a call.
        Role::Sealed | Role::Logprobs | Role::Issued { .. } => false,
    };
    let by_form = match field.form {
        Form::Str | Form::Raw | Form::Plain => true,
        // A key of one word is the name of a member, whatever else it may look like.
        Form::Key => text.contains(char::is_whitespace),
        Form::Number => false,
    };
    by_role && by_form
}

/// The same ranges sorted, with those that touch in one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            Some(_) | None => out.push(range),
        }
    }
    out
}

/// Goes on with what is known without the analyzer, or does not. Either stands in the record.
fn without<U>(fault: AnalyzerError, place: &Place<'_, U>, way: &mut Way) -> Result<(), Refusal> {
    way.warn(Warning::NotAnalyzed);
    tracing::warn!(call = %way.id, "the analyzer {fault}");
    if place.protection().needs_analysis() {
        return Err(unavailable(format!("the analyzer {fault}")));
    }
    Ok(())
}
