//! Requests that wait for their answer, by the id that the answer will name.
//!
//! It matches answers to requests and reads neither.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portcullis_model::{CallId, Document, Refusal, Tool};
use tokio::sync::oneshot;

use super::pipe::{Room, Ticket};
use crate::wire::rpc::Id;

/// Requests of one side that may wait at once.
// LIMIT: more than any client has; each keeps a call open.
const PENDING_MAX: usize = 1024;

/// An answer, as it arrived.
#[derive(Debug)]
pub struct Arrival {
    /// What it says, with the parts of it that no recognizer can read; or why it cannot be read.
    pub answer: Result<(Document, usize), Refusal>,
    /// Its place on the way to whoever asked; an item of a batch has none.
    pub place: Option<(Ticket, Option<Room>)>,
}

/// A page of a list of tools.
#[derive(Debug)]
pub struct Page {
    /// The tools.
    pub tools: Vec<Arc<Tool>>,
    /// Where the next page begins, as JSON.
    pub next: Option<Box<str>>,
}

/// A request that waits.
#[derive(Debug)]
pub struct Asked {
    /// The call that it is.
    pub call: CallId,
    /// What was asked.
    pub method: Box<str>,
    /// Whether its answer takes a place of its own on the way back.
    pub is_alone: bool,
    /// Where its answer goes.
    pub reply: oneshot::Sender<Arrival>,
    /// For the first page of tools: how much had changed when it was asked for.
    pub list: Option<u64>,
    /// Where a page goes that the gate itself asked for.
    pub page: Option<oneshot::Sender<Page>>,
    /// Gives the call up; takes the way of its answer along, so that this stays open till then.
    pub abort: Option<oneshot::Sender<oneshot::Sender<Arrival>>>,
}

/// The requests of one side.
#[derive(Debug, Default)]
pub struct Pending {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    asked: HashMap<Id, Asked>,
    /// Whether nobody answers any more.
    is_over: bool,
}

/// Why a request cannot wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// Another one with this id does.
    Twice,
    /// Too many do.
    TooMany,
    /// Nobody answers any more.
    Over,
}

impl Pending {
    /// Lets a request wait.
    ///
    /// # Errors
    /// If it cannot.
    pub fn ask(&self, id: Id, asked: Asked) -> Result<(), Full> {
        let mut state = self.lock();
        if state.is_over {
            return Err(Full::Over);
        }
        let count = state.asked.len();
        match state.asked.entry(id) {
            Entry::Occupied(_) => Err(Full::Twice),
            Entry::Vacant(_) if PENDING_MAX <= count => Err(Full::TooMany),
            Entry::Vacant(entry) => {
                entry.insert(asked);
                Ok(())
            }
        }
    }

    /// What was asked with this id.
    #[must_use]
    pub fn method(&self, id: &Id) -> Option<Box<str>> {
        self.lock().asked.get(id).map(|asked| asked.method.clone())
    }

    /// The request that an answer with this id answers: it waits no more.
    #[must_use]
    pub fn answered(&self, id: &Id) -> Option<Asked> {
        self.lock().asked.remove(id)
    }

    /// Forgets a request whose call ended, unless another one has its id by now.
    pub fn forget(&self, id: &Id, call: &CallId) {
        let mut state = self.lock();
        if state.asked.get(id).is_some_and(|asked| asked.call == *call) {
            state.asked.remove(id);
        }
    }

    /// Nobody will answer any more: every call that waits learns it.
    pub fn end(&self) {
        let mut state = self.lock();
        state.is_over = true;
        state.asked.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(call: &str) -> Asked {
        Asked {
            call: CallId(call.into()),
            method: "ping".into(),
            is_alone: true,
            reply: oneshot::channel().0,
            list: None,
            page: None,
            abort: None,
        }
    }

    fn id(number: usize) -> Id {
        Id::Number(number.to_string().into())
    }

    #[test]
    fn an_id_waits_once_and_is_answered_once() {
        let pending = Pending::default();
        assert_eq!(pending.ask(id(1), asked("a")), Ok(()));
        assert_eq!(pending.ask(id(1), asked("b")), Err(Full::Twice));
        assert_eq!(pending.ask(Id::Text("1".into()), asked("c")), Ok(()));
        assert!(pending.answered(&id(1)).is_some());
        assert!(pending.answered(&id(1)).is_none());
        assert_eq!(pending.ask(id(1), asked("d")), Ok(()));
        // The end of the first call does not touch the second one of its id.
        pending.forget(&id(1), &CallId("a".into()));
        assert!(pending.answered(&id(1)).is_some());
    }

    #[test]
    fn what_waits_is_bounded() {
        let pending = Pending::default();
        for number in 0..PENDING_MAX {
            assert_eq!(pending.ask(id(number), asked("a")), Ok(()));
        }
        assert_eq!(pending.ask(id(PENDING_MAX), asked("a")), Err(Full::TooMany));
        pending.end();
        assert_eq!(pending.ask(id(PENDING_MAX), asked("a")), Err(Full::Over));
    }
}
