//! The hosts that the arguments of a tool name, as the most generous reader of addresses would
//! read them.
//!
//! Readers disagree about what an address is: each reading counts. It resolves nothing, and does
//! not know what a tool makes of a name that stands alone.

use portcullis_model::{Document, Role};

/// What begins an address for readers of the web, with any number of slashes or none.
const SCHEMES: [&str; 5] = ["http:", "https:", "ws:", "wss:", "ftp:"];
/// What a key says of which the value is an address, also without a scheme.
const KEYS: [&str; 6] = ["url", "uri", "host", "domain", "endpoint", "server"];

/// The hosts of all addresses in the arguments: a secret that is for some hosts goes nowhere in
/// the company of another.
pub(crate) fn hosts(document: &Document) -> Vec<String> {
    let mut hosts = Vec::new();
    for field in &document.fields {
        let Role::Argument { argument, .. } = &field.role else { continue };
        let text = document.text(field).replace('\\', "/").to_lowercase();
        read(&text, &mut hosts);
        // Where the whole is one address, readers leave these out.
        let joined = text.replace(['\t', '\r', '\n'], "");
        if joined != text && begins_with_scheme(joined.trim_start()) {
            read(&joined, &mut hosts);
        }
        if says_address(argument) && !text.contains("//") && !begins_with_scheme(text.trim_start())
        {
            named(text.trim(), &mut hosts);
        }
    }
    hosts
}

fn begins_with_scheme(text: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte);
    let scheme = text.split_once(':').map_or("", |(scheme, rest)| match rest.parse::<u16>() {
        // A host with a port.
        Ok(_) => "",
        Err(_) => scheme,
    });
    !scheme.is_empty() && !scheme.contains('.') && scheme.bytes().all(letters)
}

fn says_address(argument: &str) -> bool {
    let key = argument.rsplit('/').find(|segment| !segment.bytes().all(|b| b.is_ascii_digit()));
    let key = key.unwrap_or_default().to_lowercase();
    KEYS.iter().any(|word| key.contains(word))
}

/// The hosts of the addresses in a text.
fn read(text: &str, hosts: &mut Vec<String>) {
    for marker in ["//"].iter().chain(&SCHEMES) {
        for rest in text.split(marker).skip(1) {
            named(rest.trim_start_matches('/'), hosts);
        }
    }
}

/// The hosts that the authority at the start of a text may name.
fn named(text: &str, hosts: &mut Vec<String>) {
    let authority = text.split(['/', '?', '#']).next().unwrap_or_default();
    let end = |c: char| c.is_whitespace() || "\"'<>".contains(c);
    // One reader ends an address at a quote or a space; to another these belong to the name of
    // a user, if an `@` follows.
    let short = authority.split(end).next().unwrap_or_default();
    let short = short.rsplit('@').next().unwrap_or_default();
    let long =
        authority.rsplit_once('@').map(|(_, host)| host.split(end).next().unwrap_or_default());
    for host in [Some(short), long].into_iter().flatten() {
        let host = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
            Some((host, _)) => host,
            None => host.split(':').next().unwrap_or_default(),
        };
        if !host.is_empty() && !hosts.iter().any(|known| known == host) {
            hosts.push(host.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::tools::arguments;

    #[test]
    fn hosts_are_read_as_any_reader_would() {
        check("https://api.example.com/v1?x=1", &["api.example.com"]);
        check("see //cdn.example.com:8443/x", &["cdn.example.com"]);
        check("https:\\\\evil.example\\x", &["evil.example"]);
        check("https://api.example.com@evil.example/", &["evil.example"]);
        check("http://[2001:db8::1]:80/", &["2001:db8::1"]);
        check("HTTPS://EVIL.Example?https://api.example.com", &["evil.example", "api.example.com"]);
        check("https:///evil.example/x", &["evil.example"]);
        check("https:/evil.example/x", &["evil.example"]);
        check("https:evil.example", &["evil.example"]);
        check("https://api.example.com\"@evil.example/", &["api.example.com", "evil.example"]);
        check("https://api.example.com @evil.example/", &["api.example.com", "evil.example"]);
        check(
            "https://api.example.com\t.evil.example/",
            &["api.example.com", "api.example.com.evil.example"],
        );
        check("https:/\t/evil.example", &["evil.example"]);
        check("evil.example/x", &["evil.example"]);
        check("evil.example:443", &["evil.example"]);
        check("", &[]);
    }

    #[test]
    fn text_that_is_no_address_names_no_host() {
        check_at("note", "no address", &[]);
        check_at("note", "evil.example", &[]);
        check_at("base_url", "evil.example", &["evil.example"]);
        check_at(
            "note",
            "see https://api.example.com, then\nhttps://b.example",
            &["api.example.com,", "b.example"],
        );
    }

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        check_at("url", text, want);
    }

    #[track_caller]
    fn check_at(key: &str, text: &str, want: &[&str]) {
        let mut document = arguments(&[(key, "")]);
        if let Some(field) = document.fields.first_mut() {
            field.decoded = Some(text.into());
        }
        assert_eq!(hosts(&document), want, "{text}");
    }
}
