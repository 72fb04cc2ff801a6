//! Which pieces of a request are text, by example. What happens to them is not tested here.

use portcullis_model::{Edited, Form, Role};

use super::*;
use crate::wire::splice;

/// The fields of a request as `pointer=text`, with a mark for what is no plain string.
fn shown(request: &Request) -> Vec<String> {
    let document = &request.document;
    let show = |field: &portcullis_model::Field| {
        let mark = match (&field.role, field.form) {
            (Role::Text, Form::Str) => "",
            (Role::Text, Form::Key) => "key ",
            (Role::Text, Form::Number) => "number ",
            (Role::Sealed, Form::Str) => "sealed ",
            _ => "? ",
        };
        format!("{mark}{}={}", field.pointer, document.text(field))
    };
    document.fields.iter().map(show).collect()
}

fn decoded(operation: Operation, body: &str) -> Request {
    let request = request(operation, body.to_owned()).unwrap();
    assert_eq!(splice(&Edited::unchanged(request.document.clone())), body);
    request
}

fn chat(body: &str) -> Request {
    decoded(Operation::ChatCompletions, &format!(r#"{{"model":"gpt-5",{body}}}"#))
}

fn messages(body: &str) -> Request {
    decoded(Operation::Messages, &format!(r#"{{"model":"claude-5",{body}}}"#))
}

fn check_chat(body: &str, fields: &[&str]) {
    assert_eq!(shown(&chat(body)), fields, "{body}");
}

fn check_messages(body: &str, fields: &[&str]) {
    assert_eq!(shown(&messages(body)), fields, "{body}");
}

#[test]
fn chat_locates_all_text_of_messages() {
    check_chat(r#""messages":[]"#, &[]);
    check_chat(
        r#""messages":[{"role":"system","content":"be nice"},{"role":"user","name":"Bob B","content":"hi \"x\""}]"#,
        &["/messages/0/content=be nice", "/messages/1/name=Bob B", "/messages/1/content=hi \"x\""],
    );
    check_chat(
        r#""messages":[{"content":[{"type":"text","text":"a"},{"type":"refusal","refusal":"b"}],"role":"user"}]"#,
        &["/messages/0/content/0/text=a", "/messages/0/content/1/refusal=b"],
    );
    check_chat(
        r#""messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"call_Ab12","type":"function","function":{"name":"mail","arguments":"{\"to\":\"x\"}"}}]},{"role":"tool","tool_call_id":"call_Ab12","content":"done"}]"#,
        &["/messages/0/tool_calls/0/function/arguments={\"to\":\"x\"}", "/messages/1/content=done"],
    );
    check_chat(
        r#""messages":[{"role":"assistant","function_call":{"name":"f","arguments":"{}"},"reasoning_content":"hm"}]"#,
        &["/messages/0/function_call/arguments={}", "/messages/0/reasoning_content=hm"],
    );
}

#[test]
fn chat_reads_what_no_table_names() {
    check_chat(
        r#""x_new":{"a":["b",1.50,true,null]},"user":"u@x","metadata":{"k":"v"},"stop":["S"]"#,
        &[
            "key /x_new=x_new",
            "key /x_new/a=a",
            "/x_new/a/0=b",
            "number /x_new/a/1=1.50",
            "/user=u@x",
            "key /metadata/k=k",
            "/metadata/k=v",
            "/stop/0=S",
        ],
    );
    check_chat(
        r#""messages":[{"role":"user","content":"x","extra":"y"}]"#,
        &["/messages/0/content=x", "key /messages/0/extra=extra", "/messages/0/extra=y"],
    );
    // What is of another type than the table thinks is text as well.
    check_chat(r#""messages":"078-05-1120""#, &["/messages=078-05-1120"]);
    check_chat(r#""messages":["x"]"#, &["/messages/0=x"]);
    check_chat(
        r#""messages":[{"role":{"a":"b"},"content":{"c":7}}]"#,
        &[
            "key /messages/0/role/a=a",
            "/messages/0/role/a=b",
            "key /messages/0/content/c=c",
            "number /messages/0/content/c=7",
        ],
    );
    check_chat(
        r#""logit_bias":{"50256":-100}"#,
        &[
            "key /logit_bias=logit_bias",
            "key /logit_bias/50256=50256",
            "number /logit_bias/50256=-100",
        ],
    );
}

#[test]
fn chat_structural_values_must_look_the_part() {
    check_chat(r#""temperature":0.7,"max_tokens":4096,"seed":12345678,"n":1,"top_p":1e-2"#, &[]);
    check_chat(r#""seed":4111111111111111"#, &["number /seed=4111111111111111"]);
    check_chat(r#""temperature":"078-05-1120""#, &["/temperature=078-05-1120"]);
    check_chat(r#""service_tier":"auto","reasoning_effort":"high""#, &[]);
    check_chat(r#""service_tier":"Mr. X""#, &["/service_tier=Mr. X"]);
    check_chat(
        r#""messages":[{"role":"a@b.c","content":"x"}]"#,
        &["/messages/0/role=a@b.c", "/messages/0/content=x"],
    );
    check_chat(r#""messages":[{"role":"us\u0065r"}]"#, &["/messages/0/role=user"]);
    let id = |id: &str| format!(r#""messages":[{{"tool_call_id":"{id}"}}]"#);
    check_chat(&id("call_abc123"), &[]);
    for text in ["078-05-1120", "call_4111111111111111", "a@b.c", "ghp_0123456789", "call_x-y", ""]
    {
        check_chat(&id(text), &[&format!("/messages/0/tool_call_id={text}")]);
    }
}

#[test]
fn chat_tools_are_text_but_for_names_and_common_words() {
    check_chat(
        r#""tools":[{"type":"function","function":{"name":"send_mail","description":"Sends","strict":true,"parameters":{"type":"object","properties":{"to":{"type":"string","description":"To","enum":["a@b.c"]}},"required":["to"]}}}],"tool_choice":{"type":"function","function":{"name":"send_mail"}}"#,
        &[
            "/tools/0/function/description=Sends",
            "key /tools/0/function/parameters/properties/to=to",
            "/tools/0/function/parameters/properties/to/description=To",
            "/tools/0/function/parameters/properties/to/enum/0=a@b.c",
            "/tools/0/function/parameters/required/0=to",
        ],
    );
    check_chat(
        r#""tools":[{"type":"function","function":{"name":"mail bob","parameters":{}}}]"#,
        &["/tools/0/function/name=mail bob"],
    );
    check_chat(
        r#""response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"const":"x"}}}"#,
        &["/response_format/json_schema/schema/const=x"],
    );
}

#[test]
fn chat_counts_media_and_reads_addresses() {
    let bytes = "A".repeat(64);
    let part = |part: &str| chat(&format!(r#""messages":[{{"role":"user","content":[{part}]}}]"#));
    let url = |url: &str| {
        part(&format!(r#"{{"type":"image_url","image_url":{{"url":"{url}","detail":"low"}}}}"#))
    };
    let picture = url(&format!("data:image/png;base64,{bytes}"));
    assert_eq!((picture.media, shown(&picture).len()), (1, 0));
    for address in
        ["https://x.example/a@b.c.png", "data:text/plain,a@b.c", "data:a/b;base64,YUBiLmM="]
    {
        let picture = url(address);
        assert_eq!(picture.media, 1);
        assert_eq!(shown(&picture), [format!("/messages/0/content/0/image_url/url={address}")]);
    }
    let sound = part(&format!(
        r#"{{"type":"input_audio","input_audio":{{"data":"{bytes}","format":"wav"}}}}"#
    ));
    assert_eq!((sound.media, shown(&sound).len()), (1, 0));
    let file = part(&format!(
        r#"{{"type":"file","file":{{"file_data":"{bytes}","filename":"bob.pdf"}}}}"#
    ));
    assert_eq!(
        (file.media, shown(&file)),
        (1, vec!["/messages/0/content/0/file/filename=bob.pdf".to_owned()])
    );
    let smuggled = part(r#"{"type":"input_audio","input_audio":{"data":"call a@b.c"}}"#);
    assert_eq!(shown(&smuggled), ["/messages/0/content/0/input_audio/data=call a@b.c"]);
}

fn tools(request: &Request) -> Vec<&str> {
    request.provider_tools.iter().map(AsRef::as_ref).collect()
}

#[test]
fn notes_the_tools_that_the_provider_runs() {
    let none: [&str; 0] = [];
    assert_eq!(
        tools(&chat(r#""tools":[{"type":"function"},{"type":"custom"},{"function":{}}]"#)),
        none
    );
    assert_eq!(
        tools(&chat(r#""tools":[{"type":"web_search_preview"},{"type":"mcp"},{"type":"mcp"}]"#)),
        ["mcp", "web_search_preview"]
    );
    assert_eq!(tools(&chat(r#""tools":[{"google_search":{}}]"#)), ["google_search"]);
    assert_eq!(tools(&chat(r#""tools":[{"type":"a@b.c"},{}]"#)), ["unknown"]);
    assert_eq!(tools(&chat(r#""web_search_options":{}"#)), ["web_search"]);
    assert_eq!(tools(&chat(r#""web_search_options":null,"plugins":[]"#)), none);
    assert_eq!(
        tools(&messages(
            r#""tools":[{"name":"x","input_schema":{}},{"type":"custom","name":"y"}]"#
        )),
        none
    );
    assert_eq!(
        tools(&messages(
            r#""tools":[{"type":"bash_20250124","name":"bash"},{"type":"text_editor_20250728","name":"e"},{"type":"computer_20250124"}]"#
        )),
        none
    );
    assert_eq!(
        tools(&messages(
            r#""tools":[{"type":"web_search_20250305","name":"web_search"},{"type":"code_execution_20250825"},{"type":"bash"},{"name":"?"}]"#
        )),
        ["bash", "code_execution", "unknown", "web_search"],
    );
    assert_eq!(tools(&messages(r#""mcp_servers":[]"#)), none);
    assert_eq!(tools(&messages(r#""mcp_servers":[{"type":"url","url":"https://x"}]"#)), ["mcp"]);
}

#[test]
fn messages_locates_all_text_of_blocks() {
    check_messages(
        r#""max_tokens":100,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"5m"}}],"messages":[{"role":"user","content":"u"}]"#,
        &["/system/0/text=s", "/messages/0/content=u"],
    );
    check_messages(
        r#""messages":[{"role":"assistant","content":[{"type":"tool_use","id":"toolu_01Ab","name":"mail","input":{"to":"a@b.c","n":5}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01Ab","is_error":false,"content":[{"type":"text","text":"r"}]},{"type":"tool_result","tool_use_id":"t1","content":"q"}]}]"#,
        &[
            "key /messages/0/content/0/input/to=to",
            "/messages/0/content/0/input/to=a@b.c",
            "key /messages/0/content/0/input/n=n",
            "number /messages/0/content/0/input/n=5",
            "/messages/1/content/0/content/0/text=r",
            "/messages/1/content/1/tool_use_id=t1",
            "/messages/1/content/1/content=q",
        ],
    );
    check_messages(
        r#""metadata":{"user_id":"u","more":"m"},"stop_sequences":["x"],"top_k":5,"thinking":{"type":"enabled","budget_tokens":1024}"#,
        &[
            "/metadata/user_id=u",
            "key /metadata/more=more",
            "/metadata/more=m",
            "/stop_sequences/0=x",
        ],
    );
    check_messages(
        r#""tools":[{"name":"mail","description":"d","input_schema":{"type":"object","properties":{"to":{"default":"a@b.c"}}}}],"tool_choice":{"type":"tool","name":"mail"}"#,
        &[
            "/tools/0/description=d",
            "key /tools/0/input_schema/properties/to=to",
            "/tools/0/input_schema/properties/to/default=a@b.c",
        ],
    );
}

#[test]
fn messages_never_changes_what_is_signed() {
    let block = |block: &str| {
        messages(&format!(r#""messages":[{{"role":"assistant","content":[{block}]}}]"#))
    };
    let signature = "Ab0+".repeat(20);
    let at = "/messages/0/content/0";
    let signed =
        block(&format!(r#"{{"type":"thinking","thinking":"hm","signature":"{signature}"}}"#));
    assert_eq!(shown(&signed), [format!("sealed {at}/thinking=hm")]);
    // The order of the members says nothing.
    let signed =
        block(&format!(r#"{{"signature":"{signature}","thinking":"hm","type":"thinking"}}"#));
    assert_eq!(shown(&signed), [format!("sealed {at}/thinking=hm")]);
    let unsigned = block(r#"{"type":"thinking","thinking":"hm","signature":""}"#);
    assert_eq!(shown(&unsigned), [format!("{at}/thinking=hm"), format!("sealed {at}/signature=")]);
    let redacted = block(&format!(r#"{{"type":"redacted_thinking","data":"{signature}"}}"#));
    assert!(shown(&redacted).is_empty());
    let smuggled = block(r#"{"type":"redacted_thinking","data":"a@b.c"}"#);
    assert_eq!(shown(&smuggled), [format!("sealed {at}/data=a@b.c")]);
}

#[test]
fn messages_counts_media_and_reads_text_documents() {
    let block =
        |block: &str| messages(&format!(r#""messages":[{{"role":"user","content":[{block}]}}]"#));
    let at = "/messages/0/content/0";
    let bytes = "A".repeat(64);
    let picture = block(&format!(
        r#"{{"type":"image","source":{{"type":"base64","media_type":"image/png","data":"{bytes}"}}}}"#
    ));
    assert_eq!((picture.media, shown(&picture).len()), (1, 0));
    let linked = block(r#"{"type":"image","source":{"type":"url","url":"https://x.example/a"}}"#);
    assert_eq!(
        (linked.media, shown(&linked)),
        (1, vec![format!("{at}/source/url=https://x.example/a")])
    );
    let text = block(
        r#"{"type":"document","title":"t","source":{"type":"text","media_type":"text/plain","data":"body"},"citations":{"enabled":true}}"#,
    );
    assert_eq!(
        (text.media, shown(&text)),
        (0, vec![format!("{at}/title=t"), format!("{at}/source/data=body")])
    );
    let parts = block(
        r#"{"type":"document","source":{"type":"content","content":[{"type":"text","text":"p"}]}}"#,
    );
    assert_eq!((parts.media, shown(&parts)), (0, vec![format!("{at}/source/content/0/text=p")]));
    let file = block(r#"{"type":"document","source":{"type":"file","file_id":"file_01Ab"}}"#);
    assert_eq!((file.media, shown(&file).len()), (1, 0));
}

#[test]
fn knows_model_stream_and_user() {
    let request = chat(r#""stream":true,"user":"alice""#);
    assert_eq!(
        (&*request.model, request.stream, request.user.as_deref()),
        ("gpt-5", true, Some("alice"))
    );
    let request = messages(r#""stream":"true","metadata":{"user_id":"bob"}"#);
    assert_eq!(
        (&*request.model, request.stream, request.user.as_deref()),
        ("claude-5", false, Some("bob"))
    );
}

fn refused(body: &str, code: Code) {
    for operation in [Operation::ChatCompletions, Operation::Messages] {
        assert_eq!(request(operation, body.to_owned()).unwrap_err().code, code, "{body}");
    }
}

#[test]
fn refuses_what_is_no_request() {
    refused("", Code::InvalidRequest);
    refused("[]", Code::InvalidRequest);
    refused("{\"messages\":[]}", Code::InvalidRequest);
    refused("{\"model\":5}", Code::InvalidRequest);
    refused("{\"model\":\"\"}", Code::InvalidRequest);
    refused("{\"model\":\"a\",\"model\":\"b\"}", Code::InvalidRequest);
    refused(&format!("{{\"model\":\"{}\"}}", "m".repeat(257)), Code::InvalidRequest);
    assert!(request(Operation::Messages, format!("{{\"model\":\"{}\"}}", "m".repeat(256))).is_ok());
    refused(&format!("{{\"model\":\"m\",\"x\":{}", "[".repeat(200)), Code::TooLarge);
    let list = request(Operation::OpenAiModels, "{\"model\":\"m\"}".to_owned());
    assert_eq!(list.unwrap_err().code, Code::UnknownRoute);
}
