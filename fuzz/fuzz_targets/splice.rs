//! Fuzzes splicing: an edited document is still JSON, and holds exactly the edited texts.
//!
//! Input: the text that replaces, a zero byte, the document.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_gateway::wire::{json, splice};
use portcullis_model::{Edit, Edited};

fuzz_target!(|input: &str| {
    let Some((with, text)) = input.split_once('\0') else { return };
    let Ok(document) = json::read(text.to_owned()) else { return };
    assert_eq!(splice(&Edited::unchanged(document.clone())), text);
    let edits = document.fields.iter().enumerate().map(|(field, of)| {
        let range = 0..document.text(of).len();
        Edit { field, range, with: format!("{with}{field}") }
    });
    let edits = edits.collect();
    let edited = Edited::new(document, edits);
    let again = json::read(splice(&edited)).expect("an edited document is JSON");
    for (index, field) in again.fields.iter().enumerate() {
        assert_eq!(again.text(field), edited.text(index));
    }
});
