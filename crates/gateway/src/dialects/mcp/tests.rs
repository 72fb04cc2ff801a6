//! Messages of all revisions: what is text in them, and that nothing else changes.

use std::path::{Path, PathBuf};

use portcullis_model::{Edited, Role};

use super::*;
use crate::wire::splice;

fn one(sender: Sender, line: &str, asked: Option<&str>) -> Message {
    let read = read(sender, line.to_owned(), |_| asked.map(Into::into));
    match read {
        Ok(Incoming::One(message)) => message,
        other => panic!("{line}: {other:?}"),
    }
}

/// The texts of a message, arguments with where they go.
fn texts(message: &Message) -> Vec<String> {
    let document = &message.document;
    let shown = document.fields.iter().map(|field| match &field.role {
        Role::Argument { tool, argument } => {
            format!("{tool}{argument}={}", document.text(field))
        }
        _ => document.text(field).to_owned(),
    });
    shown.collect()
}

#[track_caller]
fn check(sender: Sender, line: &str, want: &[&str]) {
    let message = one(sender, line, None);
    assert_eq!(texts(&message), want, "{line}");
    assert_eq!(splice(&Edited::unchanged(message.document)), line);
}

#[test]
fn arguments_are_told_apart_from_all_else() {
    check(
        Sender::Client,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"mail","arguments":{"to":["a@b",{"x/y":2}],"n":null},"_meta":{"progressToken":7,"k":"v"},"extra":"e"},"more":"m"}"#,
        &[
            "mail/to/0=a@b",
            "mail/to/1/x~1y=x/y",
            "mail/to/1/x~1y=2",
            "progressToken",
            "7",
            "k",
            "v",
            "extra",
            "e",
            "more",
            "m",
        ],
    );
    check(
        Sender::Client,
        r#"{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///a"}}"#,
        &["/uri=file:///a"],
    );
    check(
        Sender::Client,
        r#"{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p","arguments":{"a":"b"}}}"#,
        &["p", "/arguments/a=b"],
    );
    check(
        Sender::Client,
        r#"{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":"u"},"argument":{"name":"a","value":"v"}}}"#,
        &["/ref/type=ref/resource", "/ref/uri=u", "/argument/name=a", "/argument/value=v"],
    );
}

#[test]
fn what_a_server_says_is_text() {
    check(
        Sender::Server,
        r#"{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"t","annotations":{"audience":["user"]},"_meta":{"a":1}},{"type":"resource","resource":{"uri":"u","mimeType":"text/plain","text":"r"}}],"structuredContent":{"type":"object","n":1},"isError":false}}"#,
        &["t", "audience", "a", "1", "u", "r", "n", "1"],
    );
    check(
        Sender::Server,
        r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"m","data":{"d":[1]}}}"#,
        &["m", "d", "1"],
    );
    check(
        Sender::Server,
        r#"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","logger":"l","data":"d"}}"#,
        &["logger", "l", "d"],
    );
    check(
        Sender::Server,
        r#"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t-1","progress":0.5,"total":1,"message":"m"}}"#,
        &["m"],
    );
    check(
        Sender::Server,
        r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"n","version":"v"},"instructions":"i"}}"#,
        &["n", "v", "i"],
    );
    check(
        Sender::Server,
        r#"{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","inputRequests":{"key":{"method":"elicitation/create","params":{"message":"m"}}},"requestState":"eyJhIjoxfQ"}}"#,
        &["key", "elicitation/create", "m"],
    );
}

#[test]
fn what_does_not_look_structural_is_text() {
    for (key, value) in [
        ("nextCursor", "a@b.example"),
        ("nextCursor", "123-45-6789"),
        ("requestState", "call 415 555 0123"),
        ("resultType", "A Person"),
        ("protocolVersion", "a@b.example"),
        ("mimeType", "4155550123"),
        ("blob", "a@b.example"),
    ] {
        let line = format!(r#"{{"jsonrpc":"2.0","id":1,"result":{{"{key}":"{value}"}}}}"#);
        check(Sender::Server, &line, &[value]);
    }
    let long = "QUJD".repeat(30);
    let line = format!(
        r#"{{"jsonrpc":"2.0","id":1,"result":{{"content":[{{"type":"image","data":"{long}","mimeType":"image/png"}},{{"type":"text","data":"{long}"}}],"contents":[{{"uri":"u","blob":"{long}"}}],"progress":4155550123}}}}"#
    );
    let message = one(Sender::Server, &line, None);
    assert_eq!(texts(&message), [long.as_str(), "u", "4155550123"]);
    assert_eq!(message.media, 2);
}

#[test]
fn definitions_are_located() {
    let line = r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[ {"name":"a_b","description":"d","inputSchema":{"type":"object","properties":{"mail":{"type":"string"}}},"annotations":{"readOnlyHint":true,"openWorldHint":false}} ,{"description":"no name"},{"name":"c","outputSchema":{"type":"object"}}],"nextCursor":"n\u0041"}}"#;
    let message = one(Sender::Server, line, Some("tools/list"));
    assert_eq!(message.matter, Matter::Listed { next: Some(r#""n\u0041""#.into()) });
    let listed = &message.document.listed;
    let names: Vec<&str> = listed.iter().map(|listed| &*listed.tool.name).collect();
    assert_eq!(names, ["a_b", "c"]);
    assert!(line.get(listed[0].place.clone()).unwrap().starts_with(r#"{"name":"a_b""#));
    assert!(line.get(listed[0].place.clone()).unwrap().ends_with("}}"));
    assert_eq!(
        &*listed[0].tool.input,
        r#"{"type":"object","properties":{"mail":{"type":"string"}}}"#
    );
    assert_eq!(listed[0].tool.hints.read_only, Some(true));
    assert_eq!(listed[0].tool.hints.open_world, Some(false));
    assert_eq!(listed[0].tool.hints.destructive, None);
    assert_eq!(listed[1].tool.output.as_deref(), Some(r#"{"type":"object"}"#));
    assert!(texts(&message).contains(&"mail".to_owned()));
    // The same in answer to anything else is no list.
    assert!(one(Sender::Server, line, Some("ping")).document.listed.is_empty());
}

#[test]
fn what_a_message_means_for_the_session() {
    let call = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a\u0062","arguments": {"x":1}}}"#;
    let Matter::Call { tool, arguments, .. } = one(Sender::Client, call, None).matter else {
        panic!()
    };
    assert_eq!((&*tool, call.get(arguments).unwrap()), ("ab", r#"{"x":1}"#));
    for (line, want) in [
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#, Matter::List),
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}"#, Matter::List),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"c"}}"#,
            Matter::Plain,
        ),
        (
            r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#,
            Matter::Cancel(Id::Number("7".into())),
        ),
        (r#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#, Matter::Changed),
    ] {
        assert_eq!(one(Sender::Client, line, None).matter, want, "{line}");
    }
}

#[test]
fn what_is_no_message_is_refused() {
    for (line, code, id) in [
        ("no json", Code::InvalidRequest, None),
        (r#"{"jsonrpc":"2.0","id":3,"method":"ping","id":3}"#, Code::InvalidRequest, Some("3")),
        (r#"{"jsonrpc":"2.0","id":3,"method":7}"#, Code::InvalidRequest, Some("3")),
        (
            r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{}}"#,
            Code::InvalidRequest,
            Some("3"),
        ),
        (
            r#"{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"t","arguments":[]}}"#,
            Code::InvalidArguments,
            Some("\"x\""),
        ),
        ("[]", Code::InvalidRequest, None),
    ] {
        let broken = read(Sender::Client, line.to_owned(), |_| None).unwrap_err();
        assert_eq!(broken.refusal.code, code, "{line}");
        assert_eq!(broken.id.map(|id| id.json()).as_deref(), id, "{line}");
    }
    let deep = format!(r#"{{"jsonrpc":"2.0","id":9,"method":"x","params":{}"#, "[".repeat(200));
    let broken = read(Sender::Client, deep, |_| None).unwrap_err();
    assert_eq!((broken.refusal.code, broken.id.is_some()), (Code::TooLarge, true));
}

#[test]
fn batches_are_taken_apart_and_bounded() {
    let Ok(Incoming::Batch(items)) = read(Sender::Client, "[ {\"a\": 1} , 2]".to_owned(), |_| None)
    else {
        panic!()
    };
    assert_eq!(items, ["{\"a\": 1}", "2"]);
    let many = format!("[{}1]", "1,".repeat(BATCH_MAX));
    assert!(read(Sender::Client, many, |_| None).is_err());
}

#[test]
fn every_code_makes_a_well_formed_refusal() {
    let id = Id::Text("a\"b".into());
    let call = portcullis_model::CallId("01J".into());
    for code in Code::ALL {
        let refusal = Refusal::new(*code, "a \"public\" text", "a reason").hint("do\nthis");
        let error = answer(Some(&id), super::code(*code), &refusal, Some(&call));
        let result = result(&id, &refusal, Some(&call), true, Refused::Structured);
        assert!(!error.contains("a reason") && !result.contains("a reason"));
        let error: serde_json::Value = serde_json::from_str(&error).unwrap();
        let result: serde_json::Value = serde_json::from_str(&result).unwrap();
        assert_eq!(error["id"], "a\"b");
        assert!(error["error"]["code"].as_i64().unwrap() < -32000);
        let structured = &result["result"]["structuredContent"];
        assert_eq!(&error["error"]["data"], structured);
        assert_eq!(structured["code"], code.name());
        assert_eq!(structured["fix_hints"][0], "do\nthis");
        assert_eq!(result["result"]["isError"], true);
        let text = result["result"]["content"][0]["text"].as_str().unwrap();
        assert_eq!(&serde_json::from_str::<serde_json::Value>(text).unwrap(), structured);
    }
}

#[test]
fn our_own_request_says_what_the_protocol_wants() {
    let id = Id::Text("x".into());
    assert_eq!(
        list_tools(&id, None, Some(r#"{"progressToken":1}"#)),
        r#"{"jsonrpc":"2.0","id":"x","method":"tools/list","params":{}}"#
    );
    let meta = r#"{"progressToken":1,"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"n"}}"#;
    assert_eq!(
        list_tools(&id, Some("\"c\""), Some(meta)),
        r#"{"jsonrpc":"2.0","id":"x","method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"n"}},"cursor":"c"}}"#
    );
}

/// The examples that stand in the specification of 2026-07-28.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mcp/examples");
    let kinds = std::fs::read_dir(folder).unwrap().flatten();
    kinds
        .flat_map(|kind| std::fs::read_dir(kind.path()).unwrap().flatten())
        .map(|file| file.path())
        .collect()
}

#[test]
fn a_servers_id_is_read_unless_it_is_a_plain_one() {
    let line = |id: &str| format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"ping"}}"#);
    for plain in ["1", "\"a-1\"", "12345678"] {
        check(Sender::Server, &line(plain), &[]);
    }
    for (id, text) in [("4111111111111111", "4111111111111111"), ("\"a@b.example\"", "a@b.example")]
    {
        check(Sender::Server, &line(id), &[text]);
        check(Sender::Client, &line(id), &[]);
    }
}

#[test]
fn every_example_of_the_newest_revision_passes_as_it_is() {
    let mut messages = 0;
    for path in examples() {
        let text = std::fs::read_to_string(&path).unwrap();
        let message = if text.contains("\"jsonrpc\"") {
            messages += 1;
            text
        } else {
            format!(r#"{{"jsonrpc":"2.0","id":1,"result":{text}}}"#)
        };
        for sender in [Sender::Client, Sender::Server] {
            let Incoming::One(read) = read(sender, message.clone(), |_| Some("tools/list".into()))
                .unwrap_or_else(|broken| panic!("{}: {broken:?}", path.display()))
            else {
                panic!()
            };
            assert_eq!(splice(&Edited::unchanged(read.document)), message);
        }
    }
    assert!(messages > 20, "{messages}");
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn damaged_messages_never_panic(cut in 0..600_usize, at in 0..600_usize, byte in any::<char>()) {
            let line = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"mail","arguments":{"to":["a@b",{"x":2}]},"_meta":{"progressToken":7}},"result":{"tools":[{"name":"x","inputSchema":{}}],"content":[{"type":"image","data":"QUJD"}],"nextCursor":"c"}}"#;
            let mut damaged: String = line.chars().take(cut).collect();
            if let Some((index, _)) = damaged.char_indices().nth(at) {
                damaged.insert(index, byte);
            }
            for sender in [Sender::Client, Sender::Server] {
                if let Ok(Incoming::One(message)) = read(sender, damaged.clone(), |_| Some("tools/list".into())) {
                    prop_assert_eq!(splice(&Edited::unchanged(message.document)), damaged.as_str());
                }
            }
        }
    }
}
