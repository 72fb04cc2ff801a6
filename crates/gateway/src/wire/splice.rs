//! Splices edits into a document; what no edit names stays identical to the byte.
//!
//! It decides nothing about texts. An edit that does not fit its field is widened, never
//! narrowed: what should have been replaced does not stay.

use std::borrow::Cow;
use std::ops::Range;

use portcullis_model::{Document, Edit, Edited, Field, Form, Role};

use super::json::{Places, escape_into, mend, quote_into};

/// The document with its edits applied.
///
/// An edit of a string that holds JSON text itself keeps that text JSON: see [`mend`].
#[must_use]
pub fn splice(edited: &Edited) -> String {
    let Edited { document, edits, cuts } = edited;
    let grown: usize = edits.iter().map(|edit| edit.with.len()).sum();
    let mut out = String::with_capacity(document.raw.len() + grown + edits.len() * 2);
    let mut at = 0;
    let mut cuts = cuts.iter().peekable();
    for of_field in edits.chunk_by(|one, other| one.field == other.field) {
        let field = of_field.first().and_then(|edit| document.fields.get(edit.field));
        let Some(field) = field else { continue };
        let place = field.place.clone();
        while let Some(cut) = cuts.next_if(|cut| cut.start <= place.start) {
            out.push_str(document.raw.get(at..cut.start).unwrap_or_default());
            at = at.max(cut.end);
        }
        if place.start < at {
            continue; // Stands inside of what is already replaced whole, or cut.
        }
        out.push_str(document.raw.get(at..place.start).unwrap_or_default());
        write_field(&mut out, document, field, of_field);
        at = place.end;
    }
    for cut in cuts {
        out.push_str(document.raw.get(at..cut.start).unwrap_or_default());
        at = at.max(cut.end);
    }
    out.push_str(document.raw.get(at..).unwrap_or_default());
    out
}

fn write_field(out: &mut String, document: &Document, field: &Field, edits: &[Edit]) {
    match field.form {
        Form::Str | Form::Key => write_string(out, document, field, edits),
        Form::Number => {
            let text = document.text(field);
            quote_into(out, &applied(text, edits));
        }
        Form::Raw => out.extend(edits.iter().map(|edit| edit.with.as_str())),
        Form::Plain => out.push_str(&applied(document.text(field), edits)),
    }
}

fn write_string(out: &mut String, document: &Document, field: &Field, edits: &[Edit]) {
    let inside = document.raw.get(field.place.clone()).unwrap_or_default();
    let mut places = Places::new(inside);
    let mut at = 0;
    for (range, with) in replacements(document, field, edits) {
        let place = places.find(&range);
        out.push_str(inside.get(at..place.start).unwrap_or_default());
        escape_into(out, &with);
        at = place.end.max(at);
    }
    out.push_str(inside.get(at..).unwrap_or_default());
}

/// What to replace in a string. Only text is mended: the arguments of a call are JSON whose
/// edits already are JSON.
fn replacements<'a>(
    document: &Document,
    field: &Field,
    edits: &'a [Edit],
) -> Vec<(Range<usize>, Cow<'a, str>)> {
    let plain = edits.iter().map(|edit| (edit.range.clone(), Cow::Borrowed(edit.with.as_str())));
    if field.role == Role::Text {
        mend(document.text(field), plain.collect())
    } else {
        plain.collect()
    }
}

/// A text with edits applied.
fn applied(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        out.push_str(&edit.with);
        at = edit.range.end.max(at);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests;
