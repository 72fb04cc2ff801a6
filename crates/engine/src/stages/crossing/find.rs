//! Finds what is sensitive in a document, off the threads that wait where that takes time.

use std::sync::Arc;

use portcullis_detect::{Detector, Hint};
use portcullis_model::{Document, Field, Finding, Refusal};

use crate::parts::unavailable;

/// LIMIT: a document over this size is searched on a thread that may be busy: at the speed of
/// the detector it takes a millisecond.
const INLINE_BYTES_MAX: usize = 64 << 10;

/// A finding in one field.
pub(crate) struct Found {
    pub(crate) field: usize,
    pub(crate) finding: Finding,
}

/// Searches all fields; gives the document back.
///
/// # Errors
///
/// [`portcullis_model::Code::Unavailable`] if the search broke.
pub(crate) async fn find(
    document: Document,
    detector: &Arc<Detector>,
) -> Result<(Document, Vec<Found>), Refusal> {
    if document.raw.len() <= INLINE_BYTES_MAX {
        let found = search(&document, detector);
        return Ok((document, found));
    }
    let detector = Arc::clone(detector);
    let searched = tokio::task::spawn_blocking(move || {
        let found = search(&document, &detector);
        (document, found)
    });
    searched.await.map_err(|_| unavailable("the search for personal data broke"))
}

fn search(document: &Document, detector: &Detector) -> Vec<Found> {
    let mut all = Vec::new();
    for (index, field) in document.fields.iter().enumerate() {
        let found = detector.find(document.text(field), &Hint { key: key(field) });
        all.extend(found.into_iter().map(|finding| Found { field: index, finding }));
    }
    all
}

/// The key under which a field stands: the last segment of its pointer that is no index.
fn key(field: &Field) -> Option<&str> {
    field
        .pointer
        .rsplit('/')
        .find(|segment| !segment.is_empty() && !segment.bytes().all(|byte| byte.is_ascii_digit()))
}
