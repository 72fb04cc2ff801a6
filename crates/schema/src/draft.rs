//! Which draft of JSON Schema a schema is written in.
//!
//! Two drafts are read, 2020-12 and draft-07; others are refused, not guessed at.

use serde_json::{Map, Value};

use crate::SchemaError;

/// A draft that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Draft {
    Seven,
    Latest,
}

impl Draft {
    /// Reads `$schema`; the latest draft is meant where it is absent, as MCP says.
    pub(crate) fn of(schema: &Map<String, Value>) -> Result<Self, SchemaError> {
        let Some(name) = schema.get("$schema") else { return Ok(Self::Latest) };
        let name = name.as_str().ok_or(SchemaError::Draft)?.trim_end_matches('#');
        let name = name.strip_prefix("http://").or_else(|| name.strip_prefix("https://"));
        match name {
            Some("json-schema.org/draft-07/schema") => Ok(Self::Seven),
            Some("json-schema.org/draft/2020-12/schema") => Ok(Self::Latest),
            Some(_) | None => Err(SchemaError::Draft),
        }
    }

    /// The name of this draft in the validator.
    pub(crate) fn validator(self) -> jsonschema::Draft {
        match self {
            Self::Seven => jsonschema::Draft::Draft7,
            Self::Latest => jsonschema::Draft::Draft202012,
        }
    }
}
