//! Whether JSON arguments conform to a schema that a stranger wrote, and in words what is wrong.
//!
//! It fetches nothing, coerces nothing, and never says what was sent: hints speak of names and of
//! what the schema expects. It decides nothing about a call; it only says what it sees.
//!
//! ```
//! use portcullis_schema::{Kind, Schema};
//!
//! let schema = r#"{"type":"object","properties":{"amount":{"type":"integer"}}}"#;
//! let schema = Schema::compile(schema).expect("the schema is sound");
//! assert!(schema.check(r#"{"amount":100}"#).is_empty());
//! let wrong = schema.check(r#"{"amount":"100"}"#);
//! assert_eq!(wrong[0].kind, Kind::Type);
//! assert_eq!(wrong[0].hint, "`amount` must be an integer, not a string");
//! ```

#![forbid(unsafe_code)]

mod limits;
mod error;
mod draft;
mod look_ahead;
mod graph;
mod measure;
mod cost;
mod matching;
mod unknown;
mod names;
mod wording;
mod formats;
mod explain;
mod branches;
mod violation;
mod schema;
mod cache;

pub use cache::Schemas;
pub use error::SchemaError;
pub use schema::Schema;
pub use violation::{Kind, Violation};
