//! Writes events of a streamed response: text that was held back, and the error that ends it.
//!
//! What the events share (the ids of items, the count of events) is taken from those that came.

use std::collections::BTreeMap;

use portcullis_model::{CallId, Channel, Refusal};

use crate::dialects::responses::{Delta, delta};
use crate::dialects::{Dialect, refusal_body};
use crate::wire::json::{Tape, Value, quote_into};
use crate::wire::sse::{Data, blanked, data};

/// How many items are remembered.
// LIMIT: bounds what a hostile stream makes us remember; the ids of later ones are left out.
const ITEMS_MAX: usize = 1_024;
/// Bytes of an id that is remembered.
const ID_BYTES_MAX: usize = 256;
/// Bytes of an event of which the count is looked at.
const COUNTED_BYTES_MAX: usize = 4_096;

/// What the events of one stream share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The ids of the items, by their place.
    items: BTreeMap<u32, Box<str>>,
    /// The last event, if it is no large one.
    last: String,
}

impl Shared {
    /// Notes an event.
    pub(super) fn note(&mut self, event: &str) {
        self.last.clear();
        if event.len() <= COUNTED_BYTES_MAX {
            self.last.push_str(event);
        }
        if event.contains("output_item.added") && self.items.len() < ITEMS_MAX {
            let items = &mut self.items;
            with_data(event, |root| {
                let index = root.get("output_index").and_then(|index| index.index());
                let id = root.get("item").and_then(|item| item.get("id")?.string());
                if let (Some(index), Some(id)) = (index, id)
                    && id.len() <= ID_BYTES_MAX
                {
                    items.insert(index, id.into());
                }
            });
        }
    }

    /// The number of the last event; what is added shares it, so that no number goes back.
    fn count(&self) -> u32 {
        let mut count = None;
        with_data(&self.last, |root| {
            count = root.get("sequence_number").and_then(|count| count.index());
        });
        count.unwrap_or_default()
    }

    /// The event that continues `channel` by `text`.
    pub(super) fn delta(&self, channel: Channel, text: &str) -> String {
        let Delta { kind, part } = delta(channel);
        let mut event = String::with_capacity(256 + text.len());
        event.push_str("event: ");
        event.push_str(kind);
        event.push_str("\ndata: {\"type\":");
        quote_into(&mut event, kind);
        event.push_str(",\"sequence_number\":");
        event.push_str(&self.count().to_string());
        if let Some(id) = self.items.get(&channel.index) {
            event.push_str(",\"item_id\":");
            quote_into(&mut event, id);
        }
        event.push_str(",\"output_index\":");
        event.push_str(&channel.index.to_string());
        if let Some((name, number)) = part {
            event.push(',');
            quote_into(&mut event, name);
            event.push(':');
            event.push_str(&number.to_string());
        }
        event.push_str(",\"delta\":");
        quote_into(&mut event, text);
        if kind == "response.output_text.delta" {
            event.push_str(",\"logprobs\":[]");
        }
        event.push_str("}\n\n");
        event
    }

    /// The event that ends a stream which may not go on. It says it in both ways that clients
    /// look for: as an event of the type `error`, and under the key `error`.
    pub(super) fn error(&self, refusal: &Refusal, call: &CallId) -> String {
        let body = refusal_body(Dialect::Responses, refusal, Some(call));
        let mut event = String::with_capacity(256 + body.len());
        event.push_str("event: error\ndata: {\"type\":\"error\",\"sequence_number\":");
        event.push_str(&self.count().to_string());
        event.push_str(",\"code\":");
        quote_into(&mut event, refusal.code.name());
        event.push_str(",\"message\":");
        quote_into(&mut event, &refusal.public);
        event.push_str(",\"param\":null,");
        event.push_str(body.strip_prefix('{').unwrap_or_default());
        event.push_str("\n\n");
        event
    }
}

/// Looks at the data of an event, if it is JSON.
fn with_data(event: &str, look: impl FnOnce(Value<'_>)) {
    let copy;
    let json = match data(event) {
        Data::None => return,
        Data::Line(place) => event.get(place).unwrap_or_default(),
        Data::Lines(places) => {
            copy = blanked(event, &places);
            copy.as_str()
        }
    };
    let mut tape = Tape::default();
    if let Ok(root) = tape.read(json) {
        look(root);
    }
}
