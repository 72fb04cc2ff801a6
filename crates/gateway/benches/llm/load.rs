//! Callers that ask as fast as they are answered, and take the time of it.
//!
//! They check that an answer holds the values that were asked about, so that nothing is measured
//! that does not work.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::clock::seconds;
use crate::requests;
use crate::upstream::{CHUNKS, PACED, sent};

/// What a number of calls took.
#[derive(Debug, Default)]
pub(crate) struct Timed {
    pub(crate) count: usize,
    /// From the first to the last.
    pub(crate) seconds: f64,
    /// Of each call: to its end, or to the first byte of a stream. Sorted.
    pub(crate) waits: Vec<f64>,
    /// Of each chunk, from the provider to the caller. Sorted.
    pub(crate) chunks: Vec<f64>,
}

impl Timed {
    pub(crate) fn add(&mut self, more: Self) {
        self.count += more.count;
        self.seconds += more.seconds;
        self.waits.extend(more.waits);
        self.chunks.extend(more.chunks);
        self.waits.sort_by(f64::total_cmp);
        self.chunks.sort_by(f64::total_cmp);
    }
}

/// The value below which so many of a hundred lie; `sorted` must be.
pub(crate) fn percentile(sorted: &[f64], part: usize) -> f64 {
    let place = (sorted.len() * part / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}

/// All that is asked.
#[derive(Debug)]
pub(crate) struct Load {
    whole: Vec<Bytes>,
    streams: Vec<Bytes>,
    paced: Vec<Bytes>,
}

impl Load {
    /// Makes the requests.
    pub(crate) fn new() -> Result<Self> {
        let whole = requests::all("bench", false);
        for request in &whole {
            marked(request)?;
        }
        let (streams, paced) = (requests::all("bench", true), requests::all(PACED, true));
        Ok(Self { whole, streams, paced })
    }

    /// So many whole replies.
    pub(crate) fn whole(&self, address: SocketAddr, callers: usize, count: usize) -> Result<Timed> {
        run(&self.whole, address, callers, count)
    }

    /// So many streams, as fast as they come.
    pub(crate) fn streams(
        &self,
        address: SocketAddr,
        callers: usize,
        count: usize,
    ) -> Result<Timed> {
        run(&self.streams, address, callers, count)
    }

    /// So many streams whose chunks come one by one.
    pub(crate) fn paced(&self, address: SocketAddr, callers: usize, count: usize) -> Result<Timed> {
        run(&self.paced, address, callers, count)
    }
}

/// Shares `count` calls among the callers, on this thread.
fn run(bodies: &[Bytes], address: SocketAddr, callers: usize, count: usize) -> Result<Timed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let bodies: Arc<[Bytes]> = bodies.into();
    let next = Arc::new(AtomicUsize::new(0));
    runtime.block_on(async move {
        let mut all = tokio::task::JoinSet::new();
        let started = seconds();
        for _ in 0..callers {
            let (bodies, next) = (Arc::clone(&bodies), Arc::clone(&next));
            all.spawn(async move {
                let mut sender = connect(address).await?;
                let mut timed = Timed::default();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if count <= number {
                        return Ok::<_, anyhow::Error>(timed);
                    }
                    let place = number.checked_rem(bodies.len()).unwrap_or_default();
                    let body = bodies.get(place).context("no request")?;
                    call(&mut sender, body, &mut timed).await?;
                }
            });
        }
        let mut timed = Timed::default();
        while let Some(one) = all.join_next().await {
            timed.add(one??);
        }
        timed.seconds = seconds() - started;
        Ok(timed)
    })
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn call(
    sender: &mut SendRequest<Full<Bytes>>,
    body: &Bytes,
    timed: &mut Timed,
) -> Result<()> {
    let request = Request::post("/v1/chat/completions")
        .header(header::HOST, "127.0.0.1")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, "Bearer bench")
        .body(Full::new(body.clone()))?;
    let before = seconds();
    sender.ready().await?;
    let response = sender.send_request(request).await?;
    let (head, answer) = response.into_parts();
    let kind = head.headers.get(header::CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
    if kind.starts_with(b"text/event-stream") {
        stream(answer, (body, before), timed).await?;
    } else {
        let answer = answer.collect().await?.to_bytes();
        timed.waits.push(seconds() - before);
        check(body, &String::from_utf8_lossy(&answer))?;
    }
    timed.count += 1;
    Ok(())
}

/// Reads a stream to its end; each chunk says when it was sent.
async fn stream(
    mut answer: Incoming,
    (body, before): (&Bytes, f64),
    timed: &mut Timed,
) -> Result<()> {
    let (mut line, mut text, mut events) = (String::new(), String::new(), 0_usize);
    let mut first = true;
    while let Some(frame) = answer.frame().await {
        let now = seconds();
        if std::mem::take(&mut first) {
            timed.waits.push(now - before);
        }
        let Ok(data) = frame?.into_data() else { continue };
        line.push_str(&String::from_utf8_lossy(&data));
        while let Some((event, rest)) = line.split_once("\n\n") {
            if event != "data: [DONE]" {
                timed.chunks.push(now - sent(event)?);
                let content =
                    event.split_once("\"content\":\"").and_then(|it| it.1.split_once('"'));
                text.push_str(content.map_or("", |(content, _)| content));
                events += 1;
            }
            line = rest.to_owned();
        }
    }
    if events != CHUNKS + 2 {
        bail!("a stream of {events} events");
    }
    check(body, &text)
}

/// The two values of a request that the model echoes.
fn marked(request: &[u8]) -> Result<[String; 2]> {
    let text = String::from_utf8_lossy(request);
    let mut all = text.split("<<").skip(1).filter_map(|rest| rest.split_once(">>"));
    let mut next = || all.next().map(|(value, _)| value.to_owned()).context("nothing is marked");
    Ok([next()?, next()?])
}

fn check(request: &[u8], answer: &str) -> Result<()> {
    for value in marked(request)? {
        if answer.matches(&value).count() != 2 {
            bail!("an answer that does not hold the values that were asked about: {answer}");
        }
    }
    Ok(())
}
