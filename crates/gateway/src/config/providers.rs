//! `[providers.NAME]`: the model providers, and which models go to which.
//!
//! It does not talk to them.

use portcullis_model::Secret;
use toml::Spanned;
use toml::de::{DeArray, DeValue};

use super::declare::{About, Choice, Key, Kind, Letters, Section, Shape, Status};
use super::error::{ConfigError, Source};
use super::reader::{Found, Reader};
use super::url::{Url, is_loopback};
use super::value;
use crate::assemble::secrets::refers;

/// A model provider.
#[derive(Debug)]
pub struct Provider {
    /// Its name in the file.
    pub name: String,
    /// Which dialect it speaks.
    pub kind: ProviderKind,
    /// Where it is, without a slash at the end.
    pub base_url: String,
    /// With what it is called.
    pub api_key: ApiKey,
    /// Which models it serves: names in which `*` stands for any run of characters.
    pub models: Vec<String>,
}

/// The dialects of providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderKind {
    /// OpenAI, and every server compatible with it.
    OpenAi,
    /// Anthropic.
    Anthropic,
}

/// With what a provider is called.
#[derive(Debug)]
pub enum ApiKey {
    /// With the caller's own key.
    Client,
    /// With this key.
    Literal(Secret),
    /// With a text that refers to secrets, which are put in when the gate is put together.
    Secret(String),
    /// With none.
    None,
    /// With the key of a variable that is not set: nothing may be served until it is.
    Missing {
        /// The variable.
        variable: String,
        /// Where the reference was written.
        source: Source,
    },
}

impl Provider {
    /// Whether a model of this name goes to this provider.
    #[must_use]
    pub fn serves(&self, model: &str) -> bool {
        self.models.iter().any(|pattern| matches(pattern, model))
    }

    /// The host that it is at.
    #[must_use]
    pub fn host(&self) -> String {
        Url::parse(&self.base_url).map(|url| url.host).unwrap_or_default()
    }

    /// Why nothing may be served with this provider, if so.
    #[must_use]
    pub fn missing(&self) -> Option<ConfigError> {
        let ApiKey::Missing { variable, source } = &self.api_key else { return None };
        Some(ConfigError {
            source: source.clone(),
            key: format!("providers.{}.api_key", self.name),
            message: format!("the environment variable `{variable}` is not set: set it"),
        })
    }
}

/// Whether a name fits a pattern in which `*` stands for any run of characters.
#[must_use]
pub fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

pub(super) static SECTION: Section = Section {
    name: "providers",
    shape: Shape::Named(Letters::Underscore),
    status: Status::Built,
    doc: "Model providers. The first whose `models` fit, in the order of the file, serves a \
          model. Without any, OpenAI and Anthropic are set up with `api_key = \"client\"`.",
    keys: &[&KIND.about, &BASE_URL.about, &API_KEY.about, &MODELS.about, &DANGER_ALLOW_HTTP.about],
};

static KINDS: &[Choice] = &[Choice::built("openai"), Choice::built("anthropic")];

static KIND: Key<ProviderKind> = Key {
    about: About {
        name: "kind",
        kind: Kind::Choice(KINDS),
        default: None,
        status: Status::Built,
        doc: "The dialect it speaks; every OpenAI-compatible server is `openai`. Required.",
    },
    read: |about, value| {
        value::choice(about, value, |name| match name {
            "openai" => Some(ProviderKind::OpenAi),
            "anthropic" => Some(ProviderKind::Anthropic),
            _ => None,
        })
    },
};

static BASE_URL: Key<String> = Key {
    about: About {
        name: "base_url",
        kind: Kind::Text("an http or https URL"),
        default: None,
        status: Status::Built,
        doc: "Where it is. For `openai` with its `/v1`. Default: the public address of the kind.",
    },
    read: |about, value| {
        let written = value::text(about, value)?;
        if Url::parse(&written).is_none() {
            return Err("must be an http or https URL without user, query or fragment".to_owned());
        }
        Ok(written.trim_end_matches('/').to_owned())
    },
};

static API_KEY: Key<Secret> = Key {
    about: About {
        name: "api_key",
        kind: Kind::Credential,
        default: Some("\"none\""),
        status: Status::Built,
        doc: "`env:NAME` reads it from the environment, `client` passes the caller's own on, \
              `none` sends none, `{{secret:NAME}}` stands for what `portcullis secret set NAME` \
              keeps. A literal key works and warns.",
    },
    read: credential,
};

static MODELS: Key<Vec<String>> = Key {
    about: About {
        name: "models",
        kind: Kind::Texts("a model name, in which `*` stands for any run of characters"),
        default: None,
        status: Status::Built,
        doc: "Which model names go here. Default: the usual names of the kind.",
    },
    read: |about, value| {
        let models = value::texts(about, value)?;
        let fits = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
        for (at, model) in models.iter().enumerate() {
            if !(1..=128).contains(&model.len()) || !model.bytes().all(fits) {
                return Err(format!("item {} must be a model name", at + 1));
            }
        }
        if models.is_empty() { Err("must hold at least one name".to_owned()) } else { Ok(models) }
    },
};

static DANGER_ALLOW_HTTP: Key<bool> = Key {
    about: About {
        name: "danger_allow_http",
        kind: Kind::Flag,
        default: Some("false"),
        status: Status::Built,
        doc: "Allows a `base_url` of plain http outside this machine: whoever is on the way reads \
              and changes everything.",
    },
    read: value::flag,
};

/// A credential: kept from sight from here on.
fn credential(about: &About, value: &DeValue<'_>) -> Result<Secret, String> {
    let written = value::text(about, value)?;
    if refers(&written)? {
        return Ok(Secret::new(written));
    }
    if let Some(name) = written.strip_prefix("env:") {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if name.is_empty() || !name.bytes().all(fits) {
            return Err("must name a variable after `env:`".to_owned());
        }
    }
    if written.is_empty() || !written.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("must not be empty, hold a space or a character outside ASCII".to_owned());
    }
    Ok(Secret::new(written))
}

/// What is set up when no provider is.
const BUILT_IN: [(&str, ProviderKind); 2] =
    [("openai", ProviderKind::OpenAi), ("anthropic", ProviderKind::Anthropic)];

impl ProviderKind {
    /// Where the provider of this kind is.
    fn base_url(self) -> &'static str {
        match self {
            Self::OpenAi => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com",
        }
    }

    /// How the models of this kind are called.
    fn models(self) -> Vec<String> {
        let names: &[&str] = match self {
            Self::OpenAi => &["gpt-*", "chatgpt-*", "o1*", "o3*", "o4*", "codex-*", "ft:gpt-*"],
            Self::Anthropic => &["claude-*"],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }
}

/// Settles the providers, in the order of the file.
pub(super) fn settle(reader: &mut Reader<'_>) -> Vec<Provider> {
    let names = reader.layers.names(SECTION.name);
    if names.is_empty() {
        let built_in = BUILT_IN.into_iter();
        return built_in.map(|(name, kind)| built_in_provider(reader, name, kind)).collect();
    }
    names.into_iter().filter_map(|name| one(reader, name)).collect()
}

/// One of the providers that are set up when none is written.
fn built_in_provider(reader: &mut Reader<'_>, name: &str, kind: ProviderKind) -> Provider {
    let word = match kind {
        ProviderKind::OpenAi => "openai",
        ProviderKind::Anthropic => "anthropic",
    };
    let models = kind.models();
    let section = format!("{}.{name}", SECTION.name);
    reader.show_default(&section, &KIND.about, &DeValue::String(word.into()));
    reader.show_default(&section, &BASE_URL.about, &DeValue::String(kind.base_url().into()));
    reader.show_default(&section, &API_KEY.about, &DeValue::String("client".into()));
    reader.show_default(&section, &MODELS.about, &list(&models));
    reader.show_default(&section, &DANGER_ALLOW_HTTP.about, &DeValue::Boolean(false));
    let base_url = kind.base_url().to_owned();
    Provider { name: name.to_owned(), kind, base_url, api_key: ApiKey::Client, models }
}

/// One provider that is written.
fn one(reader: &mut Reader<'_>, name: String) -> Option<Provider> {
    let section = format!("{}.{name}", SECTION.name);
    let kind = reader.required(&section, &KIND);
    let address = kind.map(|kind| {
        let address = kind.base_url();
        (address.to_owned(), DeValue::String(address.into()))
    });
    let base_url = by_kind(reader, &section, &BASE_URL, address);
    let api_key = reader.value(&section, &API_KEY);
    let names = kind.map(|kind| (kind.models(), list(&kind.models())));
    let models = by_kind(reader, &section, &MODELS, names);
    let allow_http = reader.value(&section, &DANGER_ALLOW_HTTP);
    if let (Some(url), Some(allow_http)) = (&base_url, allow_http) {
        check_transport(reader, &section, (&url.value, &url.source), allow_http);
    }
    let api_key = resolved(reader, &section, api_key?);
    Some(Provider { name, kind: kind?, base_url: base_url?.value, api_key, models: models?.value })
}

/// Reads a key whose default depends on the kind: the value and how it is shown.
fn by_kind<T>(
    reader: &mut Reader<'_>,
    section: &str,
    key: &'static Key<T>,
    default: Option<(T, DeValue<'_>)>,
) -> Option<Found<T>> {
    match default {
        Some((value, shown)) if !reader.is_written(section, &key.about) => {
            reader.show_default(section, &key.about, &shown);
            Some(Found { value, source: Source::Default })
        }
        Some(_) | None => reader.found(section, key),
    }
}

/// Refuses plain http outside this machine, or warns where it is allowed.
fn check_transport(
    reader: &mut Reader<'_>,
    section: &str,
    (url, source): (&str, &Source),
    allow_http: bool,
) {
    let open = Url::parse(url).is_some_and(|url| !url.secure && !is_loopback(&url.host));
    if open && allow_http {
        let warning = format!(
            "`{section}.danger_allow_http`: everything that goes to this provider \
                               can be read and changed on its way"
        );
        reader.warnings.push(warning);
    } else if open {
        let message = "must be https outside this machine (`danger_allow_http = true` allows http)";
        reader.wrong(source.clone(), section, BASE_URL.about.name, message.to_owned());
    }
}

/// What a credential stands for.
fn resolved(reader: &mut Reader<'_>, section: &str, written: Secret) -> ApiKey {
    let text = written.expose();
    if text == "client" {
        return ApiKey::Client;
    }
    if text == "none" {
        return ApiKey::None;
    }
    if let Some(variable) = text.strip_prefix("env:") {
        return match reader.sources.environment.value(variable) {
            Some(key) => ApiKey::Literal(Secret::new(key.trim().to_owned())),
            None => ApiKey::Missing {
                variable: variable.to_owned(),
                source: reader.place_of(section, &API_KEY.about),
            },
        };
    }
    if refers(text) == Ok(true) {
        return ApiKey::Secret(text.to_owned());
    }
    let warning = format!(
        "`{section}.api_key` is written out in the configuration: use `env:NAME`, \
                           so that it is not in a file"
    );
    reader.warnings.push(warning);
    ApiKey::Literal(written)
}

/// A list as TOML.
fn list(texts: &[String]) -> DeValue<'static> {
    let mut items = DeArray::new();
    for text in texts {
        items.push(Spanned::new(0..0, DeValue::String(text.clone().into())));
    }
    DeValue::Array(items)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_run() {
        for (pattern, name, expected) in [
            ("gpt-*", "gpt-4o", true),
            ("gpt-*", "gpt-", true),
            ("gpt-*", "agpt-4o", false),
            ("gpt-4o", "gpt-4o", true),
            ("gpt-4o", "gpt-4o-mini", false),
            ("*", "", true),
            ("*", "anything", true),
            ("*-mini", "gpt-4o-mini", true),
            ("*-mini", "gpt-4o-minis", false),
            ("a*b*c", "a-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
