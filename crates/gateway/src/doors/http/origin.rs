//! Where a request comes from: `Host` and `Origin`, on every route.
//!
//! A page of some site, or a name that was rebound to this machine, gets nothing.

use http::{HeaderMap, Uri, header};
use portcullis_model::{Code, Refusal};

use super::Site;

/// Checks both headers.
///
/// # Errors
///
/// [`Code::ForbiddenOrigin`].
pub(super) fn check(site: &Site, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
    let host = host(uri, headers).ok_or_else(|| forbidden("no usable `Host`"))?;
    if site.address.ip().is_loopback() && !is_loopback(name(&host)) {
        return Err(forbidden("`Host` is not this machine"));
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let Some(origin) = origins.next() else { return own_site(headers) };
    let origin = origin.to_str().map_err(|_| forbidden("`Origin` is no text"))?;
    if origins.next().is_some() {
        return Err(forbidden("two `Origin` headers"));
    }
    let own = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"))
        .is_some_and(|origin| origin.eq_ignore_ascii_case(&host));
    let allowed = |allowed: &String| allowed.eq_ignore_ascii_case(origin);
    if own || site.current.get().allowed_origins.iter().any(allowed) {
        return Ok(());
    }
    Err(forbidden("`Origin` is neither this server's nor allowed"))
}

/// A browser that fetches for the page of another site says so even where it sends no `Origin`
/// (Fetch Metadata, W3C): a picture, say, whose address is one of ours.
fn own_site(headers: &HeaderMap) -> Result<(), Refusal> {
    match headers.get("sec-fetch-site").map(http::HeaderValue::as_bytes) {
        None | Some(b"same-origin" | b"none") => Ok(()),
        Some(_) => Err(forbidden("`Sec-Fetch-Site` is another site")),
    }
}

/// The one host that the request names (RFC 9112, 3.2: exactly one `Host`, equal to the URI's).
fn host(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let mut named = headers.get_all(header::HOST).iter();
    let first = named.next().map(|host| host.to_str().unwrap_or_default().to_owned());
    if named.next().is_some() {
        return None;
    }
    match (uri.authority().map(ToString::to_string), first) {
        (Some(uri), Some(host)) => uri.eq_ignore_ascii_case(&host).then_some(host),
        (uri, host) => host.or(uri),
    }
}

/// The host without its port; empty if what follows it is no port.
fn name(host: &str) -> &str {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, "")) => (address, ""),
        Some((address, rest)) => (address, rest.strip_prefix(':').unwrap_or("?")),
        None => host.split_once(':').unwrap_or((host, "")),
    };
    if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { "" }
}

fn is_loopback(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
        || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

fn forbidden(reason: &'static str) -> Refusal {
    Refusal::new(Code::ForbiddenOrigin, "this server does not answer to that origin", reason)
        .hint("use the address on which the server listens, and list pages in `allowed_origins`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_other_sites_get_nothing() {
        let from = |site: &'static str| {
            HeaderMap::from_iter([(
                http::HeaderName::from_static("sec-fetch-site"),
                http::HeaderValue::from_static(site),
            )])
        };
        assert!(own_site(&HeaderMap::new()).is_ok());
        for (site, good) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)]
        {
            assert_eq!(own_site(&from(site)).is_ok(), good, "{site}");
        }
    }

    #[test]
    fn only_this_machine_by_its_own_name() {
        for (host, good) in [
            ("localhost", true),
            ("LOCALHOST:7420", true),
            ("127.0.0.1:7420", true),
            ("127.9.9.9", true),
            ("[::1]:7420", true),
            ("evil.example", false),
            ("localhost:80@evil.example", false),
            ("[::1]evil.example", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.evil.example", false),
            ("2130706433", false),
            ("0x7f.1", false),
            ("192.168.0.1", false),
            ("", false),
        ] {
            assert_eq!(is_loopback(name(host)), good, "{host}");
        }
    }
}
