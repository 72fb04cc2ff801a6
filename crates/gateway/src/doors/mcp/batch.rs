//! A batch: several messages in one line, as one revision of the protocol has them.
//!
//! Each is a call of its own; the answers go back in one line when all are there.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::JoinSet;

use super::Door;
use crate::dialects::mcp::{self, Incoming, Sender};
use crate::upstreams::stdio::Pipe;

/// The answers of a batch, until the last one is there.
#[derive(Debug)]
pub(super) struct Batch {
    answers: Mutex<Vec<String>>,
    to: Arc<Pipe>,
}

/// Where an item of a batch puts its answer. The batch is answered when all of these are gone.
pub(super) type Slot = Arc<Batch>;

impl Batch {
    pub(super) fn put(&self, answer: String) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).push(answer);
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        let answers = self.answers.get_mut().unwrap_or_else(PoisonError::into_inner);
        if !answers.is_empty() {
            self.to.ticket().fill(format!("[{}]", answers.join(",")), None);
        }
    }
}

impl Door {
    /// Takes the messages of a batch, in order.
    pub(super) async fn batch(
        self: &Arc<Self>,
        from: Sender,
        items: Vec<String>,
        tasks: &mut JoinSet<()>,
    ) {
        let slot = Arc::new(Batch { answers: Mutex::default(), to: Arc::clone(self.to(from)) });
        for item in items {
            let slot = Some(Arc::clone(&slot));
            match mcp::read(from, item, |id| self.asked_by(super::other(from)).method(id)) {
                Ok(Incoming::One(message)) => self.message(from, message, slot, tasks).await,
                Ok(Incoming::Batch(_)) => {
                    let broken = mcp::unread(
                        "a batch in a batch",
                        portcullis_model::Code::InvalidRequest,
                        b"",
                    );
                    self.turn_away(from, broken, slot, tasks).await;
                }
                Err(broken) => self.turn_away(from, *broken, slot, tasks).await,
            }
        }
    }
}
