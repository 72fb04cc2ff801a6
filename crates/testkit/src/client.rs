//! A small HTTP/1.1 client: one connection for one request.
//!
//! Knows no dialect and follows nothing; it says what came, byte for byte.

use std::io;
use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

// LIMIT: an answer in a test is never larger.
const RAW_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Calls one server.
#[derive(Debug, Clone)]
pub struct Client {
    address: SocketAddr,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, framing removed.
    pub body: Vec<u8>,
    /// Whether the body ended as it should.
    pub complete: bool,
}

impl Response {
    /// A header's value, empty if it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, `null` if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Client {
    /// A client of the server at this address.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Posts JSON and reads the whole answer.
    ///
    /// # Errors
    /// When the server cannot be reached or does not speak HTTP.
    pub async fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> io::Result<Response> {
        let response = self.send("POST", path, headers, body.into()).await?;
        collect(response, usize::MAX).await
    }

    /// Gets and reads the whole answer.
    ///
    /// # Errors
    /// When the server cannot be reached or does not speak HTTP.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> io::Result<Response> {
        let response = self.send("GET", path, headers, Bytes::new()).await?;
        collect(response, usize::MAX).await
    }

    /// Posts JSON, reads until at least `bytes` of the body came, and hangs up.
    ///
    /// # Errors
    /// When the server cannot be reached or does not speak HTTP.
    pub async fn post_and_hang_up(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
        bytes: usize,
    ) -> io::Result<Response> {
        let response = self.send("POST", path, headers, body.into()).await?;
        collect(response, bytes).await
    }

    /// Sends these bytes as they are, and returns all that comes until the server hangs up.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn raw(&self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(bytes).await?;
        stream.shutdown().await?;
        let mut answer = Vec::new();
        stream.take(RAW_BYTES_MAX).read_to_end(&mut answer).await?;
        Ok(answer)
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> io::Result<Sent> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(fault)?;
        // Dropping the guard ends the connection: that is how this client hangs up.
        let connection = Guard(tokio::spawn(async move {
            let _closed_well = connection.await.is_ok();
        }));
        let mut request = http::Request::builder().method(method).uri(path);
        let named = |name: &str| headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        if !named("host") {
            request = request.header("host", self.address.to_string());
        }
        if !named("content-type") && method == "POST" {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body)).map_err(fault)?;
        let response = sender.send_request(request).await.map_err(fault)?;
        Ok(Sent { response, _connection: connection })
    }
}

/// An answer that is still being read.
struct Sent {
    response: http::Response<Incoming>,
    _connection: Guard,
}

struct Guard(tokio::task::JoinHandle<()>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn collect(sent: Sent, bytes: usize) -> io::Result<Response> {
    let Sent { response, _connection } = sent;
    let (head, mut incoming) = response.into_parts();
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter().map(|(name, value)| (name.to_string(), text(value)));
    let headers = headers.collect();
    let mut body = Vec::new();
    let mut complete = true;
    while body.len() < bytes {
        match incoming.frame().await {
            Some(Ok(frame)) => body.extend_from_slice(frame.data_ref().map_or(&[], |data| data)),
            Some(Err(_)) => {
                complete = false;
                break;
            }
            None => break,
        }
    }
    Ok(Response { status: head.status.as_u16(), headers, body, complete })
}

fn fault(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(error)
}
