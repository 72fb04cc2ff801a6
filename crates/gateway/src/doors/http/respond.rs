//! Bodies of responses: all at once, or piece by piece.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderValue, Response, header};
use hyper::body::{Body, Frame, SizeHint};

use crate::doors::llm::Streaming;

/// The body of a response.
#[derive(Debug)]
pub enum ReplyBody {
    /// All of it; `None` once it was given.
    Whole(Option<Bytes>),
    /// Events, as they become fit to leave.
    Stream(Box<Streaming>),
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(bytes) => {
                let bytes = bytes.take().filter(|bytes| !bytes.is_empty());
                Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
            }
            Self::Stream(stream) => {
                stream.poll_bytes(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            Self::Stream(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |b| b.len() as u64))
            }
            Self::Stream(_) => SizeHint::default(),
        }
    }
}

/// A JSON response.
#[must_use]
pub fn json(status: u16, body: String) -> Response<ReplyBody> {
    whole(status, "application/json", body)
}

/// A plain-text response.
#[must_use]
pub fn text(status: u16, body: String) -> Response<ReplyBody> {
    whole(status, "text/plain; charset=utf-8", body)
}

/// A response without a body.
#[must_use]
pub fn empty(status: u16) -> Response<ReplyBody> {
    let mut response = Response::new(ReplyBody::Whole(None));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response
}

fn whole(status: u16, kind: &'static str, body: String) -> Response<ReplyBody> {
    let mut response = empty(status);
    *response.body_mut() = ReplyBody::Whole(Some(Bytes::from(body)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
