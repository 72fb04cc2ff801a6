//! Fuzzes the strict JSON reader: no panic, and every field stands where it says.
//!
//! It does not compare with other readers; the property tests of the crate do.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_gateway::wire::json;

fuzz_target!(|text: &str| {
    let Ok(document) = json::read(text.to_owned()) else { return };
    for field in &document.fields {
        let raw = text.get(field.place.clone()).expect("a field stands in the text");
        assert_eq!(json::decode(raw), document.text(field));
    }
});
