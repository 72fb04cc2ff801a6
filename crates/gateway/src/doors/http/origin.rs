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
    let Some(origin) = origins.next() else { return Ok(()) };
    let origin = origin.to_str().map_err(|_| forbidden("`Origin` is no text"))?;
    if origins.next().is_some() {
        return Err(forbidden("two `Origin` headers"));
    }
    let own = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"))
        .is_some_and(|origin| origin.eq_ignore_ascii_case(&host));
    let allowed = |allowed: &String| allowed.eq_ignore_ascii_case(origin);
    if own || site.allowed_origins.iter().any(allowed) {
        return Ok(());
    }
    Err(forbidden("`Origin` is neither this server's nor allowed"))
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

/// The host without its port.
fn name(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split_once(':').map_or(host, |(name, _)| name),
    }
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
    fn only_this_machine_by_its_own_name() {
        for (host, good) in [
            ("localhost", true),
            ("LOCALHOST:7420", true),
            ("127.0.0.1:7420", true),
            ("127.9.9.9", true),
            ("[::1]:7420", true),
            ("evil.example", false),
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
