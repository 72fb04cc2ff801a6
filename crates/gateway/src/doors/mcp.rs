//! The door to an MCP server: every message of a session, either way, becomes a call.
//!
//! It reads lines, says what each asks, and writes what the engine cleared. Nothing is passed on
//! that could not be read, and nothing that the engine did not let through.

mod batch;
mod ending;
mod listing;
mod message;
mod turned_away;

use std::sync::Arc;
use std::time::Duration;

use portcullis_engine::Engine;
use portcullis_model::{
    Call, CallId, Code, Document, Door as DoorName, Labels, Origin, Scope, Target,
};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use crate::dialects::mcp::{self, Incoming, Refused, Sender};
use crate::doors::snapshot::Current;
use crate::upstreams::Upstreams;
use crate::upstreams::stdio::{Pending, Pipe, Session};
use crate::wire::lines::Line;

pub use ending::Ended;

/// How long an answer may take. The client decides when it has waited enough, and says so.
const ANSWER_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// Room that must be on the way to a client before its next message is read: a refusal of it
/// needs no more.
const ANSWER_ROOM: usize = 4096;

/// A door, open for one session.
#[derive(Debug)]
pub struct Door {
    current: Current,
    session: Arc<Session>,
    origin: Origin,
    refused: Refused,
    /// Held by whoever asks the server for its tools.
    listing: Mutex<()>,
}

impl Door {
    /// A door for the session of `scope`, which the log knows as `label`.
    #[must_use]
    pub fn new(
        current: Current,
        session: Arc<Session>,
        scope: Scope,
        label: Box<str>,
        refused: Refused,
    ) -> Self {
        let labels = Labels { session: Some(label), ..Labels::default() };
        let origin = Origin { scope, door: DoorName::Mcp, labels };
        Self { current, session, origin, refused, listing: Mutex::default() }
    }

    /// The gate, with the rules that hold now.
    fn engine(&self) -> Engine<Upstreams> {
        self.current.get().engine.clone()
    }

    /// Takes the lines of one side until there are no more.
    async fn listen(
        self: &Arc<Self>,
        from: Sender,
        lines: &mut mpsc::Receiver<Vec<Line>>,
        tasks: &mut JoinSet<()>,
    ) {
        while let Some(group) = lines.recv().await {
            for line in group {
                self.line(from, line, tasks).await;
            }
            while tasks.try_join_next().is_some() {}
        }
    }

    async fn line(self: &Arc<Self>, from: Sender, line: Line, tasks: &mut JoinSet<()>) {
        // What cannot be passed on will be answered.
        drop(self.to(from).room(ANSWER_ROOM).await);
        let line = match line {
            Line::Text(line) => line,
            Line::NotText(bytes) => {
                let broken = mcp::unread("it is not UTF-8", Code::InvalidRequest, &bytes);
                return self.turn_away(from, broken, None, tasks).await;
            }
            Line::TooLong(head) => {
                let broken = mcp::unread("it is too long", Code::TooLarge, &head);
                return self.turn_away(from, broken, None, tasks).await;
            }
        };
        match mcp::read(from, line, |id| self.asked_by(other(from)).method(id)) {
            Ok(Incoming::One(message)) => self.message(from, message, None, tasks).await,
            Ok(Incoming::Batch(items)) => self.batch(from, items, tasks).await,
            Err(broken) => self.turn_away(from, *broken, None, tasks).await,
        }
    }

    /// The way to a side.
    fn to(&self, side: Sender) -> &Arc<Pipe> {
        match side {
            Sender::Client => &self.session.to_client,
            Sender::Server => &self.session.to_server,
        }
    }

    /// What a side asked.
    fn asked_by(&self, side: Sender) -> &Pending {
        match side {
            Sender::Client => &self.session.of_client,
            Sender::Server => &self.session.of_server,
        }
    }

    fn call(&self, id: CallId, target: Target, document: Document) -> Call {
        Call {
            id,
            origin: self.origin.clone(),
            target,
            document,
            headers: Vec::new(),
            credential: None,
            media: 0,
            provider_tools: Vec::new(),
            tool: None,
            references: Vec::new(),
            time_max: ANSWER_MAX,
        }
    }
}

/// The other side.
fn other(side: Sender) -> Sender {
    match side {
        Sender::Client => Sender::Server,
        Sender::Server => Sender::Client,
    }
}
