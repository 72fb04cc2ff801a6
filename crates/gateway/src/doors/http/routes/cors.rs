//! What a browser must be told before it lets a page of another site read our answers (the
//! Fetch standard, "CORS protocol"): only pages of `allowed_origins` are.
//!
//! It lets nobody in: that is decided by `origin`, before.

use http::{HeaderMap, HeaderValue, Method, Request, Response, header};
use hyper::body::Incoming;

use crate::doors::http::{ReplyBody, Site, empty};

/// How many seconds a browser may remember what it was told.
const REMEMBERED: HeaderValue = HeaderValue::from_static("600");
/// Headers of ours that a page may read.
const READABLE: HeaderValue =
    HeaderValue::from_static("x-portcullis-call, x-portcullis-warnings, x-request-id, retry-after");

/// The page of another site that asks, where it is one of those allowed.
pub(super) fn page(site: &Site, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let text = origin.to_str().ok()?;
    let listed =
        site.current.get().allowed_origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(text));
    listed.then(|| origin.clone())
}

/// Whether a browser asks what a page may do, before the page does it.
pub(super) fn is_question(request: &Request<Incoming>) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Answers it: whatever the routes take. The page is trusted, so all headers it names may come.
pub(super) fn answer(asked: &HeaderMap) -> Response<ReplyBody> {
    let mut response = empty(204);
    let headers = response.headers_mut();
    let methods = HeaderValue::from_static("GET, POST");
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, REMEMBERED);
    if let Some(wanted) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    response
}

/// Lets this page read the response.
pub(super) fn open(response: &mut Response<ReplyBody>, page: HeaderValue) {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, page);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
    headers.append(header::VARY, HeaderValue::from_static("origin"));
}
