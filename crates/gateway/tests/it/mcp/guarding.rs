//! What a client gets to see, and what a server gets to know.

use serde_json::json;

use super::client::{Session, home, log};

const RULES: &str = r#"
[[rule]]
id = "mail"
tools = ["kit__send_email"]
effect = "allow"
reveal = [{ entity = "EMAIL_ADDRESS", arg = "/to" }]

[[rule]]
id = "hidden"
tools = ["kit__crash"]
effect = "deny"
"#;

#[test]
fn results_are_concealed_and_arguments_revealed_by_rule_only() {
    let home = home(RULES);
    let mut session = Session::start(home.path());
    let told = session.call(1, "lookup", &json!({}));
    assert!(!told.to_string().contains("planted.example"), "{told}");
    assert!(!told.to_string().contains("536-22-8145"), "{told}");
    let mail = told["result"]["structuredContent"]["mail"].as_str().unwrap().to_owned();
    // The same value has one surrogate, in text and in data.
    let text = told["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.contains(&mail), "{text}");

    assert_eq!(session.text(2, "send_email", &json!({"to": mail})), "sent");
    for (id, tool, arguments, code) in [
        (3, "send_email", json!({"to": "x", "cc": mail}), "undisclosed_surrogate"),
        (4, "echo", json!({"text": format!("<{mail}>")}), "undisclosed_surrogate"),
        (5, "crash", json!({}), "denied"),
        (6, "missing", json!({}), "unknown_tool"),
        (7, "double", json!({}), "unknown_tool"),
        (8, "echo", json!({"text": "x", "ghost": 1}), "unknown_arguments"),
        (9, "echo", json!({"text": 1}), "invalid_arguments"),
    ] {
        let refused = session.call(id, tool, &arguments);
        let said = &refused["result"]["structuredContent"];
        assert_eq!(said["code"], code, "{refused}");
        assert_eq!(refused["result"]["isError"], true);
        assert_eq!((&said["success"], &said["status"]), (&json!(false), &json!("blocked")));
        assert!(
            said["fix_hints"].is_array() && said["retry"].is_string() && said["call"].is_string()
        );
        let text = refused["result"]["content"][0]["text"].as_str().unwrap();
        assert_eq!(&serde_json::from_str::<serde_json::Value>(text).unwrap(), said);
    }
    session.send(
        r#"{"jsonrpc":"2.0","id":10,"method":"resources/read","params":{"uri":"kit://MAIL"}}"#
            .replace("MAIL", &mail)
            .as_str(),
    );
    assert_eq!(session.next()["error"]["data"]["code"], "undisclosed_surrogate");

    let left = session.end();
    assert_eq!(left.code, 0, "{left:?}");
    // The tool that may know it got the value itself, and only there.
    assert!(left.journal.contains(r#"{"to":"alice.miller@planted.example"}"#), "{}", left.journal);
    assert_eq!(left.journal.matches("alice.miller").count(), 1);
    for missing in ["crash", "missing", "double", "ghost"] {
        assert!(!left.journal.contains(missing), "{missing} in {}", left.journal);
    }
    let log = log(home.path());
    assert!(log.contains("undisclosed_surrogate") && log.contains("\"unknown_tool\""));
}

#[test]
fn the_list_shows_what_may_be_used_and_no_values() {
    let home = home(RULES);
    let mut session = Session::start(home.path());
    let (mut names, mut cursor) = (Vec::new(), json!({}));
    for id in 1.. {
        session.send(
            &json!({"jsonrpc":"2.0","id":id,"method":"tools/list","params":cursor}).to_string(),
        );
        let page = session.next();
        assert!(!page.to_string().contains("planted.example"), "{page}");
        let tools = page["result"]["tools"].as_array().unwrap();
        names.extend(tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()));
        match page["result"].get("nextCursor") {
            Some(next) => cursor = json!({"cursor": next}),
            None => break,
        }
    }
    assert!(names.contains(&"echo".to_owned()) && names.contains(&"environment".to_owned()));
    assert!(!names.contains(&"crash".to_owned()), "{names:?}");
    assert_eq!(session.end().code, 0);
}

#[test]
fn what_a_server_says_besides_is_concealed_too() {
    let home = home("");
    let mut session = Session::start(home.path());
    assert_eq!(session.text(1, "noise", &json!({})), "quiet again");
    session.send(r#"{"jsonrpc":"2.0","id":2,"method":"no/such"}"#);
    let error = session.next();
    assert_eq!(error["error"]["code"], -32601);
    assert!(!error.to_string().contains("planted.example"), "{error}");
    let nonsense = session.call(3, "nonsense", &json!({}));
    assert_eq!(nonsense["result"]["structuredContent"]["code"], "upstream_failed", "{nonsense}");
    let left = session.end();
    assert_eq!((left.code, left.rest.len()), (0, 0), "{left:?}");
    assert!(left.errors.contains("starting up for") && left.errors.contains("a warning about"));
    assert!(left.errors.contains("a log line of"), "{}", left.errors);
    assert!(!left.errors.contains("planted.example"), "{}", left.errors);
    log(home.path());
}

#[test]
fn a_server_may_ask_and_its_question_is_concealed() {
    let home = home("");
    let mut session = Session::start(home.path());
    session.send(&super::client::call(1, "ask_client", &json!({})));
    let asked = session.next();
    assert_eq!(asked["method"], "sampling/createMessage");
    let question = asked["params"]["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(question.starts_with("who is ") && !question.contains("planted.example"));
    // The answer goes to the server as it is: it learns nothing that the client does not say.
    let said = question.strip_prefix("who is ").unwrap().strip_suffix('?').unwrap();
    session.send(&json!({"jsonrpc":"2.0","id":asked["id"],"result":{"role":"assistant","content":{"type":"text","text":said},"model":"m"}}).to_string());
    let answer = session.next();
    assert!(answer.to_string().contains(said), "{answer}");
    let left = session.end();
    assert!(!left.journal.contains("planted.example"), "{}", left.journal);
    log(home.path());
}

#[test]
fn a_server_does_not_see_what_is_ours() {
    let home = home("");
    let variables = [("PORTCULLIS_SOMETHING", "x"), ("KIT_OWN", "y")];
    let mut session = Session::start_as(home.path(), "kit", &variables);
    let seen = session.text(1, "environment", &json!({}));
    assert!(seen.contains("KIT_OWN") && !seen.contains("PORTCULLIS"), "{seen}");
    assert_eq!(session.end().code, 0);
}

#[test]
fn a_variable_that_refers_to_a_secret_that_is_not_there_is_said() {
    let home = home("");
    let variables = [("KIT_TOKEN", "Bearer {{secret:kit/token}}")];
    let left = Session::start_as(home.path(), "kit", &variables).left();
    assert_eq!(left.code, 2, "{left:?}");
    assert!(left.errors.contains("`KIT_TOKEN`"), "{}", left.errors);
    assert!(left.errors.contains("portcullis secret set kit/token"), "{}", left.errors);
    assert_eq!(left.journal, "");
}
