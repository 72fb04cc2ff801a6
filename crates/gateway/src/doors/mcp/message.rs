//! One message, from the line that it came in to the line that it leaves in.
//!
//! It finds out what a message is to the policy: the call of a tool, a word to a server, a word
//! to a client. What happens to it then is the engine's business.

use std::sync::{Arc, PoisonError};

use portcullis_engine::{Cleared, ClearedBody};
use portcullis_model::{CallId, Code, Refusal, Target, ToolUse};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::batch::Slot;
use super::{Door, other};
use crate::dialects::mcp::{self, Matter, Message, Refused, Sender};
use crate::upstreams::stdio::{Arrival, Asked, Back, Full, Page, Passage, Room, Ticket};
use crate::wire::rpc::{Form, Id};
use crate::wire::splice;

/// What an answer to a request of an older revision names no id of.
const NO_REQUEST: &str = "error";
/// What a request says that belongs to no session.
const SESSIONLESS: &str = "io.modelcontextprotocol/protocolVersion";

/// A request on its way.
struct Errand {
    from: Sender,
    id: Id,
    call: CallId,
    message: Message,
    ticket: Ticket,
    room: Option<Room>,
    reply: oneshot::Receiver<Arrival>,
    aborted: oneshot::Receiver<oneshot::Sender<Arrival>>,
    slot: Option<Slot>,
}

/// Forgets a request whose call ended, however it did.
struct Ending<'a> {
    door: &'a Door,
    from: Sender,
    id: Id,
    call: CallId,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.door.asked_by(self.from).forget(&self.id, &self.call);
        self.door.session.forget(&self.call);
    }
}

impl Door {
    /// Takes one message.
    pub(super) async fn message(
        self: &Arc<Self>,
        from: Sender,
        message: Message,
        slot: Option<Slot>,
        tasks: &mut JoinSet<()>,
    ) {
        match message.form.clone() {
            Form::Response { id: Some(id) } => self.answer(from, &id, message).await,
            Form::Response { id: None } => self.tell(from, NO_REQUEST.into(), message, tasks).await,
            Form::Notification { method } => self.tell(from, method, message, tasks).await,
            Form::Request { id, method } => {
                self.ask(from, (id, method), (message, slot), tasks).await;
            }
        }
    }

    /// An answer: to the call that waits for it.
    async fn answer(&self, from: Sender, id: &Id, message: Message) {
        let Some(asked) = self.asked_by(other(from)).answered(id) else {
            tracing::warn!("an answer that nobody waits for was dropped");
            return;
        };
        let Message { document, media, matter, .. } = message;
        if let (Matter::Listed { next }, Sender::Server) = (matter, from) {
            let tools = document.listed.iter().map(|listed| Arc::clone(&listed.tool));
            match (asked.page, asked.list, next) {
                // If it is not waited for any more, nobody needs it.
                (Some(page), _, next) => drop(page.send(Page { tools: tools.collect(), next })),
                (None, Some(changes), None) => self.session.catalog.learn(changes, tools),
                (None, _, _) => {}
            }
        }
        let place = match asked.is_alone {
            true => {
                let back = self.to(other(from));
                let room = back.room(document.raw.len()).await;
                Some((back.ticket(), room))
            }
            false => None,
        };
        // If the call is gone, the place is given back.
        drop(asked.reply.send(Arrival { answer: Ok((document, media)), place }));
    }

    /// A word that wants no answer.
    async fn tell(
        self: &Arc<Self>,
        from: Sender,
        method: Box<str>,
        message: Message,
        tasks: &mut JoinSet<()>,
    ) {
        match &message.matter {
            Matter::Changed if from == Sender::Server => self.session.catalog.changed(),
            Matter::Cancel(id) => self.cancel(from, id),
            _ => {}
        }
        let to = self.to(other(from));
        let room = to.room(message.document.raw.len()).await;
        let passage = Passage { ticket: to.ticket(), room, reply: None, back: Back::default() };
        let target = self.target(from, method);
        let mut call = self.call(self.engine().call_id(), target, message.document);
        call.media = message.media;
        self.session.prepare(call.id.clone(), passage);
        let door = Arc::clone(self);
        tasks.spawn(async move {
            let id = call.id.clone();
            if let Err(refusal) = door.engine().handle(call).await {
                let code = refusal.code.name();
                tracing::warn!(call = %id, code, "a notification was not passed on");
            }
            door.session.forget(&id);
        });
    }

    /// The call of a request that nobody wants answered any more.
    fn cancel(&self, from: Sender, id: &Id) {
        let asked = self.asked_by(from).answered(id);
        if let Some(Asked { reply, abort: Some(abort), .. }) = asked {
            // If the call is over, nobody needs to know. The reply stays open until the call is
            // given up: closed before, it would say that the far side failed.
            drop(abort.send(reply));
        }
    }

    /// A request.
    async fn ask(
        self: &Arc<Self>,
        from: Sender,
        (id, method): (Id, Box<str>),
        (message, slot): (Message, Option<Slot>),
        tasks: &mut JoinSet<()>,
    ) {
        let call = self.engine().call_id();
        let (sender, reply) = oneshot::channel();
        let (abort, aborted) = oneshot::channel();
        let list = match (&message.matter, from) {
            (Matter::List, Sender::Client) => Some(self.session.catalog.changes()),
            _ => None,
        };
        let asked = Asked {
            call: call.clone(),
            method: method.clone(),
            is_alone: slot.is_none(),
            reply: sender,
            list,
            page: None,
            abort: Some(abort),
        };
        if let Err(full) = self.asked_by(from).ask(id.clone(), asked) {
            return self.refuse(from, (&id, &method), cannot_wait(full), slot.as_ref()).await;
        }
        let to = self.to(other(from));
        let room = to.room(message.document.raw.len()).await;
        let ticket = to.ticket();
        let errand = Errand { from, id, call, message, ticket, room, reply, aborted, slot };
        let door = Arc::clone(self);
        tasks.spawn(async move { door.run_errand(errand, method).await });
    }

    /// Takes a request all the way, and its answer back.
    async fn run_errand(&self, errand: Errand, method: Box<str>) {
        let Errand { from, id, call, message, ticket, room, reply, aborted, slot } = errand;
        let ending = Ending { door: self, from, id: id.clone(), call: call.clone() };
        let Message { document, media, matter, .. } = message;
        let (called, complete) = match &matter {
            Matter::Call { tool, meta, .. } if from == Sender::Client => {
                let meta = meta.clone().and_then(|meta| document.raw.get(meta));
                (Some(tool.clone()), meta.is_some_and(|meta| meta.contains(SESSIONLESS)))
            }
            _ => (None, false),
        };
        let back = Back::default();
        let result = match self.aim(from, (method, matter), &document.raw, ticket).await {
            Ok((target, tool, ticket)) => {
                let passage = Passage { ticket, room, reply: Some(reply), back: Arc::clone(&back) };
                self.session.prepare(call.clone(), passage);
                let mut asked = self.call(call.clone(), target, document);
                (asked.media, asked.tool) = (media, tool);
                let engine = self.engine();
                tokio::select! {
                    // In this order, so that what is given up is a call by then, with its outcome.
                    biased;
                    result = engine.handle(asked) => result,
                    Ok(_reply) = aborted => return,
                }
            }
            Err(refusal) => Err(self.refused(&call, "tools/call", refusal).await),
        };
        drop(ending);
        let line = match result.map(text) {
            Ok(line) => line,
            Err(refusal) => match called {
                Some(tool) => {
                    let form = self.form_of(&tool);
                    mcp::result(&id, &refusal, Some(&call), complete, form)
                }
                None => mcp::answer(Some(&id), mcp::code(refusal.code), &refusal, Some(&call)),
            },
        };
        let place = back.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (slot, place) {
            (Some(slot), _) => slot.put(line),
            (None, Some((ticket, room))) => ticket.fill(line, room),
            (None, None) => self.to(from).ticket().fill(line, None),
        }
    }

    /// How the refusal of a tool is put: without an output schema, nothing is held against it.
    fn form_of(&self, tool: &str) -> Refused {
        let output = self.session.catalog.find(tool).is_some_and(|tool| tool.output.is_some());
        if output { self.refused } else { Refused::Structured }
    }

    /// What a request is aimed at, and its place; of a tool with what its server says of it.
    async fn aim(
        &self,
        from: Sender,
        (method, matter): (Box<str>, Matter),
        raw: &str,
        ticket: Ticket,
    ) -> Result<(Target, Option<ToolUse>, Ticket), Refusal> {
        match (from, matter) {
            (Sender::Client, Matter::Call { tool, arguments, meta }) => {
                let meta = meta.and_then(|meta| raw.get(meta));
                let (definition, ticket) = self.definition(&tool, meta, ticket).await?;
                let server = self.session.server.clone();
                let used = ToolUse { definition, arguments };
                Ok((Target::Tool { server, tool }, Some(used), ticket))
            }
            _ => Ok((self.target(from, method), None, ticket)),
        }
    }

    /// What a message is aimed at that calls no tool.
    pub(super) fn target(&self, from: Sender, method: Box<str>) -> Target {
        let server = self.session.server.clone();
        match from {
            Sender::Client => Target::Server { server, method },
            Sender::Server => Target::Client { server, method },
        }
    }
}

/// What was cleared, as a line. Nothing in a session is streamed.
fn text(cleared: Cleared) -> String {
    match cleared.into_body() {
        ClearedBody::Whole(edited) => splice(&edited),
        ClearedBody::Stream(_) => String::new(),
    }
}

fn cannot_wait(full: Full) -> Refusal {
    match full {
        Full::Twice => Refusal::new(
            Code::InvalidRequest,
            "a request with this id is still waiting for its answer",
            "an id that is in use",
        )
        .hint("give each request an id of its own"),
        Full::Over => Refusal::new(
            Code::UpstreamFailed,
            "the far side ended before it answered",
            "the session is over",
        ),
        Full::TooMany => Refusal::new(
            Code::Unavailable,
            "too many requests are waiting for their answers",
            "too many requests at once",
        ),
    }
}
