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

/// What goes to the caller: groups of pieces, or the refusal that ends them.
pub(super) type Group = Result<Vec<Piece>, Refusal>;

/// A stream that is about to flow.
pub(crate) struct Pump {
    events: EventStream,
    kept: Kept,
    out: mpsc::Sender<Group>,
    last: LastWord,
}

/// The place in the queue that is kept free for a refusal: it waits for no reader, and as long
/// as it is there the stream has not ended for the caller.
pub(crate) struct LastWord(Option<mpsc::OwnedPermit<Group>>);

impl LastWord {
    /// Ends the stream with a refusal; dropping it ends the stream well.
    pub(crate) fn refuse(self, refusal: Refusal) {
        if let Some(place) = self.0 {
            drop(place.send(Err(refusal)));
        }
    }
}

impl Pump {
    pub(super) fn new(events: EventStream, kept: Kept, out: mpsc::Sender<Group>) -> Self {
        let last = LastWord(out.clone().try_reserve_owned().ok());
        Self { events, kept, out, last }
    }

    /// What ends the stream, for whoever records how it ended. There is one.
    pub(crate) fn take_last_word(&mut self) -> LastWord {
        LastWord(self.last.0.take())
    }

    /// Runs until the stream ends, and says how.
    ///
    /// # Errors
    ///
    /// What the far side refused, what the guards refused, [`Code::Cancelled`].
    pub(crate) async fn run<U: Upstream>(
        self,
        parts: &Parts<U>,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        let Self { mut events, kept, out, last: _ } = self;
        let mut guard = Guard::new(&kept, parts);
        let wait_max = kept.time_max;
        // What the guards refuse, and a caller who is gone, ends it at once.
        let end = loop {
            let group = match next(&mut events, &out, wait_max).await {
                Next::Group(group) => group,
                Next::End(end) => break end,
                Next::Gone => return Err(cancelled()),
            };
            let mut pieces = Vec::new();
            let guarded = push(group, &mut guard, &mut pieces, way).await;
            send(&out, pieces, wait_max).await?;
            guarded?;
        };
        // What was held back may still end as text: it is part of what was said so far.
        let mut rest = Vec::new();
        let flushed = guard.finish(&mut rest, way).await;
        let sent = send(&out, rest, wait_max).await;
        end.and(flushed).and(sent)
    }
}

/// What comes next in a stream.
enum Next {
    Group(Vec<Event>),
    /// The far side ended it, well or not.
    End(Result<(), Refusal>),
    /// The caller is gone.
    Gone,
}

async fn next(events: &mut EventStream, out: &mpsc::Sender<Group>, wait_max: Duration) -> Next {
    let group = tokio::select! {
        group = tokio::time::timeout(wait_max, events.next()) => group,
        () = out.closed() => return Next::Gone,
    };
    match group {
        Ok(Some(Ok(group))) => Next::Group(group),
        Ok(Some(Err(refusal))) => Next::End(Err(refusal)),
        Ok(None) => Next::End(Ok(())),
        Err(_) => Next::End(Err(stalled())),
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
    out: &mpsc::Sender<Group>,
    pieces: Vec<Piece>,
    wait_max: Duration,
) -> Result<(), Refusal> {
    if pieces.is_empty() {
        return Ok(());
    }
    match tokio::time::timeout(wait_max, out.send(Ok(pieces))).await {
        Ok(sent) => sent.map_err(|_| cancelled()),
        Err(_) => Err(unread()),
    }
}

fn stalled() -> Refusal {
    Refusal::new(
        Code::UpstreamFailed,
        "the provider stopped answering in the middle of its reply",
        "time limit between two events reached",
    )
}

/// A caller that holds its end open and reads nothing would hold the call for ever.
fn unread() -> Refusal {
    Refusal::new(
        Code::Cancelled,
        "the reply was not read in time",
        "the caller stopped reading in the middle of the reply",
    )
}
