//! Moves a streamed reply from the far side to the caller, until either ends it.

use std::time::Duration;

use futures_util::StreamExt;
use portcullis_model::{Code, Event, Piece, Refusal};
use tokio::sync::mpsc;

use super::guard::Guard;
use crate::parts::Parts;
use crate::stages::execute::cancelled;
use crate::stages::outbound::Kept;
use crate::upstream::{EventStream, Upstream};
use crate::way::Way;

/// A stream that is about to flow.
pub(crate) struct Pump {
    events: EventStream,
    kept: Kept,
    out: mpsc::Sender<Result<Vec<Piece>, Refusal>>,
}

impl Pump {
    pub(super) fn new(
        events: EventStream,
        kept: Kept,
        out: mpsc::Sender<Result<Vec<Piece>, Refusal>>,
    ) -> Self {
        Self { events, kept, out }
    }

    /// Runs until the stream ends, and says how.
    ///
    /// A refusal in mid-stream is delivered to the caller as its last group.
    ///
    /// # Errors
    ///
    /// What the far side refused, what the guards refused, [`Code::Cancelled`].
    pub(crate) async fn run<U: Upstream>(
        self,
        parts: &Parts<U>,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        let Self { mut events, kept, out } = self;
        let mut guard = Guard::new(&kept, parts);
        let end = flow(&mut events, &mut guard, &out, kept.time_max, way).await;
        // What was held back may still end as text: it is part of what was said so far.
        let mut rest = Vec::new();
        let flushed = guard.finish(&mut rest, way).await;
        if !rest.is_empty() {
            send(&out, rest).await?;
        }
        let end = end.and(flushed);
        if let Err(refusal) = &end {
            // The caller may be gone: the outcome record says what happened.
            drop(out.send(Err(refusal.clone())).await);
        }
        end
    }
}

async fn flow<U: Upstream>(
    events: &mut EventStream,
    guard: &mut Guard<'_, U>,
    out: &mpsc::Sender<Result<Vec<Piece>, Refusal>>,
    wait_max: Duration,
    way: &mut Way,
) -> Result<(), Refusal> {
    loop {
        let group = tokio::select! {
            group = tokio::time::timeout(wait_max, events.next()) => group.map_err(|_| stalled())?,
            () = out.closed() => return Err(cancelled()),
        };
        let Some(group) = group else { return Ok(()) };
        let mut pieces = Vec::new();
        let guarded = push(group?, guard, &mut pieces, way).await;
        if !pieces.is_empty() {
            send(out, pieces).await?;
        }
        guarded?;
    }
}

async fn push<U: Upstream>(
    group: Vec<Event>,
    guard: &mut Guard<'_, U>,
    pieces: &mut Vec<Piece>,
    way: &mut Way,
) -> Result<(), Refusal> {
    for event in group {
        guard.push(event, pieces, way).await?;
    }
    Ok(())
}

async fn send(
    out: &mpsc::Sender<Result<Vec<Piece>, Refusal>>,
    pieces: Vec<Piece>,
) -> Result<(), Refusal> {
    out.send(Ok(pieces)).await.map_err(|_| cancelled())
}

fn stalled() -> Refusal {
    Refusal::new(
        Code::UpstreamFailed,
        "the provider stopped answering in the middle of its reply",
        "time limit between two events reached",
    )
}
