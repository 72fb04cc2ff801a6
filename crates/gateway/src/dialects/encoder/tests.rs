//! What the pieces of a stream look like on the wire, read back with the decoder.

use portcullis_model::{Code, Edit, Event, Mark};

use super::*;
use crate::dialects::Decoder;

fn decode(operation: Operation, bytes: &[u8]) -> Vec<Event> {
    let mut decoder = Decoder::new(operation);
    let mut events = Vec::new();
    decoder.push(bytes, &mut events).unwrap();
    decoder.finish(&mut events).unwrap();
    events
}

fn encode(operation: Operation, pieces: &[Piece]) -> String {
    let mut encoder = Encoder::new(operation);
    let mut out = Vec::new();
    for piece in pieces {
        encoder.piece(piece, &mut out);
    }
    String::from_utf8(out).unwrap()
}

/// What an encoder writes for a channel, our own decoder reads as the same channel.
fn check_channel(operation: Operation, channel: Channel) {
    let text = "a\"b\\c\n\u{1}ü";
    let written = encode(operation, &[Piece::Text { channel, text: text.to_owned() }]);
    assert!(written.ends_with("\n\n"));
    let events = decode(operation, written.as_bytes());
    let [event] = events.as_slice() else { panic!("one event: {written}") };
    let deltas: Vec<_> = event
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Delta { channel, field } => Some((*channel, *field)),
            _ => None,
        })
        .collect();
    assert_eq!(deltas, [(channel, 0)], "{written}");
    assert_eq!(event.document.text(&event.document.fields[0]), text);
}

#[test]
fn released_text_goes_where_the_channel_came_from() {
    for index in [0, 3] {
        for (part, matter) in [
            (0, Matter::Text),
            (1, Matter::Text),
            (0, Matter::Reasoning),
            (1, Matter::Reasoning),
            (2, Matter::Reasoning),
            (0, Matter::Refusal),
            (0, Matter::Arguments),
            (7, Matter::Arguments),
            ((1 << 30) + 2, Matter::Arguments),
            (u32::MAX, Matter::Arguments),
        ] {
            check_channel(Operation::ChatCompletions, Channel { index, part, matter });
        }
        for matter in [Matter::Text, Matter::Arguments] {
            check_channel(Operation::Messages, Channel { index, part: 0, matter });
        }
    }
}

#[test]
fn released_text_looks_like_its_stream() {
    let azure = "data: {\"id\":\"\",\"choices\":[]}\n\n";
    let first = "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1.70e9,\"model\":\"m\",\"usage\":null,\"choices\":[{\"index\":0,\"delta\":{}}]}\n\n";
    let mut pieces: Vec<Piece> =
        decode(Operation::ChatCompletions, format!("{azure}{first}").as_bytes())
            .into_iter()
            .map(|event| Piece::Event(Edited::unchanged(event.document)))
            .collect();
    let channel = Channel { index: 0, part: 0, matter: Matter::Text };
    pieces.push(Piece::Text { channel, text: "x".to_owned() });
    assert_eq!(
        encode(Operation::ChatCompletions, &pieces),
        format!(
            "{azure}{first}data: {{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1.70e9,\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"x\"}},\"finish_reason\":null}}]}}\n\n"
        )
    );
    assert_eq!(
        encode(Operation::Messages, &[Piece::Text { channel, text: "x".to_owned() }]),
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n"
    );
}

#[test]
fn events_keep_their_bytes_but_for_the_edits() {
    let raw =
        "event: x\r\ndata:  {\"choices\" : [{\"delta\":{\"content\":\"a\\u0062c\"}}] }\r\n\r\n";
    let event = decode(Operation::ChatCompletions, raw.as_bytes()).remove(0);
    let edit = Edit { field: 0, range: 2..3, with: "\n".to_owned() };
    let edited = Edited::new(event.document, vec![edit]);
    let written = encode(Operation::ChatCompletions, &[Piece::Event(edited)]);
    assert_eq!(written, raw.replace("\\u0062c", "\\u0062\\n"));
}

#[test]
fn a_broken_off_event_does_not_swallow_the_next() {
    for end in ["", "\n", "\r", "\r\n"] {
        let raw = format!("data: {{\"type\":\"ping\"}}{end}");
        let event = decode(Operation::Messages, raw.as_bytes()).remove(0);
        let mut encoder = Encoder::new(Operation::Messages);
        let mut out = Vec::new();
        encoder.piece(&Piece::Event(Edited::unchanged(event.document)), &mut out);
        assert_eq!(out, raw.as_bytes(), "nothing is added until something follows");
        let refusal = Refusal::new(Code::UpstreamFailed, "p", "r");
        encoder.refusal(&refusal, &CallId("01J".into()), &mut out);
        let events = decode(Operation::Messages, &out);
        assert_eq!(events.last().unwrap().marks, [Mark::CloseAll]);
        assert_eq!(events.first().unwrap().marks, []);
    }
}

#[test]
fn a_refusal_is_an_event_of_the_dialect() {
    for (operation, start) in [
        (Operation::ChatCompletions, "data: {\"error\":{\"message\":\"p\""),
        (Operation::Messages, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":"),
    ] {
        let mut out = Vec::new();
        let refusal = Refusal::new(Code::BlockedContent, "p", "r");
        Encoder::new(operation).refusal(&refusal, &CallId("01J".into()), &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with(start), "{text}");
        assert!(text.ends_with("\n\n") && text.contains("\"blocked_content\""));
    }
}

#[test]
fn released_text_of_a_response_goes_where_the_channel_came_from() {
    for index in [0, 3] {
        for (part, matter) in [
            (0, Matter::Text),
            (5, Matter::Text),
            (1 << 29, Matter::Text),
            (2, Matter::Refusal),
            (1, Matter::Reasoning),
            ((1 << 28) + 4, Matter::Reasoning),
            (1 << 29, Matter::Reasoning),
            (0, Matter::Arguments),
            (1 << 28, Matter::Arguments),
            ((1 << 28) + 1, Matter::Arguments),
            ((1 << 29) + 3, Matter::Arguments),
        ] {
            // Spoken text is of no item.
            if (part, matter) == (1 << 29, Matter::Text) && index != 0 {
                continue;
            }
            check_channel(Operation::Responses, Channel { index, part, matter });
        }
    }
}

#[test]
fn released_text_of_a_response_names_its_item() {
    let added = "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\
        \"output_index\":2,\"sequence_number\":7,\"item\":{\"id\":\"msg_1\"}}\n\n";
    let document = Document { raw: added.to_owned(), ..Document::default() };
    let channel = Channel { index: 2, part: 1, matter: Matter::Text };
    let pieces =
        [Piece::Event(Edited::unchanged(document)), Piece::Text { channel, text: "x".to_owned() }];
    let written = encode(Operation::Responses, &pieces);
    let expected = "event: response.output_text.delta\ndata: {\"type\":\
        \"response.output_text.delta\",\"sequence_number\":7,\"item_id\":\"msg_1\",\
        \"output_index\":2,\"content_index\":1,\"delta\":\"x\",\"logprobs\":[]}\n\n";
    assert_eq!(written, format!("{added}{expected}"));
}

#[test]
fn a_refused_response_is_an_error_in_both_ways() {
    let mut out = Vec::new();
    let refusal = Refusal::new(Code::UpstreamFailed, "it \"broke\"", "a reason");
    Encoder::new(Operation::Responses).refusal(&refusal, &CallId("01J".into()), &mut out);
    let written = String::from_utf8(out).unwrap();
    let data = written.strip_prefix("event: error\ndata: ").unwrap();
    let data: serde_json::Value = serde_json::from_str(data.trim()).unwrap();
    assert_eq!(data["type"], "error");
    assert_eq!(
        (&data["code"], &data["message"]),
        (&data["error"]["code"], &data["error"]["message"])
    );
    assert_eq!(data["error"]["code"], "upstream_failed");
    assert_eq!(data["error"]["call"], "01J");
}
