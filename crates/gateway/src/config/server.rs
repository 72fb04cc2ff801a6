//! `[server]`: where the gateway listens.
//!
//! Who may call is decided at the door.

use std::net::SocketAddr;
use std::path::PathBuf;

use toml::de::DeValue;

use super::declare::{About, Key, Kind, Section, Shape, Status};
use super::reader::Reader;
use super::url::{Url, is_loopback};
use super::value;
use crate::doors::http::TlsFiles;

/// Where the gateway listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The one listener.
    pub listen: SocketAddr,
    /// Origins of browser pages that may call besides our own, in lower case.
    pub allowed_origins: Vec<String>,
    /// The certificate of the listener and its key, where it speaks TLS.
    pub tls: Option<TlsFiles>,
}

pub(super) static SECTION: Section = Section {
    name: "server",
    shape: Shape::Single,
    status: Status::Built,
    doc: "Where the gateway listens. One listener serves everything.",
    keys: &[&LISTEN.about, &ALLOWED_ORIGINS.about, &TLS_CERT.about, &TLS_KEY.about],
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

static TLS_CERT: Key<PathBuf> = Key {
    about: About {
        name: "tls_cert",
        kind: Kind::Text("a path"),
        default: None,
        status: Status::Built,
        doc: "The certificate of the listener with its chain, in PEM; a relative path starts at \
              the home directory. With `tls_key` the listener speaks TLS.",
    },
    read: path,
};

static TLS_KEY: Key<PathBuf> = Key {
    about: About {
        name: "tls_key",
        kind: Kind::Text("a path"),
        default: None,
        status: Status::Built,
        doc: "The private key of `tls_cert`, in PEM; the file must be ours and of mode 0600.",
    },
    read: path,
};

fn path(about: &About, written: &DeValue<'_>) -> Result<PathBuf, String> {
    let written = value::text(about, written)?;
    if written.is_empty() { Err("must be a path".to_owned()) } else { Ok(PathBuf::from(written)) }
}

/// Both files of TLS, or none of them.
fn tls(reader: &mut Reader<'_>) -> Option<TlsFiles> {
    let written = |about: &About| reader.is_written(SECTION.name, about);
    let alone = match (written(&TLS_CERT.about), written(&TLS_KEY.about)) {
        (false, false) => return None,
        (true, true) => None,
        (true, false) => Some((&TLS_CERT.about, "needs `tls_key` beside it")),
        (false, true) => Some((&TLS_KEY.about, "needs `tls_cert` beside it")),
    };
    if let Some((about, message)) = alone {
        let source = reader.place_of(SECTION.name, about);
        reader.wrong(source, SECTION.name, about.name, message.to_owned());
    }
    let cert = reader.value(SECTION.name, &TLS_CERT);
    let key = reader.value(SECTION.name, &TLS_KEY);
    let home = reader.sources.home;
    Some(TlsFiles { cert: home.join(cert?), key: home.join(key?) })
}

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
    let tls = tls(reader);
    if tls.is_none() && listen.is_some_and(|address| !address.ip().is_loopback()) {
        let warning = "`server.listen` is reached from outside this machine over plain http: \
                       whoever is on the way reads keys and texts; set `tls_cert` and `tls_key`";
        reader.warnings.push(warning.to_owned());
    }
    Some(Server { listen: listen?, allowed_origins: allowed_origins?, tls })
}
