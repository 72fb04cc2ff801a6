//! The way of a call through the gate. Start reading at `Engine::run`.
//!
//! Every stage takes the value of the stage before it and gives the next one. The fields of
//! these values are private to the file of their stage, so nothing can leave for the far side
//! that was not permitted and recorded, and no door can send a reply that was not cleared.
//! No wire format here: doors and upstreams know those.

#![forbid(unsafe_code)]
#![deny(clippy::wildcard_enum_match_arm)]

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use portcullis_model::{Call, CallId, Code, Origin, Refusal, Scope};
use tokio::sync::Semaphore;
use ulid::Ulid;

mod analysis;
mod caller;
mod clock;
mod parts;
pub mod stages;
mod trail;
mod upstream;
mod way;

pub use analysis::{
    Analysis, AnalysisSettings, Analyzer, AnalyzerError, Answered, OnError, REQUEST_BYTES_MAX,
};
pub use clock::{Clock, SystemClock};
pub use parts::{Limits, Parts, Privacy, Protection, Protections};
pub use portcullis_detect as detect;
pub use stages::inbound::{Cleared, ClearedBody, Pieces};
pub use stages::outbound::Outgoing;
pub use stages::record::actor;
pub use trail::{Logs, Trail, TrailError};
pub use upstream::{Answer, Body, EventStream, Upstream};
pub use way::{Warning, action_name};

use caller::Caller;
use stages::{authorize, execute, inbound, outbound, record, validate};
use way::Way;

/// How long a part may take to say that it works.
const READY_MAX: Duration = Duration::from_secs(2);

/// How a gate is that takes calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// All of it works.
    Whole,
    /// The analyzer does not answer: calls go on with what patterns find, save those of tenants
    /// without whom nothing goes on unanalyzed.
    NotAnalyzing,
}

/// The gate: takes calls all the way. Clones are the same gate.
#[derive(Debug)]
pub struct Engine<U> {
    parts: Arc<Parts<U>>,
    /// The digest of the rules, for the records of all calls.
    policy: Arc<str>,
    /// One permit for each call on its way, so that [`Self::drain`] can wait for all.
    calls: Arc<Semaphore>,
}

impl<U> Clone for Engine<U> {
    fn clone(&self) -> Self {
        Self {
            parts: Arc::clone(&self.parts),
            policy: Arc::clone(&self.policy),
            calls: Arc::clone(&self.calls),
        }
    }
}

impl<U: Upstream> Engine<U> {
    /// Puts a gate together.
    #[must_use]
    pub fn new(parts: Parts<U>) -> Self {
        let calls = Arc::new(Semaphore::new(parts.limits.calls_max as usize));
        let policy = record::policy(&parts).into();
        Self { parts: Arc::new(parts), policy, calls }
    }

    /// The same gate with other parts, for the calls that come from here on: both count the
    /// calls on their way together. What holds state must be the same in both.
    #[must_use]
    pub fn renewed(&self, parts: Parts<U>) -> Self {
        let policy = record::policy(&parts).into();
        Self { parts: Arc::new(parts), policy, calls: Arc::clone(&self.calls) }
    }

    /// What the gate was put together from.
    #[must_use]
    pub fn parts(&self) -> &Parts<U> {
        &self.parts
    }

    /// Takes one call all the way, on a task of its own: a caller who hangs up, or who drops
    /// this future, does not cut it in half. Whatever happens, one outcome is recorded.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets instead of a reply.
    pub async fn handle(&self, call: Call) -> Result<Cleared, Refusal> {
        let Ok(on_its_way) = Arc::clone(&self.calls).try_acquire_owned() else {
            let refusal = parts::unavailable("too many calls at once");
            let who = (&call.id, &call.origin);
            record::turned_away(who, Some(&call.target), "", &refusal, &self.parts).await?;
            return Err(refusal);
        };
        let (caller, answer) = Caller::pair();
        let gate = self.clone();
        tokio::spawn(async move {
            Box::pin(gate.conduct(call, caller)).await;
            drop(on_its_way);
        });
        answer.await.unwrap_or_else(|_| Err(lost()))
    }

    /// A new id for a call: a ULID, so that calls sort by time.
    #[must_use]
    pub fn call_id(&self) -> CallId {
        let since = self.parts.clock.now().duration_since(SystemTime::UNIX_EPOCH);
        let millis = since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0));
        let random = portcullis_seal::random::<16>().unwrap_or_default();
        CallId(Ulid::from_parts(millis, u128::from_be_bytes(random)).to_string().into())
    }

    /// What stands for the name of an end user in a principal, where it is no label.
    #[must_use]
    pub fn user_digest(&self, scope: &Scope, user: &str) -> String {
        record::user(&self.parts.digest, scope, user)
    }

    /// Records a request that a door refused before it was a call.
    ///
    /// # Errors
    ///
    /// [`Code::Unavailable`] if that could not be recorded.
    pub async fn turned_away(
        &self,
        id: &CallId,
        origin: &Origin,
        operation: &str,
        refusal: &Refusal,
    ) -> Result<(), Refusal> {
        record::turned_away((id, origin), None, operation, refusal, &self.parts).await
    }

    /// Whether calls can be taken: the log is written, the vault answers, and so does an
    /// analyzer without which nothing goes on.
    ///
    /// # Errors
    ///
    /// The part that is down.
    pub async fn ready(&self) -> Result<Ready, &'static str> {
        if let Trail::Log(log) = &*self.parts.trail
            && log.stopped().is_some()
        {
            return Err("audit");
        }
        let vault = tokio::time::timeout(READY_MAX, self.parts.vault.check()).await;
        if !matches!(vault, Ok(Ok(()))) {
            return Err("vault");
        }
        let protections = || self.parts.protections.all();
        match protections().find_map(|it| it.analysis.as_ref()) {
            Some(analysis) if !analysis.check(READY_MAX).await => {
                match protections().all(Protection::needs_analysis) {
                    true => Err("analyzer"),
                    false => Ok(Ready::NotAnalyzing),
                }
            }
            Some(_) | None => Ok(Ready::Whole),
        }
    }

    /// Waits until no call is on its way, at most `wait_max`; says whether none is. Calls that
    /// come while it waits are refused.
    pub async fn drain(&self, wait_max: Duration) -> bool {
        let all = self.calls.acquire_many(self.parts.limits.calls_max);
        tokio::time::timeout(wait_max, all).await.is_ok()
    }

    /// Runs a call, records what came of it, and answers the caller.
    async fn conduct(&self, call: Call, mut caller: Caller) {
        let started = self.parts.clock.monotonic();
        let mut way = Way::new(&call, started, Arc::clone(&self.policy));
        let run = AssertUnwindSafe(self.run(call, &mut way, &mut caller)).catch_unwind();
        let mut result = run.await.unwrap_or_else(|_| Err(broken()));
        let pump = result.as_mut().ok().and_then(Cleared::take_pump);
        let Some(mut pump) = pump else {
            let outcome = result.as_ref().map(drop);
            let recorded = record::outcome(outcome, &self.parts, &way).await;
            // A refusal stays what it was; a success that is not on record is none.
            caller.answer(result.and_then(|cleared| recorded.map(|()| cleared)));
            return;
        };
        // As long as this is held the stream has not ended for the caller.
        let last = pump.take_last_word();
        caller.answer(result);
        let flow = AssertUnwindSafe(pump.run(&self.parts, &mut way)).catch_unwind();
        let end = flow.await.unwrap_or_else(|_| Err(broken()));
        let recorded = record::outcome(end.as_ref().copied(), &self.parts, &way).await;
        if let Err(refusal) = &recorded {
            tracing::error!(call = %way.id, code = refusal.code.name(), "outcome not recorded");
        }
        if let Err(refusal) = end.and(recorded) {
            last.refuse(refusal);
        }
    }

    /// The stages, in order. There is no other order and no way round one of them.
    async fn run(
        &self,
        call: Call,
        way: &mut Way,
        caller: &mut Caller,
    ) -> Result<Cleared, Refusal> {
        let parts = &*self.parts;
        let call = validate::validate(call, parts, way)?;
        let call = authorize::authorize(call, parts, way)?;
        let call = record::intent(call, parts, way).await?;
        let call = outbound::outbound(call, parts, way).await?;
        let reply = execute::execute(call, &parts.upstream, caller).await?;
        inbound::inbound(reply, parts, way).await
    }
}

/// A bug of ours, caught: the panic itself went to the operator's log.
fn broken() -> Refusal {
    Refusal::new(Code::Unavailable, "the gate broke on this call; it was not completed", "panic")
}

/// The task that held the call is gone without a word, as when the program is being ended.
fn lost() -> Refusal {
    Refusal::new(Code::OutcomeUnknown, "the gate was stopped in the middle of this call", "lost")
}

#[cfg(test)]
mod tests;
