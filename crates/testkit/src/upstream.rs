//! A model provider on loopback that does what its script says and records what it saw.
//!
//! Speaks HTTP/1.1 without TLS. Stops when dropped.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body, Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::answer::{End, Raw, Reply};
use crate::dialects;
use crate::recorder::{Recorder, Tape};
use crate::request::Received;

/// Decides what a request is answered with.
type Script = dyn Fn(&Received) -> Reply + Send + Sync;

/// One request and what was meant to be sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The request.
    pub received: Received,
    /// The status of the answer, 0 if there is none.
    pub status: u16,
    /// The whole body of the answer, also of one that broke off.
    pub sent: Vec<u8>,
}

/// A running provider.
#[derive(Debug)]
pub struct Upstream {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    script: Box<Script>,
    tape: Tape,
    exchanges: Mutex<Exchanges>,
    /// How many requests arrived.
    arrived: watch::Sender<usize>,
    /// How many callers hung up before their answer was complete.
    hung_up: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Exchanges {
    all: Vec<Exchange>,
    /// The place of the last exchange with each model.
    of_model: HashMap<String, usize>,
}

impl Exchanges {
    fn add(&mut self, exchange: Exchange) {
        self.of_model.insert(exchange.received.model(), self.all.len());
        self.all.push(exchange);
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("exchanges", &self.exchanges).finish_non_exhaustive()
    }
}

impl Shared {
    fn exchanges(&self) -> MutexGuard<'_, Exchanges> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Upstream {
    /// Starts on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(
        script: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), script).await
    }

    /// Starts at this address.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn start_at(
        address: SocketAddr,
        script: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let shared = Arc::new(Shared {
            script: Box::new(script),
            tape: Tape::default(),
            exchanges: Mutex::default(),
            arrived: watch::Sender::new(0),
            hung_up: watch::Sender::new(0),
        });
        let address = listener.local_addr()?;
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, task })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What was received and answered so far, in order of arrival.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shared.exchanges().all.clone()
    }

    /// The last request and its answer.
    #[must_use]
    pub fn last(&self) -> Option<Exchange> {
        self.shared.exchanges().all.last().cloned()
    }

    /// The last request to this model and its answer.
    #[must_use]
    pub fn last_of(&self, model: &str) -> Option<Exchange> {
        let exchanges = self.shared.exchanges();
        exchanges.of_model.get(model).and_then(|place| exchanges.all.get(*place)).cloned()
    }

    /// Every byte that came over any connection, framing included.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.shared.tape.copy()
    }

    /// Waits until `count` requests arrived in all.
    pub async fn arrived(&self, count: usize) {
        // The sender lives as long as `self`: there is no error to see.
        let _seen = self.shared.arrived.subscribe().wait_for(|seen| *seen >= count).await.is_ok();
    }

    /// Waits until `count` callers hung up before their answer was complete.
    pub async fn hung_up(&self, count: usize) {
        let _seen = self.shared.hung_up.subscribe().wait_for(|seen| *seen >= count).await.is_ok();
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, Arc::clone(&shared)));
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let stream = TokioIo::new(Recorder::new(stream, shared.tape.clone()));
    let service = service_fn(|request| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(respond(request, &shared).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new().serve_connection(stream, service);
    // Broken connections are part of the game.
    let _closed_well = connection.await.is_ok();
}

async fn respond(request: http::Request<Incoming>, shared: &Arc<Shared>) -> http::Response<Pieces> {
    let received = read(request).await;
    let reply = (shared.script)(&received);
    let dialect = received.dialect();
    let raw = match &reply {
        Reply::Answer(answer) => Some(dialects::answer(&received, answer)),
        Reply::Error { status, message } => Some(dialects::error(dialect, *status, message)),
        Reply::Models(names) => Some(dialects::models(dialect, names)),
        Reply::Raw(raw) => Some(raw.clone()),
        Reply::Hang => None,
    };
    let status = raw.as_ref().map_or(0, |raw| raw.status);
    let sent = raw.as_ref().map(Raw::body).unwrap_or_default();
    shared.exchanges().add(Exchange { received, status, sent });
    shared.arrived.send_modify(|count| *count += 1);
    let watcher = Watcher { shared: Arc::clone(shared), complete: false };
    let Some(raw) = raw else {
        let _watcher = watcher;
        return std::future::pending().await;
    };
    let status = http::StatusCode::from_u16(raw.status).unwrap_or_default();
    let mut response = http::Response::new(Pieces::new(raw.pieces, raw.end, watcher));
    *response.status_mut() = status;
    if let Ok(value) = raw.content_type.parse() {
        response.headers_mut().insert(http::header::CONTENT_TYPE, value);
    }
    response.headers_mut().insert("x-request-id", http::HeaderValue::from_static("req_test0001"));
    response
}

async fn read(request: http::Request<Incoming>) -> Received {
    let (head, body) = request.into_parts();
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter().map(|(name, value)| (name.to_string(), text(value)));
    Received {
        method: head.method.to_string(),
        path: head.uri.to_string(),
        headers: headers.collect(),
        body: body.collect().await.map(|body| body.to_bytes().to_vec()).unwrap_or_default(),
    }
}

/// Tells when it is dropped before the answer was complete.
struct Watcher {
    shared: Arc<Shared>,
    complete: bool,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        if !self.complete {
            self.shared.hung_up.send_modify(|count| *count += 1);
        }
    }
}

/// A body that sends each piece by itself.
struct Pieces {
    pieces: std::vec::IntoIter<Vec<u8>>,
    end: End,
    /// Whether the last piece was given time to leave.
    flushed: bool,
    watcher: Watcher,
}

impl Pieces {
    fn new(pieces: Vec<Vec<u8>>, end: End, watcher: Watcher) -> Self {
        Self { pieces: pieces.into_iter(), end, flushed: true, watcher }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.flushed {
            // The server flushes what it has whenever a body has nothing to give, so that each
            // piece is a write of its own.
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.flushed = false;
        if let Some(piece) = self.pieces.next() {
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from(piece)))));
        }
        match self.end {
            End::Proper => {
                self.watcher.complete = true;
                Poll::Ready(None)
            }
            End::Broken => {
                self.watcher.complete = true;
                Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
            }
            End::Never => {
                self.flushed = true;
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests;
