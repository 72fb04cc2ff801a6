//! The one listener: accepts connections, checks where a request comes from, finds its route.
//!
//! What a route does is its door's business.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};

use super::llm;
use super::snapshot::Current;

mod origin;
mod respond;
mod routes;
mod tls;

pub use respond::{ReplyBody, empty, json, text};
pub use tls::{TlsFiles, load as load_tls};

/// Connections at once; more of them wait to be accepted.
const CONNECTIONS_MAX: usize = 4_096;
/// How long the head of a request may take.
const HEAD_MAX: Duration = Duration::from_secs(30);
/// How long open requests may take to end once the server is told to stop.
const DRAIN_MAX: Duration = Duration::from_secs(30);

/// What the listener serves.
#[derive(Debug)]
pub struct Site {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it serves by the settings that hold now.
    pub current: Current,
    /// The door to models.
    pub llm: llm::Door,
}

/// Serves until `stop` resolves, then lets open requests end.
///
/// # Errors
///
/// None after it began: a connection that fails ends alone.
pub async fn serve(listener: TcpListener, site: Arc<Site>, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(fault) => {
                    // Out of file descriptors, most likely: others must end first.
                    tracing::warn!(%fault, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let (site, watcher) = (Arc::clone(&site), graceful.watcher());
        tokio::spawn(async move {
            connected(stream, site, watcher).await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN_MAX, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still open when the time to drain was over");
    }
    if !site.llm.drain(DRAIN_MAX).await {
        tracing::warn!("some calls were still on their way when the time to drain was over");
    }
}

/// One connection, in TLS where the settings that hold now say so.
async fn connected(stream: TcpStream, site: Arc<Site>, watcher: Watcher) {
    // Without it, small events of a stream wait for each other.
    if let Err(fault) = stream.set_nodelay(true) {
        tracing::debug!(%fault, "no TCP_NODELAY");
    }
    let config = site.current.get().tls.clone();
    match config {
        None => watched(stream, site, watcher).await,
        Some(config) => {
            if let Some(stream) = tls::accept(stream, config).await {
                watched(stream, site, watcher).await;
            }
        }
    }
}

/// One connection, until it ends or the server stops.
fn watched<S>(
    stream: S,
    site: Arc<Site>,
    watcher: Watcher,
) -> impl Future<Output = ()> + Send + 'static
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_MAX);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(256);
    let heard = Arc::new(Notify::new());
    let hears = Arc::clone(&heard);
    let service = service_fn(move |request: http::Request<Incoming>| {
        let site = Arc::clone(&site);
        hears.notify_one();
        async move { Ok::<_, std::convert::Infallible>(routes::answer(&site, request).await) }
    });
    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    let connection = watcher.watch(connection);
    async move {
        let mut connection = std::pin::pin!(connection);
        // Before its first bytes say which version of HTTP it speaks, no other limit holds.
        let ended = tokio::select! {
            ended = &mut connection => ended,
            heard = tokio::time::timeout(HEAD_MAX, heard.notified()) => match heard {
                Ok(()) => connection.await,
                Err(_) => return,
            },
        };
        if let Err(fault) = ended {
            tracing::debug!(%fault, "a connection ended early");
        }
    }
}
