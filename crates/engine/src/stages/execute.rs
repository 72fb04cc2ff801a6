//! Stage 5: the only stage that touches the outside.

use portcullis_model::{Code, Head, Refusal, Target};

use super::outbound::{Kept, Prepared};
use crate::caller::Caller;
use crate::upstream::{Answer, Body, Upstream};

/// A reply as the far side gave it, with what is needed to make it fit for the caller. It may
/// hold anything: it cannot be printed, and only `inbound` takes it apart.
pub struct Raw {
    answer: Answer,
    kept: Kept,
}

impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Raw(..)")
    }
}

impl Raw {
    pub(super) fn into_parts(self) -> (Answer, Kept) {
        (self.answer, self.kept)
    }
}

/// Runs the call at the far side, until it answers, the time is up or the caller hangs up.
///
/// # Errors
///
/// What the far side refuses; [`Code::UpstreamFailed`], [`Code::Cancelled`].
pub async fn execute<U: Upstream>(
    call: Prepared,
    upstream: &U,
    caller: &mut Caller,
) -> Result<Raw, Refusal> {
    let (call, kept) = call.split();
    let answer = match call.target() {
        Target::Model { .. }
        | Target::Tool { .. }
        | Target::Server { .. }
        | Target::Client { .. } => {
            let time_max = call.time_max();
            // The caller is looked at first: for one who is gone already, nothing leaves.
            tokio::select! {
                biased;
                () = caller.gone() => return Err(cancelled()),
                answer = tokio::time::timeout(time_max, upstream.run(call)) => {
                    answer.map_err(|_| too_slow())??
                }
            }
        }
        // The far side of these is the vault, which `inbound` asks.
        Target::Conceal | Target::Reveal => Answer {
            head: Head { status: 200, headers: Vec::new() },
            body: Body::Whole(call.into_document()),
            media: 0,
        },
    };
    Ok(Raw { answer, kept })
}

fn too_slow() -> Refusal {
    Refusal::new(Code::UpstreamFailed, "the far side did not answer in time", "time limit reached")
}

pub(super) fn cancelled() -> Refusal {
    Refusal::new(Code::Cancelled, "the caller hung up", "the caller hung up")
}
