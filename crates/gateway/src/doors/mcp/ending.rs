//! How a session ends: with its client, with its server, or when the gate is told to stop.
//!
//! What is on its way is let through first, for a bounded time.

use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::Door;
use crate::dialects::mcp::Sender;
use crate::upstreams::stdio::{Child, Ends};

/// How long what is on its way may take once a side is gone.
const DRAIN_MAX: Duration = Duration::from_secs(5);
/// How long a server may take to end by itself once nobody talks to it.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long the last lines may take to be written.
const WRITE_MAX: Duration = Duration::from_secs(2);

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The client closed it.
    Client,
    /// The gate was told to stop.
    Told,
    /// The server ended first.
    Server(Option<ExitStatus>),
}

/// What is on its way, by who sent it.
#[derive(Default)]
struct Tasks {
    of_client: JoinSet<()>,
    of_server: JoinSet<()>,
    besides: JoinSet<()>,
}

impl Tasks {
    async fn done(&mut self) {
        for tasks in [&mut self.of_client, &mut self.of_server, &mut self.besides] {
            while tasks.join_next().await.is_some() {}
        }
    }
}

impl Door {
    /// Runs the session to its end.
    pub async fn run(
        self: &Arc<Self>,
        mut ends: Ends,
        mut child: Child,
        stop: impl Future<Output = ()>,
    ) -> Ended {
        let mut tasks = Tasks::default();
        let mut stop = Box::pin(stop);
        let ended = tokio::select! {
            ended = self.live(&mut ends, &mut tasks) => ended,
            () = &mut stop => Ended::Told,
        };
        // Nobody answers any more: whoever still waits learns it.
        self.session.of_client.end();
        self.session.of_server.end();
        if ended != Ended::Told {
            tokio::select! {
                _ = timeout(DRAIN_MAX, tasks.done()) => {}
                () = &mut stop => {}
            }
        }
        self.session.to_server.close();
        let patience = if ended == Ended::Told { Duration::ZERO } else { PATIENCE };
        let status = child.end(patience).await;
        self.session.to_client.close();
        self.session.to_errors.close();
        let written = async { drop((ends.errors_written.await, ends.client_written.await)) };
        drop(timeout(WRITE_MAX, written).await);
        match ended {
            Ended::Server(_) => Ended::Server(status),
            Ended::Client | Ended::Told => ended,
        }
    }

    /// Passes messages on until one side is gone, and then what that side still said.
    async fn live(self: &Arc<Self>, ends: &mut Ends, tasks: &mut Tasks) -> Ended {
        let Tasks { of_client, of_server, besides } = tasks;
        let mut server = Box::pin(async {
            let says = self.listen(Sender::Server, &mut ends.from_server, of_server);
            let besides = self.listen_besides(&mut ends.errors, besides);
            let (mut says, mut besides) = (Box::pin(says), Box::pin(besides));
            tokio::select! {
                // What it says besides may be held open by what it left behind.
                () = &mut says => drop(timeout(PATIENCE, besides).await),
                () = &mut besides => says.await,
            }
        });
        let client = self.listen(Sender::Client, &mut ends.from_client, of_client);
        tokio::select! {
            () = client => {}
            () = &mut server => return Ended::Server(None),
            // Whoever does not listen any more is gone.
            _ = self.session.to_client.broken() => return Ended::Client,
        }
        // The server hears all that was said, and its end; and may still answer.
        let rest = async {
            self.session.to_server.idle().await;
            self.session.to_server.close();
            while of_client.join_next().await.is_some() {}
        };
        tokio::select! {
            _ = timeout(DRAIN_MAX, rest) => {}
            () = &mut server => {}
        }
        Ended::Client
    }
}
