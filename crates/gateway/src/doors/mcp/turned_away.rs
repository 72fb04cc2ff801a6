//! What cannot be passed on: lines that are no messages, messages that are over a limit.
//!
//! It answers where it can tell whom. What a server prints that is no message is shown as what
//! it says besides, which passes the way like all else.

use std::sync::Arc;

use portcullis_model::{CallId, Code, Document, Refusal, Target};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::batch::Slot;
use super::{Door, other};
use crate::dialects::mcp::{self, Broken, Sender};
use crate::upstreams::stdio::{Arrival, Passage};
use crate::wire::lines::Line;
use crate::wire::rpc::Id;

/// The method under which the log knows what a server says besides.
const ERRORS: &str = "stderr";
/// The JSON-RPC code of what is no JSON.
const NO_JSON: i32 = -32700;

impl Door {
    /// Answers a line that is no message, and records it.
    pub(super) async fn turn_away(
        self: &Arc<Self>,
        from: Sender,
        broken: Broken,
        slot: Option<Slot>,
        tasks: &mut JoinSet<()>,
    ) {
        let Broken { refusal, id, line, is_garbage } = broken;
        // What names no method can only be an answer: whoever waits for it learns that it came.
        let is_answer = !line.contains("\"method\"");
        let asked = id.as_ref().filter(|_| is_answer);
        if let Some(asked) = asked.and_then(|id| self.asked_by(other(from)).answered(id)) {
            let answer = Err(unreadable(&refusal));
            drop(asked.reply.send(Arrival { answer, place: None }));
            return;
        }
        if from == Sender::Server && (is_answer || id.is_none()) {
            tracing::warn!(
                "the server printed what is no message of the protocol; it follows here"
            );
            return self.say(line, tasks).await;
        }
        let call = self.engine().call_id();
        let code = if is_garbage { NO_JSON } else { mcp::code(refusal.code) };
        let refusal = self.refused(&call, "message", refusal).await;
        let answer = mcp::answer(id.as_ref(), code, &refusal, Some(&call));
        self.give(from, answer, slot.as_ref());
    }

    /// Refuses a request that was read, and records it.
    pub(super) async fn refuse(
        &self,
        from: Sender,
        (id, method): (&Id, &str),
        refusal: Refusal,
        slot: Option<&Slot>,
    ) {
        let call = self.engine().call_id();
        let refusal = self.refused(&call, method, refusal).await;
        let answer = mcp::answer(Some(id), mcp::code(refusal.code), &refusal, Some(&call));
        self.give(from, answer, slot);
    }

    /// Records what was refused before it was a call.
    pub(super) async fn refused(&self, call: &CallId, method: &str, refusal: Refusal) -> Refusal {
        match self.engine().turned_away(call, &self.origin, method, &refusal).await {
            Ok(()) => refusal,
            Err(unrecorded) => unrecorded,
        }
    }

    /// Gives a side an answer of our own.
    fn give(&self, to: Sender, answer: String, slot: Option<&Slot>) {
        match slot {
            Some(slot) => slot.put(answer),
            None => self.to(to).ticket().fill(answer, None),
        }
    }

    /// Takes what the server says besides, until there is no more.
    pub(super) async fn listen_besides(
        self: &Arc<Self>,
        lines: &mut mpsc::Receiver<Vec<Line>>,
        tasks: &mut JoinSet<()>,
    ) {
        while let Some(group) = lines.recv().await {
            let texts = group.into_iter().map(|line| match line {
                Line::Text(text) => text,
                Line::NotText(bytes) | Line::TooLong(bytes) => {
                    String::from_utf8_lossy(&bytes).into_owned()
                }
            });
            self.say(texts.collect::<Vec<_>>().join("\n"), tasks).await;
            while tasks.try_join_next().is_some() {}
        }
    }

    /// Passes on a text for whoever reads the client's log.
    async fn say(self: &Arc<Self>, text: String, tasks: &mut JoinSet<()>) {
        let room = self.session.to_errors.room(text.len()).await;
        let ticket = self.session.to_errors.ticket();
        let (server, method) = (self.session.server.clone(), ERRORS.into());
        let call = self.engine().call_id();
        let call = self.call(call, Target::Client { server, method }, Document::plain(text));
        let passage = Passage { ticket, room, reply: None, back: Arc::default() };
        self.session.prepare(call.id.clone(), passage);
        let door = Arc::clone(self);
        tasks.spawn(async move {
            let id = call.id.clone();
            if let Err(refusal) = door.engine().handle(call).await {
                tracing::warn!(code = refusal.code.name(), "a text of the server is not shown");
            }
            door.session.forget(&id);
        });
    }
}

fn unreadable(refusal: &Refusal) -> Refusal {
    Refusal::new(
        Code::UpstreamFailed,
        "the answer could not be read",
        format!("answer: {}", refusal.reason),
    )
}
