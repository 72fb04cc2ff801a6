//! A session: the two sides, what each waits for, and how a call that was let through leaves.
//!
//! It decides nothing: what leaves is what the engine prepared, where the door said it may go.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portcullis_engine::{Answer, Body, Outgoing};
use portcullis_model::{CallId, Code, Document, Head, Refusal};
use tokio::sync::oneshot;

use super::catalog::Catalog;
use super::child::Child;
use super::pending::{Arrival, Pending};
use super::pipe::{Pipe, Room, Ticket};
use super::threads::{self, Arriving};
use crate::wire;

/// A place on the way back, where an answer left it for its call.
pub type Back = Arc<Mutex<Option<(Ticket, Option<Room>)>>>;

/// How one call leaves, and what it waits for.
#[derive(Debug)]
pub struct Passage {
    /// Its place.
    pub ticket: Ticket,
    /// The room that it takes.
    pub room: Option<Room>,
    /// Its answer; none for what wants none.
    pub reply: Option<oneshot::Receiver<Arrival>>,
    /// Where the place of the answer is left.
    pub back: Back,
}

/// A session between a client and a server.
#[derive(Debug)]
pub struct Session {
    /// The server, by its name here.
    pub server: Box<str>,
    /// To the server.
    pub to_server: Arc<Pipe>,
    /// To the client.
    pub to_client: Arc<Pipe>,
    /// To whoever reads what programs say besides.
    pub to_errors: Arc<Pipe>,
    /// What the client asked.
    pub of_client: Pending,
    /// What the server asked.
    pub of_server: Pending,
    /// What the server said of its tools.
    pub catalog: Catalog,
    passages: Mutex<HashMap<CallId, Passage>>,
}

/// What arrives, and when the last that leaves is written.
#[derive(Debug)]
pub struct Ends {
    /// From the client.
    pub from_client: Arriving,
    /// From the server.
    pub from_server: Arriving,
    /// What the server says besides.
    pub errors: Arriving,
    /// Whether all was written to the client.
    pub client_written: oneshot::Receiver<bool>,
    /// Whether all was written to where errors go.
    pub errors_written: oneshot::Receiver<bool>,
}

impl Session {
    /// Puts a session between this process's own input and output and a server.
    ///
    /// # Errors
    /// If the system gives no thread or no descriptor.
    pub fn open(name: Box<str>, server: &mut Child) -> io::Result<(Arc<Self>, Ends)> {
        let own = (threads::raw(&io::stdin())?, threads::raw(&io::stdout())?);
        Self::between(name, own, server)
    }

    fn between(
        name: Box<str>,
        (stdin, stdout): (File, File),
        server: &mut Child,
    ) -> io::Result<(Arc<Self>, Ends)> {
        let (to_server, server_lines) = Pipe::new();
        let (to_client, client_lines) = Pipe::new();
        let (to_errors, error_lines) = Pipe::new();
        let gone = || io::Error::other("the server has no pipes");
        let (input, output, errors) = server.take_pipes().ok_or_else(gone)?;
        drop(threads::write("to-server", input, server_lines)?);
        let ends = Ends {
            from_client: threads::read("from-client", stdin)?,
            from_server: threads::read("from-server", output)?,
            errors: threads::read("errors", errors)?,
            client_written: threads::write("to-client", stdout, client_lines)?,
            errors_written: threads::write("to-errors", threads::raw(&io::stderr())?, error_lines)?,
        };
        let session = Self {
            server: name,
            to_server,
            to_client,
            to_errors,
            of_client: Pending::default(),
            of_server: Pending::default(),
            catalog: Catalog::default(),
            passages: Mutex::default(),
        };
        Ok((Arc::new(session), ends))
    }

    /// Says how the call with this id leaves, once it may.
    pub fn prepare(&self, call: CallId, passage: Passage) {
        self.lock().insert(call, passage);
    }

    /// A call that ended without leaving gives its place back.
    pub fn forget(&self, call: &CallId) {
        let passage = self.lock().remove(call);
        drop(passage);
    }

    /// Lets a call leave, and waits for its answer.
    pub(in crate::upstreams) async fn run(&self, call: Outgoing) -> Result<Answer, Refusal> {
        let passage = self.lock().remove(call.id());
        let Some(Passage { ticket, room, reply, back }) = passage else { return Err(no_way()) };
        let line = wire::splice(call.expose());
        drop(call);
        ticket.fill(line, room);
        let head = Head { status: 200, headers: Vec::new() };
        let Some(reply) = reply else {
            return Ok(Answer { head, body: Body::Whole(Document::default()), media: 0 });
        };
        let Arrival { answer, place } = reply.await.map_err(|_| ended())?;
        *back.lock().unwrap_or_else(PoisonError::into_inner) = place;
        let (document, media) = answer?;
        Ok(Answer { head, body: Body::Whole(document), media })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CallId, Passage>> {
        self.passages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn no_way() -> Refusal {
    Refusal::new(Code::Unavailable, "the session is over", "no passage was prepared for this call")
}

fn ended() -> Refusal {
    Refusal::new(
        Code::UpstreamFailed,
        "the far side ended before it answered",
        "the pipe ended before an answer came",
    )
}
