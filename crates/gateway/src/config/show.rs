//! The settled values as TOML, each with the place it comes from; credentials hidden.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::declare::{About, Kind};
use super::error::Source;
use super::sources::Written;

/// A key as `config show` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its section.
    pub section: String,
    /// Its name.
    pub key: &'static str,
    /// Its value, as TOML; a credential only as the place it is read from.
    pub value: String,
    /// Where it was written.
    pub source: Source,
}

impl Shown {
    pub(super) fn new(section: &str, about: &'static About, written: &Written<'_>) -> Self {
        let value = match about.kind {
            Kind::Credential | Kind::Hidden(_) => {
                hidden(written.value.as_str().unwrap_or_default())
            }
            Kind::Variables => hidden_each(&written.value),
            _ => rendered(&written.value),
        };
        Self { section: section.to_owned(), key: about.name, value, source: written.source.clone() }
    }
}

/// A credential, as it may be shown: the words and references stay, a literal does not.
fn hidden(written: &str) -> String {
    if is_reference(written) || written == "client" || written == "none" {
        quoted(written)
    } else {
        quoted("<hidden>")
    }
}

/// Whether a text is a reference and nothing besides.
fn is_reference(written: &str) -> bool {
    let inner = written.strip_prefix("{{secret:").and_then(|rest| rest.strip_suffix("}}"));
    written.starts_with("env:") || inner.is_some_and(|name| !name.contains(['{', '}']))
}

/// A table of texts, each as it may be shown.
fn hidden_each(written: &DeValue<'_>) -> String {
    let mut shown = DeTable::new();
    for (name, value) in written.as_table().into_iter().flatten() {
        let text = value.get_ref().as_str().filter(|text| is_reference(text));
        let text = text.unwrap_or("<hidden>").to_owned();
        shown.insert(name.clone(), Spanned::new(0..0, DeValue::String(text.into())));
    }
    rendered(&DeValue::Table(shown))
}

/// A value as TOML, in one spelling.
pub(super) fn rendered(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => quoted(text),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| rendered(item.get_ref())).collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(table) => {
            let entries = table.iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| {
                    format!("{} = {}", bare(key.get_ref()), rendered(value.get_ref()))
                })
                .collect();
            if entries.is_empty() {
                "{}".to_owned()
            } else {
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }
}

/// A key, quoted where it must be.
fn bare(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !key.is_empty() && key.bytes().all(plain) { key.to_owned() } else { quoted(key) }
}

/// A text as a TOML basic string, which is a JSON string too.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// All of them as a file that could be used as such, save for hidden credentials.
#[must_use]
pub fn as_toml(shown: &[Shown]) -> String {
    let mut out = String::new();
    let mut section = "";
    for one in shown {
        if one.section != section {
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = match one.section.split_once('[') {
                Some((list, _)) => writeln!(out, "{gap}[[{list}]]"),
                None => writeln!(out, "{gap}[{}]", one.section),
            };
            section = &one.section;
        }
        let _ = writeln!(out, "{} = {}  # {}", one.key, one.value, one.source);
    }
    out
}

/// All of them as one JSON object: section, key, `value` (TOML) and `source`.
#[must_use]
pub fn as_json(shown: &[Shown]) -> Value {
    let mut sections = Map::new();
    for one in shown {
        let section = sections.entry(one.section.clone()).or_insert_with(|| json!({}));
        if let Some(section) = section.as_object_mut() {
            let entry = json!({ "value": parsed(&one.value), "source": one.source.to_string() });
            section.insert(one.key.to_owned(), entry);
        }
    }
    Value::Object(sections)
}

/// A TOML value as JSON.
fn parsed(text: &str) -> Value {
    DeValue::parse(text).map_or(Value::Null, |value| as_value(value.get_ref()))
}

/// A TOML value as JSON; a number keeps its value.
pub(super) fn as_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| as_value(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let entries = table.iter();
            let entries =
                entries.map(|(key, value)| (key.get_ref().to_string(), as_value(value.get_ref())));
            Value::Object(entries.collect())
        }
    }
}
