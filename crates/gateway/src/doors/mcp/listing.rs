//! What the server says of a tool that is called: learnt from its lists, asked for where need be.
//!
//! Asking is a call like any other. A call that waits for it holds up no other message.

use std::sync::Arc;

use portcullis_model::{Code, Refusal, Target, Tool};
use tokio::sync::oneshot;

use super::Door;
use crate::dialects::mcp::{self, Incoming, Sender};
use crate::upstreams::stdio::{Asked, Back, Page, Passage, Ticket};
use crate::wire::rpc::Id;

/// Pages of one list.
// LIMIT: a server that always names a next page is not asked for ever.
const PAGES_MAX: usize = 256;
/// How often a list is asked for that changes while it is read.
const TRIES_MAX: usize = 3;

impl Door {
    /// The definition of a tool; `None` where the server lists none of this name, or several.
    /// Gives back the place of the call, or a later one where it had to wait.
    pub(super) async fn definition(
        &self,
        tool: &str,
        meta: Option<&str>,
        ticket: Ticket,
    ) -> Result<(Option<Arc<Tool>>, Ticket), Refusal> {
        let catalog = &self.session.catalog;
        if let Some(tool) = catalog.find(tool) {
            return Ok((Some(tool), ticket));
        }
        let lists = catalog.lists();
        let (held, first) = match self.listing.try_lock() {
            Ok(held) => (held, Some(ticket)),
            Err(_) => {
                // A place that is kept while waiting would hold up what the wait is for.
                drop(ticket);
                (self.listing.lock().await, None)
            }
        };
        // Whoever held it may have learnt a list meanwhile.
        if first.is_some() || lists == catalog.lists() {
            self.list(meta, first).await?;
        }
        drop(held);
        Ok((catalog.find(tool), self.session.to_server.ticket()))
    }

    /// Asks for the whole list. It leaves in the place of the call that needs it, behind all that
    /// the client said before.
    async fn list(&self, meta: Option<&str>, mut place: Option<Ticket>) -> Result<(), Refusal> {
        let catalog = &self.session.catalog;
        for _ in 0..TRIES_MAX {
            let changes = catalog.changes();
            let mut tools = Vec::new();
            let mut cursor: Option<Box<str>> = None;
            for _ in 0..PAGES_MAX {
                let page = self.page(cursor.as_deref(), meta, place.take()).await?;
                tools.extend(page.tools);
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            if cursor.is_some() {
                return Err(unlisted("more pages than are read"));
            }
            catalog.learn(changes, tools);
            if changes == catalog.changes() {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn page(
        &self,
        cursor: Option<&str>,
        meta: Option<&str>,
        place: Option<Ticket>,
    ) -> Result<Page, Refusal> {
        let call = self.engine().call_id();
        // Random, so that no answer can be made up for it.
        let id = Id::Text(format!("portcullis-{call}").into());
        let line = mcp::list_tools(&id, cursor, meta);
        let Ok(Incoming::One(message)) = mcp::read(Sender::Client, line, |_| None) else {
            return Err(unlisted("its cursor cannot be sent back"));
        };
        let (reply, arrival) = oneshot::channel();
        let (sender, page) = oneshot::channel();
        let asked = Asked {
            call: call.clone(),
            method: "tools/list".into(),
            is_alone: false,
            reply,
            list: None,
            page: Some(sender),
            abort: None,
        };
        let pending = &self.session.of_client;
        pending.ask(id.clone(), asked).map_err(|_| unlisted("too many requests at once"))?;
        let ticket = place.unwrap_or_else(|| self.session.to_server.ticket());
        let passage = Passage { ticket, room: None, reply: Some(arrival), back: Back::default() };
        self.session.prepare(call.clone(), passage);
        let target =
            Target::Server { server: self.session.server.clone(), method: "tools/list".into() };
        let handled = self.engine().handle(self.call(call.clone(), target, message.document)).await;
        pending.forget(&id, &call);
        self.session.forget(&call);
        handled?;
        page.await.map_err(|_| unlisted("an error in answer to `tools/list`"))
    }
}

fn unlisted(reason: &'static str) -> Refusal {
    Refusal::new(
        Code::UpstreamFailed,
        "the tool was not run: its server does not say which tools it has",
        reason,
    )
}
