//! The connections to PostgreSQL: a few, each shared by callers whose questions follow each other
//! on it without waiting for answers.
//!
//! Every question is a transaction of its own, so that none sees what another is in the middle of.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls, Row};

use super::faults::{Fault, Kind};
use super::tls::Tls;
use super::{Argument, PostgresSettings, admission};
use crate::store::{Keeping, StoreError};
use crate::stores::seat::Seat;

/// How many connections one process has: a server has a process for each.
const SEATS: usize = 4;

/// Whether a question may be asked again when nobody knows whether it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Asked twice, it does and answers what it would have.
    Harmless,
    /// It counts what it changed.
    Never,
}

/// The connections.
pub(super) struct Pool {
    config: Config,
    tls: Option<Tls>,
    patience: Duration,
    seats: [Seat<Arc<Client>, Fault>; SEATS],
    next: AtomicUsize,
    /// As the last connection said.
    certain: AtomicBool,
}

impl Pool {
    pub(super) fn new(settings: &PostgresSettings) -> Result<Self, StoreError> {
        let wrong = || StoreError::new("`vault.url` is no address of a PostgreSQL");
        let mut config = parse(settings.url.expose()).ok_or_else(wrong)?;
        config.connect_timeout(settings.patience);
        if config.get_application_name().is_none() {
            config.application_name("portcullis");
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            // What is only preferred, whoever is on the way can prevent.
            _ => {
                config.ssl_mode(SslMode::Require);
                Some(Tls::new(settings.roots.as_deref())?)
            }
        };
        Ok(Self {
            config,
            tls,
            patience: settings.patience,
            seats: Default::default(),
            next: AtomicUsize::default(),
            certain: AtomicBool::default(),
        })
    }

    pub(super) fn keeping(&self) -> Keeping {
        if self.certain.load(Relaxed) { Keeping::Certain } else { Keeping::Loose }
    }

    /// Connects, if there is no connection.
    pub(super) async fn check(&self) -> Result<(), StoreError> {
        self.seat().current(self.connect()).await?;
        Ok(())
    }

    fn seat(&self) -> &Seat<Arc<Client>, Fault> {
        let [first, ..] = &self.seats;
        self.seats.get(self.next.fetch_add(1, Relaxed) % SEATS).unwrap_or(first)
    }

    /// Asks, and once more where that can help and cannot harm.
    pub(super) async fn ask(
        &self,
        call: &str,
        arguments: &[Argument<'_>],
        repeat: Repeat,
    ) -> Result<Vec<Row>, Fault> {
        let seat = self.seat();
        match self.try_to_ask(seat, call, arguments).await {
            // It was rolled back.
            Err(Fault { kind: Kind::Crossed, .. }) => self.try_to_ask(seat, call, arguments).await,
            // A connection that nobody used for long is found broken only when it is used.
            Err(Fault { kind: Kind::Broken, .. }) if repeat == Repeat::Harmless => {
                self.try_to_ask(seat, call, arguments).await
            }
            answer => answer,
        }
    }

    async fn try_to_ask(
        &self,
        seat: &Seat<Arc<Client>, Fault>,
        call: &str,
        arguments: &[Argument<'_>],
    ) -> Result<Vec<Row>, Fault> {
        let current = seat.current(self.connect()).await?;
        let answering = current.connection.query_typed(call, arguments);
        let answer = match timeout(self.patience, answering).await {
            Ok(answer) => answer.map_err(Fault::from),
            Err(_) => Err(Fault::LATE),
        };
        if let Err(Fault { kind: Kind::Broken | Kind::Late, .. }) = answer {
            seat.forget(&current).await;
        }
        answer
    }

    /// A connection to a PostgreSQL that may keep surrogates.
    async fn connect(&self) -> Result<Arc<Client>, Fault> {
        timeout(2 * self.patience, self.connect_at_leisure()).await.map_err(|_| Fault::LATE)?
    }

    async fn connect_at_leisure(&self) -> Result<Arc<Client>, Fault> {
        let client = self.enter().await?;
        let keeping = admission::admit(&client).await?;
        self.certain.store(keeping == Keeping::Certain, Relaxed);
        // What we no longer wait for must not hold locks on and on.
        let patience = format!("SET statement_timeout = {}", 2 * self.patience.as_millis());
        client.batch_execute(&patience).await?;
        Ok(Arc::new(client))
    }

    /// How well a PostgreSQL that may keep surrogates does.
    pub(super) async fn look(&self) -> Result<Keeping, Fault> {
        let looking = async { Ok(admission::look(&self.enter().await?).await?.keeping) };
        timeout(2 * self.patience, looking).await.map_err(|_| Fault::LATE)?
    }

    /// A connection to anything that lets us in.
    async fn enter(&self) -> Result<Client, Fault> {
        Ok(match &self.tls {
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await?;
                tokio::spawn(async move { drop(connection.await) });
                client
            }
            None => {
                let (client, connection) = self.config.connect(NoTls).await?;
                tokio::spawn(async move { drop(connection.await) });
                client
            }
        })
    }
}

/// The parts of an address in the form of a URL.
fn parse(url: &str) -> Option<Config> {
    let (scheme, _) = url.split_once("://")?;
    if !matches!(scheme, "postgres" | "postgresql") {
        return None;
    }
    let config: Config = url.parse().ok()?;
    (!config.get_hosts().is_empty()).then_some(config)
}
