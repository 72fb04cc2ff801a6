//! A compiled schema, and the check of arguments against it.
//!
//! It keeps no arguments, and what it says of them is a list of violations, never a value.

use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

use crate::cost::affordable;
use crate::draft::Draft;
use crate::explain::Explainer;
use crate::graph::{self, Graph};
use crate::limits::{
    ARGUMENT_BYTES_MAX, PATTERN_MEMORY_MAX, SCHEMA_BYTES_MAX, SCHEMA_DEPTH_MAX, SCHEMA_VALUES_MAX,
};
use crate::violation::{Kind, Violation, choose};
use crate::{SchemaError, formats, look_ahead, unknown};

/// A compiled schema.
pub struct Schema {
    validator: Validator,
    graph: Graph,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Schema").finish_non_exhaustive()
    }
}

impl Schema {
    /// Compiles a schema that a stranger wrote.
    ///
    /// # Errors
    ///
    /// Says why the schema cannot be used; the tool must then be refused.
    pub fn compile(json: &str) -> Result<Self, SchemaError> {
        if json.len() > SCHEMA_BYTES_MAX {
            return Err(SchemaError::TooLarge("bytes"));
        }
        let mut document: Value = serde_json::from_str(json).map_err(|_| SchemaError::NotJson)?;
        let mut values = 0;
        measure(&document, 0, &mut values)?;
        let object = document.as_object_mut().ok_or(SchemaError::NotObject)?;
        let draft = Draft::of(object)?;
        // An identity of its own could stand for a schema that the validator knows.
        object.shift_remove("$id");
        if !may_be_object(object.get("type")) {
            return Err(SchemaError::NotObject);
        }
        look_ahead::split_all(&mut document);
        let graph = graph::build(&document, draft)?;
        let patterns = PatternOptions::regex()
            .size_limit(PATTERN_MEMORY_MAX)
            .dfa_size_limit(PATTERN_MEMORY_MAX);
        let options = jsonschema::options()
            .with_draft(draft.validator())
            .offline()
            .with_pattern_options(patterns);
        let validator = formats::set(options).build(&document);
        let validator = validator.map_err(|error| SchemaError::at(error.instance_path()))?;
        Ok(Self { validator, graph })
    }

    /// Checks the arguments of a call; an empty list means that they conform.
    ///
    /// `arguments` is JSON without duplicate keys; an empty text means no arguments.
    #[must_use]
    pub fn check(&self, arguments: &str) -> Vec<Violation> {
        let arguments = match read(arguments) {
            Ok(arguments) => arguments,
            Err(violation) => return vec![violation],
        };
        let Ok(strays) = affordable(&self.graph, &arguments)
            .and_then(|()| unknown::find(&self.graph, &arguments))
        else {
            return vec![whole("the arguments are too large or too deep to be checked")];
        };
        let conforms = self.validator.is_valid(&arguments);
        if conforms && strays.is_empty() {
            return Vec::new();
        }
        let mut explainer = Explainer::new(&self.graph, &arguments);
        if !conforms {
            explainer.errors(self.validator.iter_errors(&arguments));
        }
        explainer.strays(&strays);
        if explainer.found.is_empty() {
            return vec![whole("the arguments do not conform to the schema")];
        }
        choose(explainer.found)
    }

    /// Whether a value conforms as the standard has it, with members that the schema does not
    /// name: for what a tool gives back.
    #[must_use]
    pub fn conforms(&self, value: &str) -> bool {
        let Ok(value) = serde_json::from_str(value) else { return false };
        affordable(&self.graph, &value).is_ok() && self.validator.is_valid(&value)
    }
}

/// Reads arguments, which must be an object.
fn read(text: &str) -> Result<Value, Violation> {
    if text.trim().is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    if text.len() > ARGUMENT_BYTES_MAX {
        return Err(whole("the arguments are too large to be checked"));
    }
    let value = serde_json::from_str(text);
    let value: Value = value.map_err(|_| whole("the arguments are not valid JSON"))?;
    if value.is_object() {
        return Ok(value);
    }
    let hint = "the arguments must be a JSON object";
    Err(Violation::new("", Kind::Type, hint.to_owned()))
}

fn whole(hint: &str) -> Violation {
    Violation::new("", Kind::Value, hint.to_owned())
}

/// Bounds the depth and the number of values of a schema.
fn measure(value: &Value, depth: usize, values: &mut usize) -> Result<(), SchemaError> {
    *values = values.saturating_add(1);
    if depth > SCHEMA_DEPTH_MAX {
        return Err(SchemaError::TooLarge("depth"));
    }
    if *values > SCHEMA_VALUES_MAX {
        return Err(SchemaError::TooLarge("values"));
    }
    let deeper = depth.saturating_add(1);
    match value {
        Value::Object(object) => object.values().try_for_each(|it| measure(it, deeper, values)),
        Value::Array(items) => items.iter().try_for_each(|it| measure(it, deeper, values)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

fn may_be_object(types: Option<&Value>) -> bool {
    match types {
        None => true,
        Some(Value::String(name)) => name == "object",
        Some(Value::Array(names)) => names.iter().any(|name| name == "object"),
        // The validator says what is wrong with it.
        Some(_) => true,
    }
}
