//! A model provider that answers at once, on a thread of its own.
//!
//! It echoes the two marked values of a request, as a model would: whole, or as 200 events of a
//! few characters each, so that surrogates are cut at every byte.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{Request, Response, header};
use http_body_util::{BodyExt as _, Either, Full, StreamBody};
use hyper::body::{Body, Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use crate::clock::seconds;

/// Events with text in a stream.
pub(crate) const CHUNKS: usize = 200;
/// Time between two events of a stream that is paced.
const PACE: Duration = Duration::from_millis(2);
/// The model whose streams are paced.
pub(crate) const PACED: &str = "bench-paced";

/// What a body of two kinds may break with; neither does.
type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Starts it and says where it listens.
pub(crate) fn start(address: Option<&str>) -> Result<SocketAddr> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind(address.unwrap_or("127.0.0.1:0")))?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        runtime.block_on(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream));
            }
        });
    });
    Ok(address)
}

async fn serve(stream: TcpStream) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let service = service_fn(|request| async { Ok::<_, Infallible>(answer(request).await) });
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A caller may end a connection as it likes.
    let _ended_well = connection.await.is_ok();
}

async fn answer(request: Request<Incoming>) -> Response<impl Body<Data = Bytes, Error = Fault>> {
    let body = request.into_body().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let body = String::from_utf8_lossy(&body);
    let text = echo(&body).unwrap_or_default();
    let (kind, body) = if body.contains(r#""stream":true"#) {
        let pace = if body.contains(PACED) { PACE } else { Duration::ZERO };
        ("text/event-stream", Either::Right(events(&text, pace)))
    } else {
        ("application/json", Either::Left(Full::new(Bytes::from(whole(&text)))))
    };
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    response
}

/// A text with the two marked values of the request, twice each.
fn echo(body: &str) -> Option<String> {
    let mut marked = body.split("<<").skip(1).filter_map(|rest| rest.split_once(">>"));
    let (mail, _) = marked.next()?;
    let (number, _) = marked.next()?;
    Some(format!(
        "I have written to {mail} and asked whether the number {number} is right. As soon as \
         {mail} answers, the payment of the person with {number} goes out, and the matter is \
         closed on our side; nothing more has to be done until the end of the month, and the \
         file can be put away. Shall I also send the customer a word about the parcel?"
    ))
}

fn whole(text: &str) -> String {
    format!(
        r#"{{"id":"chatcmpl-bench","object":"chat.completion","created":1790000000,"model":"bench","choices":[{{"index":0,"message":{{"role":"assistant","content":"{text}"}},"finish_reason":"stop"}}],"usage":{{"prompt_tokens":420,"completion_tokens":90,"total_tokens":510}}}}"#
    )
}

/// The text in exactly so many pieces that each is an event of its own.
fn pieces(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let place = |piece: usize| piece * letters.len() / CHUNKS;
    let piece = |at: usize| letters.get(place(at)..place(at + 1)).unwrap_or_default();
    (0..CHUNKS).map(|at| piece(at).iter().collect()).collect()
}

fn events(text: &str, pace: Duration) -> impl Body<Data = Bytes, Error = Infallible> + use<> {
    let first = r#""delta":{"role":"assistant","content":""},"finish_reason":null"#.to_owned();
    let last = r#""delta":{},"finish_reason":"stop""#.to_owned();
    let delta = |text: String| format!(r#""delta":{{"content":"{text}"}},"finish_reason":null"#);
    let all = std::iter::once(first)
        .chain(pieces(text).into_iter().map(delta))
        .chain([last])
        .map(Some)
        .chain([None]);
    let all: Vec<Option<String>> = all.collect();
    StreamBody::new(stream::iter(all).then(move |choice| async move {
        if pace.is_zero() {
            // Each event is written before the next is made, as a model does it.
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep(pace).await;
        }
        Ok(Frame::data(Bytes::from(event(choice))))
    }))
}

/// An event says when it was sent, in microseconds: a field that gates do not know.
fn event(choice: Option<String>) -> String {
    let Some(choice) = choice else { return "data: [DONE]\n\n".to_owned() };
    let sent = (1e6 * seconds()) as u64;
    format!(
        "data: {{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\
         \"created\":1790000000,\"sent\":{sent},\"model\":\"bench\",\"choices\":[{{\"index\":0,\
         {choice}}}]}}\n\n"
    )
}

/// When the event of this line was sent, in seconds.
pub(crate) fn sent(line: &str) -> Result<f64> {
    let (_, rest) = line.split_once("\"sent\":").context("an event that says no time")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Ok(digits.parse::<f64>()? / 1e6)
}
