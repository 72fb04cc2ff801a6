//! The caller's end of a call that runs on its own task.
//!
//! A caller may hang up at any time; the call still ends with an outcome.

use portcullis_model::Refusal;
use tokio::sync::oneshot;

use crate::stages::inbound::Cleared;

/// Where the answer goes.
#[derive(Debug)]
pub struct Caller {
    answer: Option<oneshot::Sender<Result<Cleared, Refusal>>>,
}

impl Caller {
    pub(crate) fn pair() -> (Self, oneshot::Receiver<Result<Cleared, Refusal>>) {
        let (answer, waiting) = oneshot::channel();
        (Self { answer: Some(answer) }, waiting)
    }

    /// Resolves when the caller hung up; never if it was answered.
    pub(crate) async fn gone(&mut self) {
        match &mut self.answer {
            Some(answer) => answer.closed().await,
            None => std::future::pending().await,
        }
    }

    /// Answers. Says nothing if the caller hung up or was answered.
    pub(crate) fn answer(&mut self, answer: Result<Cleared, Refusal>) {
        if let Some(waiting) = self.answer.take() {
            // A caller who is gone is no fault: its outcome is in the log.
            drop(waiting.send(answer));
        }
    }
}
