//! Many gates on one home, as clients start them.

use std::collections::HashSet;

use serde_json::json;

use super::client::{Session, call, home, log};

#[test]
fn eight_gates_on_one_home_agree() {
    let home = home("");
    let start = |index: usize| {
        let path = home.path().to_owned();
        std::thread::spawn(move || {
            let mut session = Session::start_as(&path, &format!("kit-{index}"), &[]);
            let mut surrogates = HashSet::new();
            for id in 0..10 {
                let told = session.call(id, "lookup", &json!({}));
                let mail = &told["result"]["structuredContent"]["mail"];
                surrogates.insert(mail.as_str().unwrap_or_else(|| panic!("{told}")).to_owned());
            }
            for id in 100..150 {
                session.send(&call(id, "echo", &json!({"text": "x"})));
            }
            for _ in 100..150 {
                assert_eq!(session.next()["result"]["content"][0]["text"], "x");
            }
            let left = session.end();
            assert_eq!((left.code, left.rest.len()), (0, 0), "{left:?}");
            surrogates
        })
    };
    let all: Vec<_> = (0..8).map(start).collect();
    let surrogates: HashSet<String> = all.into_iter().flat_map(|it| it.join().unwrap()).collect();
    // One value, one surrogate, whoever saw it first.
    assert_eq!(surrogates.len(), 1, "{surrogates:?}");
    let log = log(home.path());
    let calls = log
        .lines()
        .filter(|line| line.contains("\"kind\":\"outcome\"") && line.contains("tools/call"));
    assert!(calls.count() >= 8 * 60, "lost records");
}
