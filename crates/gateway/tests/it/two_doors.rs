//! One agent at both doors: what was concealed at one is known at the other, to it alone.

use portcullis_gateway::assemble::clients::{NewClient, Users};
use portcullis_testkit::{Answer, Received, Reply, Upstream};
use serde_json::{Value, json};

use super::clients::{body, client};
use super::gate::Gate;
use super::mcp::client::Session;

const CHAT: &str = "/v1/chat/completions";
const VALUE: &str = "maria.lopez@northwind-traders.com";
const RULES: &str = "[[rule]]\nid = \"mail\"\ntools = [\"kit*__send_email\"]\neffect = \"allow\"\n\
    reveal = [{ entity = \"EMAIL_ADDRESS\", arg = \"/to\" }]\n";

/// A refusal as the interface says it: the same in data and in text, every field there.
#[track_caller]
fn check_refusal(answer: &Value, code: &str, retry: &str) {
    let (result, said) = (&answer["result"], &answer["result"]["structuredContent"]);
    let text = result["content"][0]["text"].as_str().unwrap();
    assert_eq!(&serde_json::from_str::<Value>(text).unwrap(), said);
    assert_eq!(result["isError"], true, "{answer}");
    assert_eq!((&said["success"], &said["status"]), (&json!(false), &json!("blocked")));
    assert_eq!((&said["code"], &said["retry"]), (&json!(code), &json!(retry)), "{answer}");
    let hints = said["fix_hints"].as_array().unwrap();
    assert!(!hints.is_empty(), "{answer}");
    let call = said["call"].as_str().unwrap();
    assert!(!call.is_empty() && !answer.to_string().contains(VALUE), "{answer}");
}

/// Plays one agent, which shows this key at both doors, or none, and perhaps another one.
async fn check_doors(clients: &[NewClient]) {
    let upstream = Upstream::start(|request: &Received| {
        Reply::Answer(Answer::text(format!("they said {}", request.last_text())))
    });
    let upstream = upstream.await.unwrap();
    let (gate, keys) = Gate::start_for(upstream.address(), RULES, clients).await;
    let home = gate.open_home().to_owned();
    let start = |at: usize| {
        let key = keys.get(at).map(|key| ("PORTCULLIS_KEY", key.expose()));
        Session::start_as(&home, &format!("kit{at}"), key.as_slice())
    };
    let ask = async |text: &str| {
        let key = keys.first().map(|key| ("x-portcullis-key", key.expose()));
        let response = gate.client().post(CHAT, key.as_slice(), body(text)).await.unwrap();
        assert_eq!(response.status, 200, "{}", response.text());
        let read = upstream.last().unwrap().received.last_text();
        let said = response.json()["choices"][0]["message"]["content"].as_str().unwrap().to_owned();
        (read, said)
    };

    // Concealed at the door to models, disclosed at the door to tools: to the one that may.
    let (surrogate, said) = ask(VALUE).await;
    assert_eq!(said, format!("they said {VALUE}"));
    let mut session = start(0);
    assert_eq!(session.text(1, "send_email", &json!({"to": surrogate})), "sent");
    let refused = session.call(2, "echo", &json!({"text": surrogate}));
    check_refusal(&refused, "undisclosed_surrogate", "after_fix");

    // Concealed at the door to tools: a model reads and writes it, and nobody sees what it means.
    let told = session.call(3, "lookup", &json!({}));
    let other = told["result"]["structuredContent"]["mail"].as_str().unwrap();
    let (read, said) = ask(other).await;
    assert_eq!((read.as_str(), said), (other, format!("they said {other}")));
    assert_eq!(session.text(4, "send_email", &json!({"to": other})), "sent");
    let left = session.end();
    assert_eq!(left.code, 0, "{left:?}");
    let sent = |value: &str| left.journal.matches(&json!({ "to": value }).to_string()).count();
    assert_eq!((sent(VALUE), sent("alice.miller@planted.example")), (1, 1), "{}", left.journal);

    if keys.len() > 1 {
        let mut stranger = start(1);
        for (id, surrogate) in [(1, surrogate.as_str()), (2, other)] {
            let refused = stranger.call(id, "send_email", &json!({"to": surrogate}));
            check_refusal(&refused, "unknown_surrogate", "after_fix");
        }
        let left = stranger.end();
        assert!(!left.journal.contains("send_email"), "{}", left.journal);
    }
    let record = gate.stop().await;
    assert!(!record.text.contains(VALUE) && !record.text.contains("alice.miller"));
}

#[tokio::test]
async fn the_holder_of_a_key_is_one_agent_at_both() {
    let agents = ["one", "two"].map(|name| client(name, "default", name, Users::Key));
    check_doors(&agents).await;
}

#[tokio::test]
async fn without_keys_this_machine_is_one_agent_at_both() {
    check_doors(&[]).await;
}
