//! Fuzzes the stream decoders: any cutting gives the same events, and no byte is lost.
//!
//! Input: where to cut, then the stream.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_gateway::dialects::Decoder;
use portcullis_model::{Event, Operation};

fn events(operation: Operation, pieces: &[&[u8]]) -> Option<Vec<Event>> {
    let mut decoder = Decoder::new(operation);
    let mut events = Vec::new();
    for piece in pieces {
        decoder.push(piece, &mut events).ok()?;
    }
    decoder.finish(&mut events).ok()?;
    Some(events)
}

fuzz_target!(|input: &[u8]| {
    let Some((cut, stream)) = input.split_first() else { return };
    let (first, second) = stream.split_at(usize::from(*cut).min(stream.len()));
    for operation in [Operation::ChatCompletions, Operation::Messages] {
        let whole = events(operation, &[stream]);
        assert_eq!(whole, events(operation, &[first, second]));
        if let Some(events) = whole {
            let joined: String = events.into_iter().map(|event| event.document.raw).collect();
            assert_eq!(joined.as_bytes(), stream);
        }
    }
});
