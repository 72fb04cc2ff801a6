//! Headers: what goes on to a provider, what comes back, what we say ourselves.
//!
//! Exact lists; everything else stays here.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use portcullis_engine::Warning;
use portcullis_model::{CallId, Code, Head, Operation, Refusal, Retry};

use crate::dialects::Dialect;

/// Bytes of a header's value that is passed on.
const VALUE_MAX: usize = 1_024;

/// The headers of a request that its provider gets unchanged.
pub(super) fn passed_on(operation: Operation, headers: &HeaderMap) -> Vec<(Box<str>, Box<str>)> {
    let wanted = |name: &str| match Dialect::of(operation) {
        Dialect::OpenAi | Dialect::Responses => name.starts_with("openai-"),
        Dialect::Anthropic => name == "anthropic-version" || name == "anthropic-beta",
    };
    headers
        .iter()
        .filter(|(name, value)| wanted(name.as_str()) && value.len() <= VALUE_MAX)
        .filter_map(|(name, value)| Some((name.as_str().into(), value.to_str().ok()?.into())))
        .filter(|(_, value): &(Box<str>, Box<str>)| value.bytes().all(is_plain))
        .collect()
}

/// Names, versions and lists of them: nothing in which a person could be written down.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.,=/ ".contains(&byte)
}

/// Checks that the body is said to be JSON.
///
/// A browser can send anything else to any site without asking first.
///
/// # Errors
///
/// [`Code::InvalidRequest`].
pub(super) fn check_content(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(
            Code::InvalidRequest,
            "the body must be JSON",
            "content type is not application/json",
        )
        .hint("send `content-type: application/json`"));
    }
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Refusal::new(
            Code::InvalidRequest,
            "the body must not be compressed",
            "the request has a content encoding",
        ));
    }
    Ok(())
}

/// What the provider says of its reply.
pub(super) fn from_far_side(headers: &mut HeaderMap, head: &Head) {
    for (name, value) in &head.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
}

/// The id of the call in the audit log.
pub(super) fn name_call(headers: &mut HeaderMap, id: &CallId) {
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert(HeaderName::from_static("x-portcullis-call"), value);
    }
}

/// What the caller should know of.
pub(super) fn warn(headers: &mut HeaderMap, warnings: &[Warning]) {
    let names: Vec<&str> = warnings.iter().map(|warning| warning.name()).collect();
    if names.is_empty() {
        return;
    }
    if let Ok(value) = HeaderValue::from_str(&names.join(", ")) {
        headers.insert(HeaderName::from_static("x-portcullis-warnings"), value);
    }
}

/// One more thing that the caller should know of, behind what stands there.
pub(super) fn warn_too(headers: &mut HeaderMap, warning: Option<&'static str>) {
    let Some(warning) = warning else { return };
    let name = HeaderName::from_static("x-portcullis-warnings");
    let before = headers.get(&name).and_then(|value| value.to_str().ok());
    let all = before.map_or_else(|| warning.to_owned(), |before| format!("{before}, {warning}"));
    if let Ok(value) = HeaderValue::from_str(&all) {
        headers.insert(name, value);
    }
}

/// When to try again; official clients obey both headers.
pub(super) fn retry(headers: &mut HeaderMap, retry: Retry) {
    match retry {
        Retry::Later(wait) => {
            let seconds = wait.as_millis().div_ceil(1_000).max(1);
            if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
                headers.insert(header::RETRY_AFTER, value);
            }
        }
        Retry::AfterFix | Retry::AfterApproval | Retry::Never => {
            headers.insert(
                HeaderName::from_static("x-should-retry"),
                HeaderValue::from_static("false"),
            );
        }
    }
}
