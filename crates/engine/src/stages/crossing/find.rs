//! Finds what is sensitive in a document, off the threads that wait where that takes time.
//!
//! Secrets that are kept here are found by their values, whatever the recognizers say of them.

use std::sync::Arc;

use portcullis_detect::{Detector, Hint};
use portcullis_model::{Document, Entity, Field, Finding, Refusal};
use portcullis_secrets::{Known, SecretName};

use super::leaks;
use crate::parts::unavailable;

/// LIMIT: a document over this size is searched on a thread that may be busy: at the speed of
/// the detector it takes a millisecond.
const INLINE_BYTES_MAX: usize = 64 << 10;

/// A finding in one field.
pub(crate) struct Found {
    pub(crate) field: usize,
    pub(crate) finding: Finding,
    /// The secret that it is, where it is one that is kept here.
    pub(crate) secret: Option<SecretName>,
}

/// Searches all fields; gives the document back.
///
/// # Errors
///
/// [`portcullis_model::Code::Unavailable`] if the search broke,
/// [`portcullis_model::Code::BlockedContent`] if a secret stands outside of all fields.
pub(crate) async fn find(
    document: Document,
    detector: &Arc<Detector>,
    known: &Arc<Known>,
) -> Result<(Document, Vec<Found>), Refusal> {
    if document.raw.len() <= INLINE_BYTES_MAX {
        leaks::nowhere_else(&document, known)?;
        let found = search(&document, detector, known);
        return Ok((document, found));
    }
    let (detector, known) = (Arc::clone(detector), Arc::clone(known));
    let searched = tokio::task::spawn_blocking(move || {
        leaks::nowhere_else(&document, &known)?;
        let found = search(&document, &detector, &known);
        Ok((document, found))
    });
    searched.await.map_err(|_| unavailable("the search for personal data broke"))?
}

fn search(document: &Document, detector: &Detector, known: &Known) -> Vec<Found> {
    let mut all = Vec::new();
    for (index, field) in document.fields.iter().enumerate() {
        let text = document.text(field);
        let secrets = secrets(index, text, known);
        let found = detector.find(text, &Hint { key: key(field) });
        let apart = |finding: &Finding| {
            let is_apart =
                |it: &Found| finding.end <= it.finding.start || it.finding.end <= finding.start;
            secrets.iter().all(is_apart)
        };
        let found = found.into_iter().filter(apart);
        let begin = all.len();
        all.extend(found.map(|finding| Found { field: index, finding, secret: None }));
        if !secrets.is_empty() {
            all.extend(secrets);
            let of_field = all.get_mut(begin..).unwrap_or_default();
            of_field.sort_by_key(|it| it.finding.start);
        }
    }
    all
}

/// The secrets of ours that stand in a text.
fn secrets(field: usize, text: &str, known: &Known) -> Vec<Found> {
    let found = |hit: portcullis_secrets::Hit| Found {
        field,
        finding: Finding {
            entity: Entity::SECRET,
            rule: Some("known".into()),
            start: hit.range.start,
            end: hit.range.end,
            score: 1.0,
            recognizer: "secrets".into(),
        },
        secret: Some(hit.name),
    };
    known.scanner.find(text).into_iter().map(found).collect()
}

/// The key under which a field stands: the last segment of its pointer that is no index.
fn key(field: &Field) -> Option<&str> {
    field
        .pointer
        .rsplit('/')
        .find(|segment| !segment.is_empty() && !segment.bytes().all(|byte| byte.is_ascii_digit()))
}
