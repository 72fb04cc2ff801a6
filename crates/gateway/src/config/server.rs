//! `[server]`: where the gateway listens.
//!
//! Who may call is decided at the door.

use std::net::SocketAddr;

use toml::de::DeValue;

use super::declare::{About, Key, Kind, Section, Shape, Status};
use super::reader::Reader;
use super::url::{Url, is_loopback};
use super::value;

/// Where the gateway listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The one listener.
    pub listen: SocketAddr,
    /// Origins of browser pages that may call besides our own, in lower case.
    pub allowed_origins: Vec<String>,
}

pub(super) static SECTION: Section = Section {
    name: "server",
    shape: Shape::Single,
    status: Status::Built,
    doc: "Where the gateway listens. One listener serves everything.",
    keys: &[&LISTEN.about, &ALLOWED_ORIGINS.about],
};

static LISTEN: Key<SocketAddr> = Key {
    about: About {
        name: "listen",
        kind: Kind::Text("an address and a port, as `127.0.0.1:7420`"),
        default: Some("\"127.0.0.1:7420\""),
        status: Status::Built,
        doc: "The address and port to listen on. Anything but loopback needs `key init` first.",
    },
    read: |about, value| {
        let written = value::text(about, value)?;
        let address = written.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
        address
            .as_deref()
            .unwrap_or(&written)
            .parse()
            .map_err(|_| "must be an address and a port, as `127.0.0.1:7420`".to_owned())
    },
};

static ALLOWED_ORIGINS: Key<Vec<String>> = Key {
    about: About {
        name: "allowed_origins",
        kind: Kind::Texts("an origin, as `https://app.example.com`"),
        default: Some("[]"),
        status: Status::Built,
        doc: "Browser pages of these origins may call; pages of the gateway itself always may.",
    },
    read: origins,
};

/// Origins: a scheme, a host and perhaps a port, nothing after.
fn origins(about: &About, written: &DeValue<'_>) -> Result<Vec<String>, String> {
    let texts = value::texts(about, written)?;
    let numbered = texts.iter().enumerate();
    numbered
        .map(|(at, text)| match Url::parse(text) {
            Some(url) if url.path.is_empty() => Ok(text.to_ascii_lowercase()),
            _ => Err(format!("item {} must be an origin, as `https://app.example.com`", at + 1)),
        })
        .collect()
}

/// Settles the section.
pub(super) fn settle(reader: &mut Reader<'_>) -> Option<Server> {
    let listen = reader.value(SECTION.name, &LISTEN);
    let allowed_origins = reader.value(SECTION.name, &ALLOWED_ORIGINS);
    for origin in allowed_origins.iter().flatten() {
        if Url::parse(origin).is_some_and(|url| !url.secure && !is_loopback(&url.host)) {
            let warning = "`server.allowed_origins`: a page over plain http can be forged on its \
                           way; use https";
            reader.warnings.push(warning.to_owned());
            break;
        }
    }
    Some(Server { listen: listen?, allowed_origins: allowed_origins? })
}
