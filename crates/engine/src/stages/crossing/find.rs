//! Finds what is sensitive in a document, off the threads that wait where that takes time.
//!
//! Secrets that are kept here are found by their values, whatever the recognizers say of them.

use std::sync::Arc;

use portcullis_detect::{Detector, Piece};
use portcullis_model::{Document, Entity, Finding, Form, Refusal};
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
    let fields = document.fields.iter();
    let pieces: Vec<_> = fields
        .map(|field| Piece {
            pointer: &field.pointer,
            text: document.text(field),
            is_key: field.form == Form::Key,
        })
        .collect();
    let secrets: Vec<Found> = pieces
        .iter()
        .enumerate()
        .flat_map(|(index, piece)| secrets(index, piece.text, known))
        .collect();
    let found = detector.find_pieces(&pieces).into_iter();
    let found = found.map(|(field, finding)| Found { field, finding, secret: None });
    let mut all: Vec<_> = found.filter(|found| is_apart(found, &secrets)).collect();
    if !secrets.is_empty() {
        all.extend(secrets);
        all.sort_by_key(|found| (found.field, found.finding.start));
    }
    all
}

/// Whether a finding touches none of these secrets, which are sorted.
fn is_apart(found: &Found, secrets: &[Found]) -> bool {
    let of_field = secrets.partition_point(|secret| secret.field < found.field);
    let touches = |secret: &Found| {
        found.finding.start < secret.finding.end && secret.finding.start < found.finding.end
    };
    let mut of_field = secrets.iter().skip(of_field).take_while(|it| it.field == found.field);
    !of_field.any(touches)
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
