//! The server that keeps surrogates for many machines: where it is, and with what it is asked.
//!
//! It connects to none.

use std::path::PathBuf;

use portcullis_model::Secret;
use toml::de::DeValue;

use super::SECTION;
use crate::assemble::secrets::refers;
use crate::config::declare::{About, Key, Kind, Status};
use crate::config::error::{ConfigError, Source};
use crate::config::reader::Reader;
use crate::config::url::is_loopback;
use crate::config::value;

/// A server that keeps surrogates.
#[derive(Debug)]
pub struct Service {
    /// Its address, with the user and the password.
    pub url: ServiceUrl,
    /// Certificates from one of which its own must descend; public ones if none is named.
    pub ca_file: Option<PathBuf>,
}

/// The address of a server.
#[derive(Debug)]
pub enum ServiceUrl {
    /// This one.
    Literal(Secret),
    /// A text that refers to secrets, which are put in when the gate is put together.
    Secret(String),
    /// That of a variable that is not set: nothing may be done until it is.
    Missing {
        /// The variable.
        variable: String,
        /// Where the reference was written.
        source: Source,
    },
}

/// Which addresses a kind of server has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schemes {
    /// What begins them.
    pub(super) names: &'static [&'static str],
    /// Whether one of them is to be reached without TLS.
    pub(super) is_plain: fn(&str) -> bool,
    /// One of them, for whoever wrote another.
    pub(super) example: &'static str,
}

pub(super) const REDIS: Schemes = Schemes {
    names: &["rediss", "redis"],
    is_plain: |url| url.starts_with("redis:"),
    example: "`rediss://USER:PASSWORD@HOST:PORT`, or `redis://` without TLS",
};

pub(super) const POSTGRES: Schemes = Schemes {
    names: &["postgres", "postgresql"],
    is_plain: |url| url.contains("sslmode=disable"),
    example: "`postgres://USER:PASSWORD@HOST:PORT/DATABASE`, with `?sslmode=disable` without TLS",
};

pub(super) static URL: Key<Secret> = Key {
    about: About {
        name: "url",
        kind: Kind::Hidden(
            "`env:NAME` or an address, in which `{{secret:NAME}}` stands for a secret",
        ),
        default: None,
        status: Status::Built,
        doc: "Where the server is, with user and password: `rediss://USER:PASSWORD@HOST:PORT`, or \
              `redis://` without TLS; `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, with \
              `?sslmode=disable` without TLS. Required with `redis` and `postgres`.",
    },
    read: |about, written| {
        let written = value::text(about, written)?;
        refers(&written)?;
        let plain = written.bytes().all(|byte| byte.is_ascii_graphic());
        match plain && !written.is_empty() {
            true => Ok(Secret::new(written)),
            false => Err("must not be empty, hold a space or a character outside ASCII".to_owned()),
        }
    },
};

pub(super) static CA_FILE: Key<PathBuf> = Key {
    about: About {
        name: "ca_file",
        kind: Kind::Text("a path"),
        default: None,
        status: Status::Built,
        doc: "Certificates, in PEM, from one of which the server's must descend; a relative path \
              starts at the home directory. Without it the public authorities are trusted.",
    },
    read: |about: &About, written: &DeValue<'_>| match value::text(about, written)? {
        empty if empty.is_empty() => Err("must be a path".to_owned()),
        path => Ok(PathBuf::from(path)),
    },
};

impl Service {
    /// Whether it is the same server, asked with the same words.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let same_url = match (&self.url, &other.url) {
            (ServiceUrl::Literal(one), ServiceUrl::Literal(other)) => {
                one.expose() == other.expose()
            }
            (ServiceUrl::Secret(one), ServiceUrl::Secret(other)) => one == other,
            (ServiceUrl::Missing { variable: one, .. }, ServiceUrl::Missing { variable, .. }) => {
                one == variable
            }
            (ServiceUrl::Literal(_) | ServiceUrl::Secret(_) | ServiceUrl::Missing { .. }, _) => {
                false
            }
        };
        same_url && self.ca_file == other.ca_file
    }

    /// Why nothing may be kept there, if so.
    pub(super) fn missing(&self) -> Option<ConfigError> {
        let ServiceUrl::Missing { variable, source } = &self.url else { return None };
        Some(ConfigError {
            source: source.clone(),
            key: format!("{}.{}", SECTION.name, URL.about.name),
            message: format!("the environment variable `{variable}` is not set: set it"),
        })
    }

    /// The host, if the address tells it.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        match &self.url {
            ServiceUrl::Literal(url) => Some(parts(url.expose())?.1.to_owned()),
            ServiceUrl::Secret(url) => Some(parts(url)?.1.to_owned()),
            ServiceUrl::Missing { .. } => None,
        }
    }
}

/// The scheme and the host of an address.
fn parts(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?']).next()?;
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let host = match place.strip_prefix('[') {
        // Several: what holds for one does not hold for all.
        _ if place.contains(',') => place,
        Some(inner) => inner.split_once(']')?.0,
        None => place.split_once(':').map_or(place, |(host, _)| host),
    };
    (!host.is_empty() && !host.contains(['{', '}'])).then_some((scheme, host))
}

/// Whether an address holds a password.
fn holds_password(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.contains("password=") || rest.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}

/// Settles the keys of a server that is of this kind.
pub(super) fn settle(reader: &mut Reader<'_>, schemes: Schemes) -> Option<Service> {
    let written = reader.required(SECTION.name, &URL)?;
    let ca_file = match reader.is_written(SECTION.name, &CA_FILE.about) {
        true => Some(reader.sources.home.join(reader.value(SECTION.name, &CA_FILE)?)),
        false => None,
    };
    let url = resolved(reader, written);
    let shown = match &url {
        ServiceUrl::Literal(url) => url.expose(),
        ServiceUrl::Secret(url) => url,
        ServiceUrl::Missing { .. } => return Some(Service { url, ca_file }),
    };
    match parts(shown) {
        Some((scheme, host)) if schemes.names.contains(&scheme) => {
            if (schemes.is_plain)(shown) && !is_loopback(host) {
                let warning = "`vault.url` is reached without TLS: whoever is on the way reads \
                               its password, and can use it";
                reader.warnings.push(warning.to_owned());
            }
            Some(Service { url, ca_file })
        }
        _ => {
            let source = reader.place_of(SECTION.name, &URL.about);
            let message = format!("must be an address as {}", schemes.example);
            reader.wrong(source, SECTION.name, URL.about.name, message);
            None
        }
    }
}

/// Refuses the keys of a server where the store has none.
pub(super) fn refuse(reader: &mut Reader<'_>) {
    for about in [&URL.about, &CA_FILE.about] {
        if reader.is_written(SECTION.name, about) {
            let source = reader.place_of(SECTION.name, about);
            let message = "this `store` has no server: remove it, or choose another store";
            reader.wrong(source, SECTION.name, about.name, message.to_owned());
        }
    }
}

/// What an address stands for.
fn resolved(reader: &mut Reader<'_>, written: Secret) -> ServiceUrl {
    let text = written.expose();
    if let Some(variable) = text.strip_prefix("env:") {
        return match reader.sources.environment.value(variable) {
            Some(url) => ServiceUrl::Literal(Secret::new(url.trim().to_owned())),
            None => ServiceUrl::Missing {
                variable: variable.to_owned(),
                source: reader.place_of(SECTION.name, &URL.about),
            },
        };
    }
    if refers(text) == Ok(true) {
        return ServiceUrl::Secret(text.to_owned());
    }
    let in_file = reader.place_of(SECTION.name, &URL.about).line().is_some();
    if in_file && holds_password(text) {
        let warning = "`vault.url` holds its password in the configuration: use `env:NAME` or \
                       `{{secret:NAME}}`, so that it is not in a file";
        reader.warnings.push(warning.to_owned());
    }
    ServiceUrl::Literal(written)
}
