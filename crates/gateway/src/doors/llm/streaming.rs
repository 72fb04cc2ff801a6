//! A streamed response: pieces as they become fit to leave, in the dialect's events.

use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderValue, Response, header};
use portcullis_engine::Pieces;
use portcullis_model::{CallId, Operation};

use crate::dialects::Encoder;
use crate::doors::http::{ReplyBody, empty};

/// The rest of a streamed response.
#[derive(Debug)]
pub struct Streaming {
    pieces: Option<Pieces>,
    encoder: Encoder,
    call: CallId,
}

impl Streaming {
    /// A response that streams `pieces`.
    pub(super) fn response(
        operation: Operation,
        pieces: Pieces,
        call: CallId,
    ) -> Response<ReplyBody> {
        let stream = Self { pieces: Some(pieces), encoder: Encoder::new(operation), call };
        let mut response = empty(200);
        *response.body_mut() = ReplyBody::Stream(Box::new(stream));
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("text/event-stream; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, kind);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }

    /// The next bytes; `None` at the end.
    pub(crate) fn poll_bytes(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        loop {
            let Some(pieces) = &mut self.pieces else { return Poll::Ready(None) };
            let group = match pieces.poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(group) => group,
            };
            let mut bytes = Vec::new();
            match group {
                None => self.pieces = None,
                Some(Ok(group)) => {
                    for piece in &group {
                        self.encoder.piece(piece, &mut bytes);
                    }
                }
                Some(Err(refusal)) => {
                    self.encoder.refusal(&refusal, &self.call, &mut bytes);
                    self.pieces = None;
                }
            }
            if !bytes.is_empty() {
                return Poll::Ready(Some(Bytes::from(bytes)));
            }
        }
    }
}
