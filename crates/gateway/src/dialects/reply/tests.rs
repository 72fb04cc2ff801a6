//! Which pieces of a whole reply are text, by example. Streams have their own tests.

use portcullis_model::{Code, Form, Role};

use super::*;

/// The fields of a reply as `role form pointer=text`.
fn shown(operation: Operation, status: u16, body: &str) -> Vec<String> {
    let document = reply(operation, status, body.to_owned()).unwrap();
    let show = |field: &portcullis_model::Field| {
        let role = match &field.role {
            Role::Text => "text".to_owned(),
            Role::Arguments { tool } => format!("arguments({tool})"),
            Role::Argument { tool, argument } => format!("argument({tool},{argument})"),
            Role::Sealed => "sealed".to_owned(),
            Role::Logprobs => "logprobs".to_owned(),
            Role::Issued { thing } => format!("issued({})", thing.name()),
        };
        let form = match field.form {
            Form::Str => "",
            Form::Key => " key",
            Form::Number => " number",
            Form::Raw => " raw",
            Form::Plain => " plain",
        };
        format!("{role}{form} {}={}", field.pointer, document.text(field))
    };
    document.fields.iter().map(show).collect()
}

fn chat(body: &str, fields: &[&str]) {
    assert_eq!(shown(Operation::ChatCompletions, 200, body), fields, "{body}");
}

fn messages(body: &str, fields: &[&str]) {
    assert_eq!(shown(Operation::Messages, 200, body), fields, "{body}");
}

#[test]
fn chat_replies() {
    chat(
        r#"{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"total_tokens":3},"system_fingerprint":"fp"}"#,
        &["text /choices/0/message/content=hi"],
    );
    chat(
        r#"{"choices":[{"message":{"content":null,"reasoning_content":"r","refusal":"no","audio":{"id":"a","data":"x","transcript":"t"}}},{"message":{"reasoning":"s"}}]}"#,
        &[
            "text /choices/0/message/reasoning_content=r",
            "text /choices/0/message/refusal=no",
            "issued(item) /choices/0/message/audio/id=a",
            "text /choices/0/message/audio/transcript=t",
            "text /choices/1/message/reasoning=s",
        ],
    );
    chat(
        r#"{"choices":[{"message":{"tool_calls":[{"id":"call_1","type":"function","function":{"arguments":"{\"a\":1}","name":"f"}},{"custom":{"name":"g","input":"raw"}}],"function_call":{"name":"h","arguments":"{}"}}}]}"#,
        &[
            "arguments(f) /choices/0/message/tool_calls/0/function/arguments={\"a\":1}",
            "argument(g,) /choices/0/message/tool_calls/1/custom/input=raw",
            "arguments(h) /choices/0/message/function_call/arguments={}",
        ],
    );
    chat(
        r#"{"choices":[{"logprobs":{"content":[{"token":"x"}]},"message":{"content":[{"type":"text","text":"p"}]}}]}"#,
        &[
            "logprobs raw /choices/0/logprobs={\"content\":[{\"token\":\"x\"}]}",
            "text /choices/0/message/content/0/text=p",
        ],
    );
    chat(r#"{"choices":[{"text":"legacy"}]}"#, &["text /choices/0/text=legacy"]);
    chat("[]", &[]);
}

#[test]
fn messages_replies() {
    messages(
        r#"{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"text","text":"hi","citations":[{"type":"char_location","cited_text":"c","document_title":"d","document_index":0}]}],"stop_reason":"stop_sequence","stop_sequence":"S","usage":{"input_tokens":1}}"#,
        &[
            "text /content/0/text=hi",
            "text /content/0/citations/0/cited_text=c",
            "text /content/0/citations/0/document_title=d",
            "text /stop_sequence=S",
        ],
    );
    messages(
        r#"{"content":[{"type":"tool_use","id":"toolu_1","input":{"to":["a"],"n/m":5},"name":"mail"}],"stop_sequence":null}"#,
        &[
            "argument(mail,/to) key /content/0/input/to=to",
            "argument(mail,/to/0) /content/0/input/to/0=a",
            "argument(mail,/n~1m) key /content/0/input/n~1m=n/m",
            "argument(mail,/n~1m) number /content/0/input/n~1m=5",
        ],
    );
    messages(
        r#"{"content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"thinking","thinking":"u"}]}"#,
        &["text /content/2/thinking=u"],
    );
}

#[test]
fn errors_are_text() {
    let body = r#"{"error":{"message":"m","type":"t","param":null,"code":7}}"#;
    for operation in [Operation::ChatCompletions, Operation::OpenAiModels] {
        assert_eq!(shown(operation, 400, body), ["text /error/message=m", "text /error/type=t"]);
    }
    assert_eq!(shown(Operation::ChatCompletions, 200, r#"{"error":"e"}"#), ["text /error=e"]);
    assert_eq!(
        shown(Operation::Messages, 529, r#"{"type":"error","error":{"type":"o","message":"m"}}"#),
        ["text /type=error", "text /error/type=o", "text /error/message=m"]
    );
}

#[test]
fn lists_of_models_hold_no_text() {
    let body = r#"{"object":"list","data":[{"id":"gpt-5","object":"model"}]}"#;
    assert!(shown(Operation::OpenAiModels, 200, body).is_empty());
    assert!(shown(Operation::AnthropicModels, 200, r#"{"data":[{"id":"c"}]}"#).is_empty());
}

#[test]
fn what_is_no_json_is_no_reply() {
    for body in ["<html>", "", "{", "{\"a\":1,\"a\":2}", "{}x"] {
        for status in [200, 502] {
            let refusal = reply(Operation::Messages, status, body.to_owned()).unwrap_err();
            assert_eq!(refusal.code, Code::UpstreamFailed, "{body}");
        }
    }
}
