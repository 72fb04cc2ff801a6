//! How messages pass: as they are, in order, and past what is broken.

use serde_json::json;

use super::client::{Session, call, home, log};

#[test]
fn what_nobody_edits_arrives_as_it_was_written() {
    let home = home("");
    let mut session = Session::start(home.path());
    let lines = [
        r#"{ "method" : "initialize", "id":"a-\u0041", "jsonrpc":"2.0" ,"params":{"x":1.50,"y":[ ] }}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/initialized","unknown":{"b":1,"a":-0.0}}"#,
        r#"{"jsonrpc":"2.0","id":9007199254740993,"method":"x/unknown","params":{"\u0061":"\/"}}"#,
    ];
    for line in lines {
        session.send(line);
    }
    let first = session.next();
    assert_eq!(first["id"], "a-A");
    assert!(session.line().contains("9007199254740993"));
    let left = session.end();
    assert_eq!(left.journal.lines().collect::<Vec<_>>(), lines);
    log(home.path());
}

#[test]
fn progress_comes_before_its_answer_and_calls_overlap() {
    let home = home("");
    let mut session = Session::start(home.path());
    session.send(&call(1, "wait", &json!({})));
    for id in 2..30 {
        session.send(&json!({"jsonrpc":"2.0","id":id,"method":"tools/call","params":{"name":"echo","arguments":{"text":id.to_string()},"_meta":{"progressToken":format!("token-{id}")}}}).to_string());
    }
    let mut seen = std::collections::HashMap::<String, u64>::new();
    let mut answered = 0;
    while answered < 28 {
        let message = session.next();
        match message.get("id") {
            None => {
                let params = &message["params"];
                let next =
                    seen.entry(params["progressToken"].as_str().unwrap().to_owned()).or_default();
                assert_eq!(params["progress"], *next, "progress out of order");
                *next += 1;
                assert!(!message.to_string().contains("planted.example"));
            }
            Some(id) => {
                let id = id.as_u64().unwrap();
                assert_eq!(message["result"]["content"][0]["text"], id.to_string());
                assert_eq!(
                    seen.get(&format!("token-{id}")),
                    Some(&3),
                    "answer before its progress"
                );
                answered += 1;
            }
        }
    }
    // The first one is still waiting; an id that waits is not taken twice.
    session.send(&call(1, "echo", &json!({"text": "again"})));
    assert_eq!(session.next()["error"]["data"]["code"], "invalid_request");
    session.send(&call(30, "go", &json!({})));
    let mut ids = [session.next(), session.next()].map(|it| it["id"].as_u64().unwrap());
    ids.sort_unstable();
    assert_eq!(ids, [1, 30]);
    assert_eq!(session.end().code, 0);
    log(home.path());
}

#[test]
fn what_is_broken_is_answered_and_the_session_goes_on() {
    let home = home("");
    let mut session = Session::start(home.path());
    for (line, id, code) in [
        ("no json", json!(null), -32700),
        (r#"{"jsonrpc":"2.0","id":7,"method":"ping","method":"pong"}"#, json!(7), -32600),
        (r#"{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{}}"#, json!("x"), -32600),
        ("[]", json!(null), -32600),
        (r#"{"jsonrpc":"2.0","id":8,"method":"ping","params":{"a":"\ud800"}}"#, json!(8), -32600),
    ] {
        session.send(line);
        let answer = session.next();
        assert_eq!(
            (&answer["id"], &answer["error"]["code"]),
            (&id, &json!(code)),
            "{line}: {answer}"
        );
        assert_eq!(answer["error"]["data"]["status"], "blocked");
    }
    session.send_bytes(b"{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"\xff\xfe\"}\n");
    assert_eq!(session.next()["id"], 9);
    session.send_bytes(b"{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"ping\",\"params\":\"");
    for _ in 0..33 {
        session.send_bytes(&vec![b'x'; 1 << 20]);
    }
    session.send_bytes(b"\"}\n");
    let answer = session.next();
    assert_eq!(
        (&answer["id"], &answer["error"]["data"]["code"]),
        (&json!(10), &json!("too_large"))
    );
    assert_eq!(session.text(11, "echo", &json!({"text": "still here"})), "still here");
    let left = session.end();
    assert_eq!(left.code, 0);
    assert_eq!(left.journal.lines().filter(|line| line.contains("tools/call")).count(), 1);
    log(home.path());
}

#[test]
fn a_batch_is_answered_in_one_line() {
    let home = home("");
    let mut session = Session::start(home.path());
    let items = [
        call(1, "echo", &json!({"text": "one"})),
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.to_owned(),
        call(2, "missing", &json!({})),
        "7".to_owned(),
    ];
    session.send(&format!("[{}]", items.join(" , ")));
    let answers = session.next();
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), 3, "{answers:?}");
    let of = |id: serde_json::Value| answers.iter().find(|answer| answer["id"] == id).unwrap();
    assert_eq!(of(json!(1))["result"]["content"][0]["text"], "one");
    assert_eq!(of(json!(2))["result"]["structuredContent"]["code"], "unknown_tool");
    assert_eq!(of(json!(null))["error"]["code"], -32600);
    assert_eq!(session.end().code, 0);
    log(home.path());
}

#[test]
fn a_call_that_is_cancelled_at_once_has_its_outcome() {
    let home = home("");
    let mut session = Session::start(home.path());
    for id in 1..=20 {
        session.send(&call(id, "wait", &json!({})));
        let cancelled = json!({"jsonrpc": "2.0", "method": "notifications/cancelled",
            "params": {"requestId": id}});
        session.send(&cancelled.to_string());
    }
    assert_eq!(session.text(21, "go", &json!({})), "went");
    let left = session.end();
    assert_eq!((left.code, left.rest.len()), (0, 0), "{left:?}");
    assert_eq!(log(home.path()).matches("\"cancelled\"").count(), 20);
}

#[test]
fn a_cancelled_call_gets_no_answer() {
    let home = home("");
    let mut session = Session::start(home.path());
    assert_eq!(session.text(1, "echo", &json!({"text": "x"})), "x");
    session.send(&call(2, "wait", &json!({})));
    session.send(r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2,"reason":"enough"}}"#);
    assert_eq!(session.text(3, "go", &json!({})), "went");
    // Its id is free again.
    assert_eq!(session.text(2, "echo", &json!({"text": "y"})), "y");
    let left = session.end();
    assert_eq!((left.code, left.rest.len()), (0, 0), "{left:?}");
    assert!(left.journal.contains("notifications/cancelled"));
    assert!(log(home.path()).contains("\"cancelled\""));
}
