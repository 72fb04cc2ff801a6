//! The scripted model as a program of its own, for clients in other languages.
//!
//! Prints one line, its base address, and serves until its standard input closes. What it
//! received is read at `GET /journal`, as a JSON list.

#![forbid(unsafe_code)]

use std::io::{self, Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use portcullis_testkit::{Raw, Received, Reply, Upstream, scene};

// LIMIT: a journal that nobody reads does not grow for ever.
const JOURNAL_MAX: usize = 10_000;

#[tokio::main]
async fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let port = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => 0,
        ["--port", port] => port.parse().map_err(io::Error::other)?,
        _ => return Err(io::Error::other("usage: scripted-model [--port PORT]")),
    };
    let journal: Arc<Mutex<Vec<serde_json::Value>>> = Arc::default();
    let upstream = Upstream::start_at(SocketAddr::from(([127, 0, 0, 1], port)), move |request| {
        let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
        if request.path == "/journal" {
            let list = serde_json::Value::Array(journal.clone());
            return Reply::Raw(Raw::whole(200, "application/json", list.to_string()));
        }
        if journal.len() < JOURNAL_MAX {
            journal.push(entry(request));
        }
        scene(request)
    })
    .await?;
    let mut out = io::stdout();
    writeln!(out, "http://{}", upstream.address())?;
    out.flush()?;
    // Whoever started us holds the other end: when it dies, so do we.
    let closed = tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new()));
    closed.await.map_err(io::Error::other)?.map(|_| ())
}

fn entry(request: &Received) -> serde_json::Value {
    serde_json::json!({
        "method": request.method,
        "path": request.path,
        "headers": request.headers,
        "body": String::from_utf8_lossy(&request.body),
    })
}
