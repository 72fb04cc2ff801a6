//! Two hundred kept secrets, in every spelling of the specification, through both doors: none
//! comes out, and the tool that may use one gets it.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use data_encoding::{BASE64, BASE64URL, HEXLOWER, HEXUPPER};
use portcullis_gateway::assemble::secrets::{Allowed, SecretName, ToolGrant};
use portcullis_testkit::{Answer, Asking, Random, Received, Reply, SecretKind, Upstream};
use serde_json::json;

use super::compare::{joined, leaves};
use super::gate::Gate;
use super::mcp::client::Session;

const COUNT: u64 = 200;
const CHAT: &str = "/v1/chat/completions";
const RULES: &str = "[[rule]]\nid = \"send\"\ntools = [\"kit__send_email\"]\neffect = \"allow\"\n";
const PASSWORD: &str = "abcdefghijkmnpqrstuvwxyzABCDEFGH23456789!&/=?+\"\\%#@";

fn value(number: u64) -> String {
    let mut random = Random::new(number);
    let kinds = SecretKind::ALL;
    match usize::try_from(number).unwrap() % (kinds.len() + 3) {
        kind if kind < kinds.len() => kinds[kind].value(&mut random),
        _ => random.text(24, PASSWORD),
    }
}

fn kept() -> Vec<(SecretName, String, Allowed)> {
    let grant = ToolGrant { tool: "kit__send_email".to_owned(), argument: Some("/to".to_owned()) };
    let allowed = Allowed { tools: vec![grant], hosts: Vec::new() };
    let secret =
        |number| (format!("planted/{number}").parse().unwrap(), value(number), allowed.clone());
    (0..COUNT).map(secret).collect()
}

fn percent(value: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for char in value.chars() {
        match is_kept(char) {
            true => out.push(char),
            false => write!(out, "%{:02X}", u32::from(char)).unwrap(),
        }
    }
    out
}

fn split(value: &str, size: usize, separator: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    let pieces: Vec<String> = chars.chunks(size).map(|piece| piece.iter().collect()).collect();
    pieces.join(separator)
}

/// The value in every spelling, and what must not be seen of each: its middle, which no
/// neighbour changes.
fn spellings(value: &str) -> Vec<(String, String)> {
    let mut all = vec![value.to_owned()];
    for before in ["", "x", "xy"] {
        let bytes = format!("{before}{value}:tail");
        all.push(BASE64.encode(bytes.as_bytes()));
        all.push(BASE64URL.encode(bytes.as_bytes()));
    }
    all.push(HEXLOWER.encode(value.as_bytes()));
    all.push(HEXUPPER.encode(value.as_bytes()));
    all.push(percent(value, |_| false));
    all.push(percent(value, |char| char.is_ascii_alphanumeric() || "-._~".contains(char)));
    all.push(json!(value).to_string());
    all.push(value.chars().fold(String::new(), |mut out, char| {
        write!(out, "\\u{:04x}", u32::from(char)).unwrap();
        out
    }));
    all.push(value.chars().rev().collect());
    all.push(split(value, 1, " "));
    all.push(split(value, 4, "-"));
    all.push(split(value, 7, "."));
    all.push(split(value, 5, "\u{200b}"));
    let middle = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars[chars.len() / 3..chars.len() * 2 / 3].iter().collect()
    };
    all.into_iter().map(|text| (text.clone(), middle(&text))).collect()
}

/// The same, a line each.
fn page(number: u64) -> String {
    let lines = spellings(&value(number)).into_iter().map(|(text, _)| text);
    let lines: Vec<String> =
        lines.enumerate().map(|(at, text)| format!("no. {at} ({text})")).collect();
    lines.join("\n")
}

#[track_caller]
fn check(number: u64, place: &str, came: &str) {
    for (at, (spelled, middle)) in spellings(&value(number)).into_iter().enumerate() {
        assert!(
            !came.contains(&middle),
            "secret {number}, spelling {at}, {place}: {middle:?} of {spelled:?} is in\n{came}"
        );
    }
    assert!(came.contains(&format!("[SECRET:planted/{number}]")), "{number} {place}: {came}");
}

#[tokio::test]
async fn none_goes_to_a_model_or_comes_from_one() {
    let saying: Arc<Mutex<String>> = Arc::default();
    let said = Arc::clone(&saying);
    let upstream = Upstream::start(move |request: &Received| {
        let seed = request.everything().len() as u64;
        Reply::Answer(Answer::text(said.lock().unwrap().clone()).oddly(seed))
    });
    let upstream = upstream.await.unwrap();
    let gate = Gate::start_keeping(upstream.address(), "", &kept()).await;
    for number in 0..COUNT {
        // A stream of odd pieces is a thousand events: every eighth is enough.
        let stream = number % 8 == 1;
        let other = COUNT - 1 - number;
        *saying.lock().unwrap() = page(other);
        let (model, text) = ("gpt-x".to_owned(), page(number));
        let asking = Asking { model, text, stream, ..Asking::default() };
        let response = gate.client().post(CHAT, &[], asking.openai()).await.unwrap();
        assert_eq!(response.status, 200, "{}", response.text());
        let read = upstream.last().unwrap().received.json();
        check(number, "to a model", &leaves(&read).join("\n"));
        let came = match stream {
            true => joined(&response.text(), "/choices/0/delta/content"),
            false => leaves(&response.json()).join("\n"),
        };
        check(other, "from a model", &came);
    }
    let record = gate.stop().await;
    for number in 0..COUNT {
        assert!(!record.text.contains(&value(number)), "secret {number} is in the log");
    }
}

#[tokio::test]
async fn none_comes_from_a_tool_and_the_one_that_may_use_it_gets_it() {
    let upstream = super::clients::echo().await;
    let gate = Gate::start_keeping(upstream.address(), RULES, &kept()).await;
    let home = gate.open_home().to_owned();
    let pages: Vec<String> = (0..COUNT).map(page).collect();
    let planted = home.join("planted.json");
    std::fs::write(&planted, json!(pages).to_string()).unwrap();
    let journal = home.join("kit.journal");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mcp/server.py");
    let words = ["python3", script, journal.to_str().unwrap(), planted.to_str().unwrap()];
    let mut session = Session::start_with(&home, "kit", &words, &[]);
    for number in 0..COUNT {
        session.send(&super::mcp::client::call(number, "recite", &json!({"number": number})));
        for place in ["in a notification", "in a result"] {
            let line = session.line();
            check(number, place, &line);
            check(number, place, &leaves(&serde_json::from_str(&line).unwrap()).join("\n"));
        }
        let reference = format!("{{{{secret:planted/{number}}}}}");
        assert_eq!(session.text(1000 + number, "send_email", &json!({"to": reference})), "sent");
        for (tool, arguments) in [
            ("echo", json!({"text": reference})),
            ("send_email", json!({"to": "x", "cc": reference})),
        ] {
            let refused = session.call(2000 + number, tool, &arguments);
            let said = &refused["result"]["structuredContent"];
            assert_eq!(said["code"], "secret_not_allowed", "{refused}");
        }
    }
    let left = session.end();
    assert_eq!((left.code, left.rest.len()), (0, 0), "{left:?}");
    let got: Vec<serde_json::Value> =
        left.journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for number in 0..COUNT {
        let value = value(number);
        let sent = got.iter().filter(|it| it["params"]["arguments"] == json!({"to": value}));
        assert_eq!(sent.count(), 1, "the tool gets secret {number}, once");
        assert!(!left.errors.contains(&value), "secret {number} is in what was printed");
    }
    let record = gate.stop().await;
    for number in 0..COUNT {
        assert!(!record.text.contains(&value(number)), "secret {number} is in the log");
    }
}
