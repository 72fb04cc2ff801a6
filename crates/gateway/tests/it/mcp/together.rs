//! Many gates on one home, as clients start them.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use serde_json::json;

use super::client::{Session, call, home, log};

const GATES: u64 = 8;
const VALUES: u64 = 24;
const RULES: &str = "[[rule]]\nid = \"mail\"\ntools = [\"*__send_email\"]\neffect = \"allow\"\n\
    reveal = [{ entity = \"EMAIL_ADDRESS\", arg = \"/to\" }]\n";

fn value(number: u64) -> String {
    format!("person.{number}@planted.example")
}

/// Sees all values in an order of its own, gives each surrogate to a tool, and floods the server;
/// says which surrogate it saw for which value.
fn play(home: &Path, index: u64) -> BTreeMap<u64, String> {
    let name = format!("kit-{index}");
    let journal = home.join(format!("{name}.journal"));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mcp/server.py");
    let planted = home.join("planted.json");
    let words = ["python3", script, journal.to_str().unwrap(), planted.to_str().unwrap()];
    let mut session = Session::start_with(home, &name, &words, &[]);
    let mut surrogates = BTreeMap::new();
    for step in 0..VALUES {
        let number = (step + index * 3) % VALUES;
        session.send(&call(step, "recite", &json!({"number": number})));
        let (noted, told) = (session.next(), session.next());
        let surrogate = told["result"]["structuredContent"]["said"].as_str().unwrap().to_owned();
        assert_eq!(noted["params"]["data"]["said"], surrogate.as_str());
        assert!(!surrogate.contains("person."), "{told}");
        assert_eq!(session.text(100 + step, "send_email", &json!({"to": surrogate})), "sent");
        surrogates.insert(number, surrogate);
    }
    for id in 200..230 {
        session.send(&call(id, "echo", &json!({"text": "x"})));
    }
    for _ in 200..230 {
        assert_eq!(session.next()["result"]["content"][0]["text"], "x");
    }
    let left = session.end();
    assert_eq!((left.code, left.rest.len()), (0, 0), "{left:?}");
    for number in 0..VALUES {
        let sent = json!({ "to": value(number) }).to_string();
        assert_eq!(left.journal.matches(&sent).count(), 1, "{sent} of {name}");
    }
    surrogates
}

#[test]
fn eight_gates_on_one_home_agree() {
    let home = home(RULES);
    let values: Vec<String> = (0..VALUES).map(value).collect();
    std::fs::write(home.path().join("planted.json"), json!(values).to_string()).unwrap();
    let start = |index: u64| {
        let path = home.path().to_owned();
        std::thread::spawn(move || play(&path, index))
    };
    let all: Vec<_> = (0..GATES).map(start).collect();
    let all: Vec<_> = all.into_iter().map(|gate| gate.join().unwrap()).collect();
    // One value, one surrogate, whoever saw it first; and no surrogate for two values.
    for seen in &all {
        assert_eq!(seen, &all[0]);
    }
    let distinct: HashSet<&String> = all[0].values().collect();
    assert_eq!(distinct.len(), all[0].len(), "{all:?}");
    let log = log(home.path());
    let calls = log
        .lines()
        .filter(|line| line.contains("\"kind\":\"outcome\"") && line.contains("tools/call"));
    let calls = u64::try_from(calls.count()).unwrap();
    assert_eq!(calls, GATES * (2 * VALUES + 30), "one record for each call");
}
