//! Stage 6: the text that comes back is made fit for the caller.

use std::fmt;
use std::ops::Range;

use portcullis_model::{Document, Edited, Head, Listed, Piece, Refusal, Target};
use tokio::sync::mpsc;

use super::crossing::{self, Crossing, Direction, Place};
use super::execute::Raw;
use super::outbound::Kept;
use super::validate;
use crate::parts::Parts;
use crate::upstream::{Body, Upstream};
use crate::way::{Warning, Way};

mod flow;
mod guard;
mod pump;

pub(crate) use pump::Pump;

/// Groups of pieces that wait for the caller; more of them hold the far side back.
const GROUPS_MAX: usize = 16;

/// A reply that may leave the gate. Doors encode this and nothing else; only this file makes one.
pub struct Cleared {
    head: Head,
    warnings: Vec<Warning>,
    body: ClearedBody,
    pump: Option<Pump>,
}

/// The body of a reply that may leave the gate.
pub enum ClearedBody {
    /// All of it.
    Whole(Edited),
    /// Pieces, as they come.
    Stream(Pieces),
}

/// The pieces of a streamed reply, each fit for the caller.
pub struct Pieces(mpsc::Receiver<pump::Group>);

impl Pieces {
    /// The next group of pieces; a refusal is the last that comes. `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Vec<Piece>, Refusal>> {
        self.0.recv().await
    }

    /// As [`Self::next`], for implementing streams by hand.
    pub fn poll_next(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Vec<Piece>, Refusal>>> {
        self.0.poll_recv(context)
    }
}

impl Cleared {
    /// What stands before the body.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// What the caller should know of, as far as it was known before the body.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The body.
    #[must_use]
    pub fn into_body(self) -> ClearedBody {
        self.body
    }

    /// What moves a stream; the engine takes it before the caller gets the reply.
    pub(crate) fn take_pump(&mut self) -> Option<Pump> {
        self.pump.take()
    }
}

/// Rewrites the reply for the caller.
///
/// # Errors
///
/// [`portcullis_model::Code::Unavailable`], [`portcullis_model::Code::BlockedContent`].
pub async fn inbound<U: Upstream>(
    raw: Raw,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<Cleared, Refusal> {
    let (mut answer, kept) = raw.into_parts();
    // Headers cannot be edited; one that holds a secret is not needed by anybody.
    answer.head.headers.retain(|(_, value)| kept.known.scanner.find(value).is_empty());
    let level = parts.protection(&kept.scope.tenant).privacy.level;
    validate::media(answer.media, level, way)?;
    let (body, pump) = match answer.body {
        Body::Whole(document) => (whole(document, &kept, parts, way).await?, None),
        Body::Stream(events) => {
            // One place more: for the refusal that may end the stream.
            let (out, pieces) = mpsc::channel(GROUPS_MAX + 1);
            (ClearedBody::Stream(Pieces(pieces)), Some(Pump::new(events, kept, out)))
        }
    };
    Ok(Cleared { head: answer.head, warnings: way.warnings.clone(), body, pump })
}

async fn whole<U: Upstream>(
    mut document: Document,
    kept: &Kept,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<ClearedBody, Refusal> {
    let source = match &kept.target {
        Target::Tool { .. } | Target::Server { .. } => "server",
        Target::Model { .. } | Target::Client { .. } | Target::Conceal | Target::Reveal => "caller",
    };
    let place = Place { parts, scope: &kept.scope, keys: &kept.keys, known: &kept.known, source };
    let edits = match crossing::crossing(&kept.target, Direction::Inbound) {
        Crossing::Restore => {
            crossing::leaks::nowhere_else(&document, &kept.known)?;
            crossing::restore::restore(&mut document, |_| true, kept, parts, way).await?
        }
        Crossing::Conceal => {
            let found;
            (document, found) = crossing::analyze::analyze(document, &place, way).await?;
            crossing::conceal::conceal(&document, found, &place, way).await?.edits
        }
        Crossing::Open => crossing::open::open(&mut document, &place, way).await?,
        Crossing::Screen => {
            crossing::leaks::nowhere_else(&document, &kept.known)?;
            let mut edits = Vec::new();
            for (index, field) in document.fields.iter().enumerate() {
                let text = document.text(field);
                edits.extend(crossing::leaks::of_ours(index, text, (parts, &kept.known), way)?);
            }
            edits
        }
        Crossing::Keep | Crossing::Deliver => Vec::new(),
    };
    let cuts = unlisted(&document, kept, parts);
    Ok(ClearedBody::Whole(Edited { document, edits, cuts }))
}

/// The definitions of tools that the caller may not use, with what separates them from the
/// others: a tool that is denied is not there.
fn unlisted<U>(document: &Document, kept: &Kept, parts: &Parts<U>) -> Vec<Range<usize>> {
    let Target::Server { server, .. } = &kept.target else { return Vec::new() };
    let principal = &kept.scope.principal;
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut kept_end = None;
    let mut listed = document.listed.iter().peekable();
    while let Some(Listed { tool, place }) = listed.next() {
        if parts.policy.shows(principal, server, tool) {
            kept_end = Some(place.end);
            continue;
        }
        // With the comma behind it; of the last ones with the comma in front of them.
        let cut = match (listed.peek(), kept_end) {
            (Some(next), _) => place.start..next.place.start,
            (None, Some(kept_end)) => {
                cuts.retain(|cut| cut.end <= kept_end);
                kept_end..place.end
            }
            (None, None) => place.clone(),
        };
        cuts.push(cut);
    }
    cuts
}

impl fmt::Debug for Cleared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cleared").field("status", &self.head.status).finish_non_exhaustive()
    }
}

impl fmt::Debug for ClearedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Whole(_) => "Whole(..)",
            Self::Stream(_) => "Stream(..)",
        })
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pieces(..)")
    }
}
