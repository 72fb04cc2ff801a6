//! Reads the body of a request: bounded in bytes and in time, and UTF-8.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, header};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use portcullis_model::{Code, Refusal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a request waits for room for its body.
const ROOM_MAX: Duration = Duration::from_secs(10);
/// How long a body may take to arrive.
const BODY_MAX: Duration = Duration::from_secs(120);
/// Bytes of a too large body that are read and thrown away, so that a client that sends before
/// it reads gets to see why it is refused.
const DISCARD_MAX: usize = 512 << 20;

/// Memory for the bodies of all requests together, in units of [`UNIT`].
const UNITS_MAX: usize = 512 << 10;
/// Bytes of a unit of the budget.
const UNIT: usize = 1 << 10;

/// Memory for the bodies of all requests together: many callers at once cannot fill it.
#[derive(Debug)]
pub(super) struct Budget(Arc<Semaphore>);

impl Default for Budget {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(UNITS_MAX)))
    }
}

impl Budget {
    /// Waits for room for a body; the room is taken until what is given back is dropped.
    ///
    /// # Errors
    ///
    /// [`Code::Unavailable`] if there is none for too long.
    pub(super) async fn room(
        &self,
        headers: &HeaderMap,
        bytes_max: usize,
    ) -> Result<OwnedSemaphorePermit, Refusal> {
        // A body of unknown length may be as long as any.
        let bytes = announced(headers).unwrap_or(bytes_max).min(bytes_max);
        let units = u32::try_from(bytes / UNIT + 1).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.0).acquire_many_owned(units);
        match tokio::time::timeout(ROOM_MAX, room).await {
            Ok(Ok(room)) => Ok(room),
            Ok(Err(_)) | Err(_) => Err(Refusal::new(
                Code::Unavailable,
                "the gate has too much to do; try again later",
                "no memory for another body",
            )),
        }
    }
}

/// The length that a request says its body has.
fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads all of it, up to `bytes_max`.
///
/// # Errors
///
/// [`Code::TooLarge`], [`Code::InvalidRequest`], [`Code::Cancelled`].
pub(super) async fn read(
    headers: &HeaderMap,
    body: Incoming,
    bytes_max: usize,
) -> Result<String, Refusal> {
    let reading = collect(body, announced(headers).unwrap_or_default(), bytes_max);
    match tokio::time::timeout(BODY_MAX, reading).await {
        Ok(bytes) => String::from_utf8(bytes?).map_err(|_| not_text()),
        Err(_) => Err(Refusal::new(
            Code::InvalidRequest,
            "the body did not arrive in time",
            "time limit of the body reached",
        )),
    }
}

async fn collect(
    mut body: Incoming,
    announced: usize,
    bytes_max: usize,
) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::with_capacity(announced.min(bytes_max));
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| broke_off())?.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        if bytes_max < seen || bytes_max < announced {
            bytes = Vec::new();
            if DISCARD_MAX < seen {
                break;
            }
        } else {
            bytes.extend_from_slice(&data);
        }
    }
    if bytes_max < seen || bytes_max < announced {
        return Err(too_large(bytes_max));
    }
    Ok(bytes)
}

fn too_large(bytes_max: usize) -> Refusal {
    Refusal::new(
        Code::TooLarge,
        "the request is too large",
        format!("a body over {bytes_max} bytes"),
    )
    .hint(format!("send at most {bytes_max} bytes"))
}

fn broke_off() -> Refusal {
    Refusal::new(Code::Cancelled, "the request broke off", "the body ended early")
}

fn not_text() -> Refusal {
    Refusal::new(Code::InvalidRequest, "the body is not UTF-8", "the body is not UTF-8")
}
