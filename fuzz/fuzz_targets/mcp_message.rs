//! Fuzzes the reading of MCP messages: no panic, fields in order, bytes kept, definitions in place.
//!
//! What the fields are for is shown by the tests of the crate.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_gateway::dialects::mcp::{self, Incoming, Sender};
use portcullis_gateway::wire::lines::{Line, Lines};
use portcullis_gateway::wire::{rpc, splice};
use portcullis_model::Edited;

fuzz_target!(|bytes: &[u8]| {
    drop(rpc::salvaged(bytes));
    let (mut lines, mut out) = (Lines::default(), Vec::new());
    lines.push(bytes, &mut out);
    out.extend(lines.finish());
    for line in out {
        let Line::Text(text) = line else { continue };
        for sender in [Sender::Client, Sender::Server] {
            let read = mcp::read(sender, text.clone(), |_| Some("tools/list".into()));
            let Ok(Incoming::One(message)) = read else { continue };
            let document = message.document;
            assert!(document.fields.is_sorted_by(|one, two| one.place.end <= two.place.start));
            assert!(document.listed.is_sorted_by(|one, two| one.place.end <= two.place.start));
            assert_eq!(splice(&Edited::unchanged(document)), text);
        }
    }
});
