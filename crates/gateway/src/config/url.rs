//! Checks the addresses that the configuration holds.
//!
//! It accepts the plain forms that an operator writes and nothing that two readers could
//! understand differently: no user, no query, no fragment, no escapes in the host.

use std::net::IpAddr;

/// The parts of an `http` or `https` URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Url {
    /// Whether it is `https`.
    pub(super) secure: bool,
    /// The host, in lower case, without brackets.
    pub(super) host: String,
    /// The path, without a slash at its end.
    pub(super) path: String,
}

impl Url {
    /// Takes a URL apart.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at_checked(at)?,
            None => (rest, ""),
        };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
        if !path.bytes().all(plain) {
            return None;
        }
        let host = host(authority)?;
        Some(Self { secure, host, path: path.trim_end_matches('/').to_owned() })
    }
}

/// The host and the port of an address that the configuration took.
#[must_use]
pub fn authority(url: &str) -> Option<(String, u16)> {
    let Url { secure, host, .. } = Url::parse(url)?;
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split('/').next()?;
    let after = authority.rsplit_once(']').map_or(authority, |(_, after)| after);
    let written = after.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    Some((host, written.unwrap_or(if secure { 443 } else { 80 })))
}

/// The host of `host`, `host:port`, `[v6]` or `[v6]:port`.
fn host(authority: &str) -> Option<String> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, rest) = rest.split_once(']')?;
            address.parse::<std::net::Ipv6Addr>().ok()?;
            let port = if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) };
            (address, port)
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    if port.is_some_and(|port| port.parse::<u16>().is_err() || port == "0") {
        return None;
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
    let fits = (1..=253).contains(&host.len()) && host.bytes().all(plain);
    fits.then(|| host.to_ascii_lowercase())
}

/// Whether a host is this machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(bool, &str, &str)>) {
        let found = Url::parse(text);
        let found = found.as_ref().map(|url| (url.secure, url.host.as_str(), url.path.as_str()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn urls_are_taken_apart() {
        check("https://api.openai.com/v1", Some((true, "api.openai.com", "/v1")));
        check("https://API.openai.com/v1/", Some((true, "api.openai.com", "/v1")));
        check("http://127.0.0.1:8080", Some((false, "127.0.0.1", "")));
        check("http://[::1]:80/x", Some((false, "::1", "/x")));
        check("http://localhost", Some((false, "localhost", "")));
    }

    #[test]
    fn what_two_readers_could_understand_differently_is_refused() {
        for text in [
            "api.openai.com",
            "ftp://host",
            "https://",
            "https://user:pass@host/v1",
            "https://host?x=1",
            "https://host/v1?x=1",
            "https://host/v1#x",
            "https://host\\@evil",
            "https://ho st/",
            "https://host:99999",
            "https://host:0",
            "https://[::1",
            "https://[nonsense]/",
            "https://h\u{f6}st/",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for (host, expected) in [
            ("localhost", true),
            ("127.0.0.1", true),
            ("127.8.9.1", true),
            ("::1", true),
            ("0.0.0.0", false),
            ("10.0.0.1", false),
            ("localhost.example.com", false),
            ("127.0.0.1.example.com", false),
        ] {
            assert_eq!(is_loopback(host), expected, "{host}");
        }
    }
}
