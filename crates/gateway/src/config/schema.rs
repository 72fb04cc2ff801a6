//! The JSON Schema of the file, from the declarations.
//!
//! Editors complete and check by it; what decides is the parser.

use serde_json::{Map, Value, json};
use toml::de::DeValue;

use super::declare::{About, Choice, Kind, Section, Shape, Status};
use super::sections;
use super::show::as_value;

/// The schema, JSON Schema 2020-12.
#[must_use]
pub fn schema() -> Value {
    let mut properties = Map::new();
    for section in sections::ALL {
        if section.status == Status::Built && !section.name.contains('.') {
            properties.insert(section.name.to_owned(), of_section(section));
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "portcullis.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

/// The schema of one section.
fn of_section(section: &Section) -> Value {
    let keys = section.keys.iter().filter(|about| accepts_something(about));
    let keys = keys.map(|about| (about.name.to_owned(), of_key(about)));
    let built = section.inside().filter(|(_, inner)| inner.status == Status::Built);
    let inside = built.map(|(name, inner)| (name.to_owned(), of_section(inner)));
    let properties: Map<String, Value> = keys.chain(inside).collect();
    let table = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    match section.shape {
        Shape::Single => with(table, "description", Value::from(section.doc)),
        Shape::Named(letters) => json!({
            "description": section.doc,
            "type": "object",
            "propertyNames": { "pattern": letters.pattern() },
            "additionalProperties": table,
        }),
        Shape::Listed => json!({
            "description": section.doc,
            "type": "array",
            "items": table,
        }),
    }
}

/// Whether anything may be written for a key: a reserved one takes its default at most.
fn accepts_something(about: &About) -> bool {
    about.status == Status::Built || about.default.is_some()
}

/// The schema of one key.
fn of_key(about: &About) -> Value {
    let default = about.default.and_then(|text| DeValue::parse(text).ok());
    let default = default.map(|value| as_value(value.get_ref()));
    if about.status == Status::Later {
        return json!({ "description": about.doc, "const": default });
    }
    let schema = with(of_kind(about.kind), "description", Value::from(about.doc));
    match default {
        Some(default) => with(schema, "default", default),
        None => schema,
    }
}

/// The schema of a kind of value.
fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text(_) | Kind::Hidden(_) | Kind::Credential => json!({ "type": "string" }),
        Kind::Choice(choices) => json!({ "enum": words(choices) }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Ratio => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Kind::Whole => json!({ "type": "integer", "minimum": 0 }),
        Kind::Duration { .. } => json!({ "type": "string", "pattern": "^([0-9]+[smhd]|never)$" }),
        Kind::Texts(_) => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Variables => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,127}$" },
            "additionalProperties": { "type": "string" },
        }),
        Kind::PerEntity(choices) => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[A-Z][A-Z0-9_]*$" },
            "additionalProperties": { "enum": words(choices) },
        }),
        Kind::RatioPerEntity => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[A-Z][A-Z0-9_]*$" },
            "additionalProperties": { "type": "number", "minimum": 0, "maximum": 1 },
        }),
        Kind::TextsPerEntity(_) => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[A-Z][A-Z0-9_]*$" },
            "additionalProperties": { "type": "array", "items": { "type": "string" } },
        }),
    }
}

/// The words that work.
fn words(choices: &[Choice]) -> Vec<&'static str> {
    let built = choices.iter().filter(|choice| choice.status == Status::Built);
    built.map(|choice| choice.name).collect()
}

/// An object with one more member.
fn with(mut object: Value, name: &str, value: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    object
}
