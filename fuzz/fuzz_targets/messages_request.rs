//! Fuzzes the reading of messages requests and replies: no panic, fields in order, bytes kept.
//!
//! What the fields are for is shown by the tests of the crate.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_gateway::{dialects, wire};
use portcullis_model::{Document, Edited, Operation};

fn check(text: &str, document: Document) {
    assert!(document.fields.is_sorted_by(|one, two| one.place.end <= two.place.start));
    assert_eq!(wire::splice(&Edited::unchanged(document)), text);
}

fuzz_target!(|text: &str| {
    if let Ok(request) = dialects::request(Operation::Messages, text.to_owned()) {
        check(text, request.document);
    }
    for status in [200, 400] {
        if let Ok(document) = dialects::reply(Operation::Messages, status, text.to_owned()) {
            check(text, document);
        }
    }
});
