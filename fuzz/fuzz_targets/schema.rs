//! Fuzzes schemas and arguments: no panic, and what is checked twice is found twice.
//!
//! The first line is the schema, the rest are the arguments.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_schema::Schema;

fuzz_target!(|text: &str| {
    let (schema, arguments) = text.split_once('\n').unwrap_or((text, ""));
    let Ok(schema) = Schema::compile(schema) else { return };
    let found = schema.check(arguments);
    assert!(found == schema.check(arguments));
    assert!(!found.is_empty() || schema.conforms(arguments) || arguments.trim().is_empty());
});
