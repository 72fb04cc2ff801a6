//! The words of hints. They are stable: people and models learn them.
//!
//! Nothing here takes a value that was sent; only its type may be named.

use jsonschema::JsonType;
use serde_json::Value;

use crate::limits::LISTED_MAX;
use crate::names::quoted;

/// A type with its article, as it is expected.
pub(crate) fn type_in_words(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Array => "an array",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "an integer",
        JsonType::Null => "null",
        JsonType::Number => "a number",
        JsonType::Object => "an object",
        JsonType::String => "a string",
    }
}

/// What was sent, by its type.
pub(crate) fn sent_in_words(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Pieces joined to `a, b or c`, bounded.
pub(crate) fn listed(pieces: &[String], last: &str) -> String {
    if pieces.len() > LISTED_MAX {
        let others = pieces.len().saturating_sub(LISTED_MAX);
        let shown: Vec<_> = pieces.iter().take(LISTED_MAX).map(String::as_str).collect();
        return format!("{} {last} {others} more", shown.join(", "));
    }
    match pieces {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A value of the schema: public, but cut.
pub(crate) fn constant(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{}`", quoted(text)),
        Value::Object(_) => "a certain object".to_owned(),
        Value::Array(_) => "a certain array".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
    }
}

/// `1 item`, `2 items`.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
