//! A strict reader of JSON text (RFC 8259) that knows where each thing stands.
//!
//! It never builds values, never re-writes a document, and reads nothing that a second reader
//! could read otherwise: no duplicate keys, no lone surrogates, nothing after the end.

mod error;
mod fields;
mod nested;
mod scan;
mod tape;
mod text;
#[cfg(test)]
mod tests;

pub use error::{JsonError, Problem};
pub use fields::{Fields, POINTER_BYTES_MAX, read};
pub(crate) use nested::Places;
pub use nested::{Replacement, mend, nested, outward};
pub use scan::{DEPTH_MAX, FIELDS_MAX};
pub use tape::{Kind, Tape, Value};
pub use text::{Step, Steps, decode, escape_into, is_number, quote_into};
