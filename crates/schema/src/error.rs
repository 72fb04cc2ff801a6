//! Why a schema cannot be used.
//!
//! It names keywords of the standard and nothing else of the schema: the text is a stranger's.

/// Why a schema cannot be used. The tool it belongs to must be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// It is larger, deeper or more branched than anything that is checked.
    #[error("the schema is too large: {0}")]
    TooLarge(&'static str),
    /// It is not JSON.
    #[error("the schema is not JSON")]
    NotJson,
    /// It is not an object, or describes something else than an object.
    #[error("the schema does not describe an object")]
    NotObject,
    /// It is written in a draft other than 2020-12 and draft-07.
    #[error("the schema's `$schema` is neither draft 2020-12 nor draft-07")]
    Draft,
    /// It needs something outside itself, which is never fetched, or something it does not have.
    #[error("the schema's `{0}` does not lead to a place inside the schema")]
    Reference(&'static str),
    /// It uses a keyword that is not supported.
    #[error("the schema uses `{0}`, which is not supported")]
    Unsupported(&'static str),
    /// It applies itself to the same value without end.
    #[error("the schema refers to itself without end")]
    Endless,
    /// It breaks the rules of its draft, at a keyword or in general.
    #[error("the schema is invalid at `{0}`")]
    Invalid(&'static str),
}

/// Keywords that an error may name: words of the standard, never of the schema.
const KEYWORDS: &[&str] = &[
    "$ref",
    "$schema",
    "$defs",
    "$anchor",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "description",
    "else",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

impl SchemaError {
    /// The error of a schema that is invalid at a place of it.
    pub(crate) fn at(place: &jsonschema::paths::Location) -> Self {
        let segments = place.as_str().rsplit('/');
        let known = segments.filter_map(|it| KEYWORDS.iter().find(|word| **word == it));
        Self::Invalid(known.copied().next().unwrap_or("the top"))
    }
}
