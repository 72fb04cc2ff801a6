//! In the URLs of which hosts a call held its values.
//!
//! The reply may reveal a value inside a URL only where the caller itself had it in a URL of
//! the same host: else a fetched link could carry it away. What counts is the concealed text,
//! since that is what the model can echo.

use portcullis_model::{Document, Edit};
use portcullis_vault::revealer;

/// The hosts for each edit, in the order of `edits`.
pub(super) fn hosts(document: &Document, edits: &[Edit]) -> Vec<Vec<Box<str>>> {
    let mut all = Vec::with_capacity(edits.len());
    for group in edits.chunk_by(|one, next| one.field == next.field) {
        let text = group
            .first()
            .and_then(|edit| document.fields.get(edit.field))
            .map_or("", |field| document.text(field));
        if !text.contains("//") && !text.contains("www.") {
            all.extend(group.iter().map(|_| Vec::new()));
            continue;
        }
        let (concealed, places) = apply(text, group);
        let hosts = revealer::hosts(&concealed, &places);
        all.extend(hosts.into_iter().map(|host| host.into_iter().collect()));
    }
    all
}

/// The text as the model sees it, and where in it each edit begins.
fn apply(text: &str, edits: &[Edit]) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(edits.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        places.push(out.len());
        out.push_str(&edit.with);
        at = edit.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, places)
}
