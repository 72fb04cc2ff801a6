//! The connection to Redis: one, shared by all callers.
//!
//! A caller waits for a connection and for an answer, each for a bounded time.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, ConnectionInfo, IntoConnectionInfo as _, Value};
use tokio::time::timeout;

use super::faults::{Fault, Kind};
use super::keys::LAYOUT;
use super::{RedisSettings, admission, scripts};
use crate::store::{Keeping, StoreError};
use crate::stores::seat::Seat;

/// The layout that this version reads and writes.
const LAYOUT_NUMBER: &str = "1";

/// Commands that go together, in one round trip.
pub(super) struct Ask {
    commands: redis::Pipeline,
    repeat: Repeat,
}

/// Whether commands may be sent again when nobody knows whether they were run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeat {
    /// Run twice, they do and answer what they would have.
    Harmless,
    /// They count what they changed.
    Never,
}

impl Ask {
    pub(super) fn repeatable(commands: impl IntoIterator<Item = Cmd>) -> Self {
        Self::of(commands, Repeat::Harmless)
    }

    pub(super) fn once(commands: impl IntoIterator<Item = Cmd>) -> Self {
        Self::of(commands, Repeat::Never)
    }

    fn of(commands: impl IntoIterator<Item = Cmd>, repeat: Repeat) -> Self {
        let mut pipeline = redis::Pipeline::new();
        for command in commands {
            pipeline.add_command(command);
        }
        Self { commands: pipeline, repeat }
    }

    async fn send(&self, to: &mut MultiplexedConnection) -> Result<Vec<Value>, Fault> {
        if self.commands.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.commands.query_async(to).await?)
    }
}

pub(super) struct Link {
    client: Client,
    config: AsyncConnectionConfig,
    patience: Duration,
    seat: Seat<MultiplexedConnection, Fault>,
    /// As the last connection said.
    certain: AtomicBool,
}

impl Link {
    pub(super) fn new(settings: &RedisSettings) -> Result<Self, StoreError> {
        let wrong = || StoreError::new("`vault.url` is no address of a Redis");
        let info = parse(settings.url.expose()).ok_or_else(wrong)?;
        let client = match &settings.roots {
            Some(roots) => {
                let certificates =
                    redis::TlsCertificates { client_tls: None, root_cert: Some(roots.clone()) };
                let wrong = |_| StoreError::new("the certificates of `vault.ca_file` are none");
                Client::build_with_tls(info, certificates).map_err(wrong)?
            }
            None => Client::open(info).map_err(|_| wrong())?,
        };
        let patience = settings.patience;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(patience))
            .set_response_timeout(Some(patience));
        Ok(Self { client, config, patience, seat: Seat::default(), certain: AtomicBool::default() })
    }

    pub(super) fn keeping(&self) -> Keeping {
        if self.certain.load(Relaxed) { Keeping::Certain } else { Keeping::Loose }
    }

    /// Connects, if there is no connection.
    pub(super) async fn check(&self) -> Result<(), StoreError> {
        self.seat.current(self.connect()).await?;
        Ok(())
    }

    /// Asks, and once more where that can help and cannot harm.
    pub(super) async fn ask(&self, ask: &Ask) -> Result<Vec<Value>, StoreError> {
        match self.try_to_ask(ask).await {
            Err(Fault { kind: Kind::Unknown, .. }) => {
                self.teach().await?;
                Ok(self.try_to_ask(ask).await?)
            }
            // A connection that nobody used for long is found broken only when it is used.
            Err(Fault { kind: Kind::Broken, .. }) if ask.repeat == Repeat::Harmless => {
                Ok(self.try_to_ask(ask).await?)
            }
            answer => Ok(answer?),
        }
    }

    async fn try_to_ask(&self, ask: &Ask) -> Result<Vec<Value>, Fault> {
        let mut current = self.seat.current(self.connect()).await?;
        let answer = ask.send(&mut current.connection).await;
        if let Err(Fault { kind: Kind::Broken | Kind::Late, .. }) = answer {
            self.seat.forget(&current).await;
        }
        answer
    }

    /// A connection to a Redis that may keep surrogates.
    pub(super) async fn enter(&self) -> Result<MultiplexedConnection, Fault> {
        let connecting = self.client.get_multiplexed_async_connection_with_config(&self.config);
        // Its own limit is one for each step.
        let mut connection =
            timeout(self.patience, connecting).await.map_err(|_| Fault::LATE)??;
        let info = Ask::once([redis::cmd("INFO")]).send(&mut connection).await?;
        let [Value::BulkString(info)] = info.as_slice() else { return Err(Fault::ODD) };
        let info = String::from_utf8_lossy(info);
        admission::admit(&info)?;
        let certain = admission::keeping(&info, is_synced(&mut connection).await);
        self.certain.store(certain == Keeping::Certain, Relaxed);
        Ok(connection)
    }

    /// The same to one that has our layout and knows our scripts.
    async fn connect(&self) -> Result<MultiplexedConnection, Fault> {
        let mut connection = self.enter().await?;
        let (mut claim, mut layout) = (redis::cmd("SET"), redis::cmd("GET"));
        claim.arg(LAYOUT).arg(LAYOUT_NUMBER).arg("NX");
        layout.arg(LAYOUT);
        let commands = [claim, layout].into_iter().chain(scripts::load());
        let answers = Ask::once(commands).send(&mut connection).await?;
        match answers.get(1) {
            Some(Value::BulkString(number)) if number == LAYOUT_NUMBER.as_bytes() => Ok(connection),
            _ => Err(Fault::refused("what is in this Redis is of a newer version")),
        }
    }

    /// Teaches Redis our scripts again: somebody made it forget them.
    async fn teach(&self) -> Result<(), Fault> {
        self.try_to_ask(&Ask::once(scripts::load())).await.map(drop)
    }
}

/// Whether every answer waits for the disk. A Redis that does not let us ask is not trusted.
async fn is_synced(connection: &mut MultiplexedConnection) -> bool {
    let mut policy = redis::cmd("CONFIG");
    policy.arg("GET").arg("appendfsync");
    let said = Ask::once([policy]).send(connection).await;
    let Ok([Value::Array(pair)]) = said.as_deref() else { return false };
    matches!(pair.as_slice(), [_, Value::BulkString(policy)] if policy == b"always")
}

/// The parts of an address, in the one form that leaves nothing to guess.
fn parse(url: &str) -> Option<ConnectionInfo> {
    let (scheme, rest) = url.split_once("://")?;
    // A fragment would switch the check of certificates off, a query the protocol.
    if !matches!(scheme, "redis" | "rediss") || rest.contains(['#', '?']) {
        return None;
    }
    let info = url.into_connection_info().ok()?;
    // Its user needs no right to say what library we use.
    let unnamed = info.redis_settings().clone().set_skip_set_lib_name();
    Some(info.set_redis_settings(unnamed))
}
