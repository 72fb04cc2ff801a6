//! What the events of a stream mean for its channels, by example.

use std::fmt::Write as _;

use portcullis_model::{Channel, Edited, Matter, Role};

use super::*;
use crate::wire::splice;

/// The events of a stream that comes in pieces of `piece` bytes.
fn events(operation: Operation, stream: &str, piece: usize) -> Result<Vec<Event>, Refusal> {
    let mut decoder = Decoder::new(operation);
    let mut out = Vec::new();
    for piece in stream.as_bytes().chunks(piece) {
        decoder.push(piece, &mut out)?;
    }
    decoder.finish(&mut out)?;
    Ok(out)
}

fn channel(channel: Channel) -> String {
    let matter = match channel.matter {
        Matter::Text => "text",
        Matter::Reasoning => "reasoning",
        Matter::Refusal => "refusal",
        Matter::Arguments => "arguments",
    };
    format!("{}.{} {matter}", channel.index, channel.part)
}

/// One event: its marks, then the fields that no mark names.
fn shown(event: &Event) -> String {
    let document = &event.document;
    let mut out = Vec::new();
    let mut named = Vec::new();
    for mark in &event.marks {
        out.push(match mark {
            Mark::Open { channel: of, tool } => format!("open {} {tool}", channel(*of)),
            Mark::Delta { channel: of, field } => {
                named.push(*field);
                let text = document.text(&document.fields[*field]);
                format!("{}={text}", channel(*of))
            }
            Mark::Whole { channel: of, field } => {
                named.push(*field);
                let text = document.text(&document.fields[*field]);
                let tool = match &document.fields[*field].role {
                    Role::Arguments { tool } | Role::Argument { tool, .. } => format!("({tool})"),
                    _ => String::new(),
                };
                format!("{}=={tool}{text}", channel(*of))
            }
            Mark::Close { channel: of } => format!("close {}", channel(*of)),
            Mark::CloseIndex { index } => format!("close {index}"),
            Mark::CloseAll => "close".to_owned(),
        });
    }
    for (index, field) in document.fields.iter().enumerate() {
        if !named.contains(&index) {
            let role = match &field.role {
                Role::Text => String::new(),
                Role::Argument { tool, argument } => format!("argument({tool},{argument}) "),
                Role::Logprobs => "logprobs ".to_owned(),
                Role::Issued { thing } => format!("issued {} ", thing.name()),
                Role::Arguments { .. } | Role::Sealed => "? ".to_owned(),
            };
            out.push(format!("{role}{}={}", field.pointer, document.text(field)));
        }
    }
    if event.unknown {
        out.push("unknown".to_owned());
    }
    out.join("; ")
}

fn check(operation: Operation, stream: &str, expected: &[&str]) {
    for piece in [1, 2, 7, 50, usize::MAX] {
        let events = events(operation, stream, piece).unwrap();
        assert_eq!(events.iter().map(shown).collect::<Vec<_>>(), expected, "{stream} by {piece}");
        let joined: String =
            events.into_iter().map(|event| splice(&Edited::unchanged(event.document))).collect();
        assert_eq!(joined, stream, "the bytes survive");
    }
}

/// Checks events of which each has one line of data.
fn check_data(operation: Operation, data: &[&str], expected: &[&str]) {
    let mut stream = String::new();
    for data in data {
        write!(stream, "data: {data}\n\n").unwrap();
    }
    check(operation, &stream, expected);
}

fn chat(data: &[&str], expected: &[&str]) {
    check_data(Operation::ChatCompletions, data, expected);
}

fn messages(data: &[&str], expected: &[&str]) {
    check_data(Operation::Messages, data, expected);
}

#[test]
fn chat_text_flows_in_channels_of_its_choice() {
    chat(
        &[
            r#"{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}"#,
            r#"{"choices":[{"index":0,"delta":{"content":"a\nb"}},{"index":1,"delta":{"content":"c"}}]}"#,
            r#"{"choices":[{"delta":{"reasoning_content":"r","refusal":"n","reasoning":"s"},"index":2}]}"#,
            r#"{"choices":[{"finish_reason":"stop","index":0,"delta":{"content":"z"}}]}"#,
            r#"{"choices":[],"usage":{"total_tokens":5}}"#,
            "[DONE]",
        ],
        &[
            "",
            "0.0 text=a\nb; 1.0 text=c",
            "2.0 reasoning=r; 2.0 refusal=n; 2.1 reasoning=s",
            "0.0 text=z; close 0",
            "",
            "close",
        ],
    );
}

#[test]
fn chat_tool_calls_open_before_their_first_delta() {
    chat(
        &[
            r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_2","function":{"arguments":"{}","name":"g"}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
        ],
        &[
            "open 0.0 arguments f",
            "0.0 arguments={\"a\"",
            "open 0.1 arguments g; 0.1 arguments={}",
            "close 0",
        ],
    );
    // Some servers repeat id and name.
    let repeated = r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"x","function":{"name":"f","arguments":"1"}}]}}]}"#;
    let said = "open 0.0 arguments f; 0.0 arguments=1";
    chat(&[repeated, repeated], &[said, said]);
    // Some use one index for all, some none.
    let call = |id: &str, index: &str| {
        format!(
            r#"{{"choices":[{{"delta":{{"tool_calls":[{{{index}"id":"{id}","function":{{"name":"{id}","arguments":"{{}}"}}}}]}}}}]}}"#
        )
    };
    chat(
        &[&call("x", "\"index\":0,"), &call("y", "\"index\":0,")],
        &[
            "open 0.0 arguments x; 0.0 arguments={}",
            "close 0.0 arguments; open 0.0 arguments y; 0.0 arguments={}",
        ],
    );
    chat(
        &[&call("x", ""), &call("y", "")],
        &["open 0.0 arguments x; 0.0 arguments={}", "open 0.1 arguments y; 0.1 arguments={}"],
    );
    chat(
        &[
            r#"{"choices":[{"delta":{"function_call":{"name":"f","arguments":"{"}}}]}"#,
            r#"{"choices":[{"delta":{"function_call":{"arguments":"}"}}}]}"#,
        ],
        &["open 0.4294967295 arguments f; 0.4294967295 arguments={", "0.4294967295 arguments=}"],
    );
}

/// One call of a choice, with or without an end of the choice.
fn call(members: &str, name: &str, end: &str) -> String {
    format!(
        r#"{{"choices":[{{"delta":{{"tool_calls":[{{{members}"function":{{"name":"{name}","arguments":"1"}}}}]}}{end}}}]}}"#
    )
}

#[test]
fn a_call_that_gets_another_name_or_a_late_id_says_so() {
    let opened = "open 0.0 arguments f; 0.0 arguments=1";
    let renamed = "open 0.0 arguments g; 0.0 arguments=1";
    for (first, second) in [
        ("\"index\":0,\"id\":\"a\",", "\"index\":0,"),
        ("\"index\":0,", "\"index\":0,\"id\":\"a\","),
        ("\"index\":0,", "\"index\":0,"),
    ] {
        chat(&[&call(first, "f", ""), &call(second, "g", "")], &[opened, renamed]);
    }
}

#[test]
fn nothing_is_added_to_a_call_whose_choice_has_ended() {
    let end = ",\"finish_reason\":\"tool_calls\"";
    let first = call("\"index\":0,\"id\":\"a\",", "f", end);
    for (second, good) in [
        (call("\"index\":0,", "g", ""), false),
        (call("\"index\":0,\"id\":\"b\",", "g", ""), false),
        (call("", "g", ""), false),
        (call("\"id\":\"b\",", "g", ""), true),
        (call("\"index\":1,\"id\":\"b\",", "g", ""), true),
    ] {
        let stream = format!("data: {first}\n\ndata: {second}\n\n");
        let read = events(Operation::ChatCompletions, &stream, usize::MAX);
        assert_eq!(read.is_ok(), good, "{second}");
    }
}

#[test]
fn an_index_that_clients_may_read_otherwise_is_not_guessed() {
    let text = |index: &str| {
        format!("data: {{\"choices\":[{{\"index\":{index},\"delta\":{{\"content\":\"x\"}}}}]}}\n\n")
    };
    for (index, good) in [
        ("0", true),
        ("null", true),
        ("0.0", false),
        ("\"0\"", false),
        ("-1", false),
        ("1e0", false),
    ] {
        let read = events(Operation::ChatCompletions, &text(index), usize::MAX);
        assert_eq!(read.is_ok(), good, "{index}");
        let block = format!(
            r#"{{"type":"content_block_delta","index":{index},"delta":{{"type":"text_delta","text":"x"}}}}"#
        );
        let read = index == "0";
        messages(&[&block], &[if read { "0.0 text=x" } else { "unknown" }]);
    }
}

#[test]
fn chat_other_things_in_chunks() {
    chat(
        &[
            r#"{"choices":[{"delta":{"content":"a"},"logprobs":{"content":[]}}]}"#,
            r#"{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"t"}]},{"type":"text","text":"u"}]}}]}"#,
            r#"{"choices":[{"delta":{"audio":{"id":"a","transcript":"w"}}}]}"#,
            r#"{"error":{"message":"m","code":500}}"#,
            r#"{"surprise":"s"}"#,
            r#"{"count":1}"#,
            "hello",
            "",
        ],
        &[
            "0.0 text=a; logprobs /choices/0/logprobs={\"content\":[]}",
            "0.2 reasoning=t; 0.0 text=u",
            "0.1 text=w; issued item /choices/0/delta/audio/id=a",
            "close; /error/message=m",
            "unknown",
            "",
            "unknown",
            "",
        ],
    );
}

#[test]
fn messages_streams() {
    messages(
        &[
            r#"{"type":"message_start","message":{"id":"msg_1","content":[],"model":"m"}}"#,
            r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
            r#"{"type":"ping"}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"x","cited_text":"c"}}}"#,
            r#"{"type":"content_block_stop","index":0}"#,
            r#"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"mail","input":{}}}"#,
            r#"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"to\""}}"#,
            r#"{"type":"content_block_stop","index":1}"#,
            r#"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":"S"},"usage":{"output_tokens":1}}"#,
            r#"{"type":"message_stop"}"#,
        ],
        &[
            "",
            "",
            "",
            "0.0 text=hi",
            "/delta/citation/cited_text=c",
            "close 0",
            "open 1.0 arguments mail",
            "1.0 arguments={\"to\"",
            "close 1",
            "/delta/stop_sequence=S",
            "close",
        ],
    );
}

#[test]
fn messages_other_events() {
    messages(
        &[
            r#"{"type":"message_start","message":{"content":[{"type":"text","text":"early"}]}}"#,
            r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"first"}}"#,
            r#"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","name":"f","input":{"a":"b"}}}"#,
            r#"{"type":"content_block_start","index":3,"content_block":{"type":"thinking","thinking":"t","signature":""}}"#,
            r#"{"type":"content_block_delta","index":3,"delta":{"type":"thinking_delta","thinking":"t"}}"#,
            r#"{"type":"content_block_delta","index":3,"delta":{"type":"signature_delta","signature":"s"}}"#,
            r#"{"type":"content_block_delta","index":3,"delta":{"type":"new_delta","news":"s"}}"#,
            r#"{"type":"content_block_delta","index":3,"delta":{"type":"new_delta","n":1}}"#,
            r#"{"type":"new_event","x":"y"}"#,
            r#"{"type":"new_event","x":1}"#,
            r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#,
        ],
        &[
            "/message/content/0/text=early",
            "0.0 text=first",
            "open 2.0 arguments f; argument(f,/a) /content_block/input/a=a; argument(f,/a) /content_block/input/a=b",
            "",
            "",
            "",
            "unknown",
            "",
            "unknown",
            "",
            "close; /error/type=overloaded_error; /error/message=m",
        ],
    );
}

#[test]
fn the_lines_of_an_event_may_be_written_in_any_way() {
    let delta = r#"{"choices":[{"delta":{"content":"x"}}]}"#;
    check(
        Operation::ChatCompletions,
        &format!(
            ": ping\r\n\r\nid: 7\r\nretry: 1\r\ndata:{delta}\r\n\r\nevent: e\rdata: {delta}\r\r: end"
        ),
        &["", "0.0 text=x", "0.0 text=x", ""],
    );
    let lines = "\u{feff}data: {\"choices\":\n: ü\ndata: [{\"delta\":{\"content\":\ndata: \"a\\u0040b\"}}]}\n\n";
    check(Operation::ChatCompletions, lines, &["0.0 text=a@b"]);
    let mut event = events(Operation::ChatCompletions, lines, 5).unwrap().remove(0);
    let edit = portcullis_model::Edit { field: 0, range: 0..1, with: "\"\n".to_owned() };
    let edited = Edited::new(std::mem::take(&mut event.document), vec![edit]);
    assert_eq!(splice(&edited), lines.replace("\"a\\u0040", "\"\\\"\\n\\u0040"));
}

#[test]
fn broken_streams_are_the_upstreams_failure() {
    for stream in [
        "data: {\"a\":\n\n",
        "data: {\"a\":1,\"a\":2}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\ndata: b\"}}]}\n\n",
        "data: {}{}\n\n",
        "data: {\"choices\":[{\"index\":0",
        "data: {}\n\n\u{feff}data: {}\n\n",
    ] {
        for operation in [Operation::ChatCompletions, Operation::Messages] {
            let refusal = events(operation, stream, 3).unwrap_err();
            assert_eq!(refusal.code, Code::UpstreamFailed, "{stream}");
        }
    }
}

#[test]
fn open_calls_are_bounded() {
    let call = |index: usize| {
        format!(
            "data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{{\"index\":{index},\"id\":\"i\",\"function\":{{}}}}]}}}}]}}\n\n"
        )
    };
    let stream: String = (0..1024).map(call).collect();
    assert!(events(Operation::ChatCompletions, &stream, usize::MAX).is_ok());
    let stream: String = (0..1025).map(call).collect();
    let refusal = events(Operation::ChatCompletions, &stream, usize::MAX).unwrap_err();
    assert_eq!(refusal.code, Code::UpstreamFailed);
}

#[test]
fn a_message_event_under_another_name_is_no_text() {
    let delta =
        r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"#;
    for (name, shown) in [
        ("event: content_block_delta\n", "0.0 text=a"),
        ("event:content_block_delta\n", "0.0 text=a"),
        ("", "0.0 text=a"),
        ("event: something\n", "unknown"),
        ("event: content_block_delta\nevent: ping\n", "unknown"),
    ] {
        check(Operation::Messages, &format!("{name}data: {delta}\n\n"), &[shown]);
    }
}
