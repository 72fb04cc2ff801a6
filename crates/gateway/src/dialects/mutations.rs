//! Ten thousand damaged inputs: nothing panics, and what is read goes out as it came in.
//!
//! The same inputs each time. Real fuzzing with the same targets is in `fuzz/`.

use portcullis_model::{CallId, Code, Edited, Operation, Piece, Refusal};

use super::{Decoder, Encoder, reply, request};
use crate::wire::sample::Random;
use crate::wire::{json, splice};

const SEEDS: [&str; 11] = [
    r#"{"model":"m","stream":true,"messages":[{"role":"user","content":[{"type":"text","text":"a\u0040b"},{"type":"image_url","image_url":{"url":"https://x/y"}}]},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}"#,
    r#"{"model":"m","max_tokens":1,"system":"s","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"x"}]},{"type":"thinking","thinking":"t","signature":"s"}]}],"metadata":{"user_id":"u"}}"#,
    r#"{"id":"c","choices":[{"index":0,"message":{"content":"\ud83d\ude00","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},"logprobs":{"content":[]}}]}"#,
    r#"{"content":[{"type":"text","text":"x"},{"type":"tool_use","name":"f","input":{"a":[1,"b"]}}],"stop_sequence":"s"}"#,
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\",\"tool_calls\":[{\"index\":0,\"id\":\"i\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}]}\n\ndata: [DONE]\n\n",
    "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"name\":\"f\",\"input\":{}}}\r\n\r\n: ping\n\n",
    r#"{"model":"m","stream":true,"instructions":"be","input":[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"https://x/y"}]},{"type":"function_call","name":"f","call_id":"call_1","arguments":"{}"},{"type":"reasoning","id":"rs_1","encrypted_content":"x","summary":[]}],"tools":[{"type":"function","name":"f","parameters":{}}],"previous_response_id":"resp_1"}"#,
    r#"{"id":"resp_1","output":[{"type":"message","id":"msg_1","content":[{"type":"output_text","text":"x","annotations":[{"file_id":"f","title":"t"}],"logprobs":[{}]}]},{"type":"function_call","name":"f","arguments":"{}"},{"type":"local_shell_call","action":{"command":["x"]}}],"metadata":{"k":"v"}}"#,
    "event: response.output_text.done\ndata: {\"type\":\"response.output_text.done\",\"output_index\":0,\"content_index\":1,\"text\":\"x\",\"logprobs\":[]}\n\nevent: error\ndata: {\"type\":\"error\",\"message\":\"x\"}\n\n",
    "data: {\"type\":\"response.output_item.added\",\"output_index\":1,\"item\":{\"type\":\"custom_tool_call\",\"name\":\"f\",\"input\":\"x\"}}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"output\":[{\"type\":\"reasoning\",\"summary\":[{\"text\":\"x\"}]}]}}\n\n",
    "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"\\u00fc\"}}]}\n\n",
];

const OPERATIONS: [Operation; 7] = [
    Operation::Responses,
    Operation::Embeddings,
    Operation::CountTokens,
    Operation::ChatCompletions,
    Operation::Messages,
    Operation::OpenAiModels,
    Operation::AnthropicModels,
];

/// A seed with some bytes changed, taken out, doubled, or swapped for telling ones.
fn damaged(random: &mut Random) -> Vec<u8> {
    const TELLING: &[u8] = b"\"\\{}[]:,0-e.nu\n\r \x00\xff";
    let mut bytes = SEEDS[random.below(SEEDS.len())].as_bytes().to_vec();
    for _ in 0..random.below(4) {
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] = TELLING[random.below(TELLING.len())],
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes.insert(at, TELLING[random.below(TELLING.len())]),
            3 => drop(bytes.drain(at..(at + 5).min(bytes.len() - 1).max(at))),
            _ => {
                let end = (at + random.below(40)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
        }
    }
    bytes
}

fn whole(text: &str) {
    let documents = OPERATIONS.iter().flat_map(|operation| {
        [
            request(*operation, text.to_owned()).ok().map(|request| request.document),
            reply(*operation, 200, text.to_owned()).ok(),
            reply(*operation, 500, text.to_owned()).ok(),
        ]
    });
    for document in documents.flatten().chain(json::read(text.to_owned()).ok()) {
        let ordered = document.fields.is_sorted_by(|one, two| one.place.end <= two.place.start);
        assert!(ordered, "fields stand in order: {text}");
        assert_eq!(splice(&Edited::unchanged(document)), text);
    }
}

fn streamed(bytes: &[u8], random: &mut Random) {
    for operation in OPERATIONS {
        let mut decoder = Decoder::new(operation);
        let mut events = Vec::new();
        let (first, second) = bytes.split_at(random.below(bytes.len() + 1));
        let complete = decoder.push(first, &mut events).is_ok()
            && decoder.push(second, &mut events).is_ok()
            && decoder.finish(&mut events).is_ok();
        let mut encoder = Encoder::new(operation);
        let mut out = Vec::new();
        for event in events {
            encoder.piece(&Piece::Event(Edited::unchanged(event.document)), &mut out);
        }
        assert!(!complete || out.starts_with(bytes), "{}", String::from_utf8_lossy(bytes));
        let refusal = Refusal::new(Code::UpstreamFailed, "p", "r");
        encoder.refusal(&refusal, &CallId("c".into()), &mut out);
    }
}

#[test]
fn damaged_input_never_panics_and_survives_unedited() {
    for seed in 0..10_000 {
        let mut random = Random::new(seed);
        let bytes = damaged(&mut random);
        streamed(&bytes, &mut random);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            whole(text);
        }
    }
}
