//! Other rules while the gate serves: they hold at once, and nobody on the way notices.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use portcullis_testkit::{Answer, Asking, Client, Received, Reply, Upstream, scene};

use super::gate::Gate;

const CHAT: &str = "/v1/chat/completions";
const EMAIL: &str = "maria.lopez@northwind-traders.com";
const RULES: &str = "[[rule]]\nid = \"mail\"\ntools = [\"send\"]\neffect = \"allow\"\n\
    reveal = [{ entity = \"EMAIL_ADDRESS\", arg = \"/to\" }]\n";

/// A model that calls `send` with the first word that it read.
fn send(request: &Received) -> Reply {
    let text = request.last_text();
    let to = text.split_whitespace().next().unwrap_or_default();
    Reply::Answer(Answer::tool("send", serde_json::json!({ "to": to }).to_string()))
}

#[tokio::test]
async fn other_rules_hold_at_once_and_bad_ones_never() {
    let upstream = Upstream::start(send).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let disclosed = async || {
        let text = format!("{EMAIL} please");
        let asking = Asking { model: "gpt-x".to_owned(), text, ..Asking::default() };
        let response = gate.client().post(CHAT, &[], asking.openai()).await.unwrap();
        assert_eq!(response.status, 200);
        response.text().contains(EMAIL)
    };
    assert!(!disclosed().await);
    gate.reload(RULES).await.unwrap();
    assert!(disclosed().await, "the new rule holds");
    let fault = gate.reload("[[rule]]\neffect = \"perhaps\"\n").await.unwrap_err().to_string();
    assert!(fault.contains("policy.toml"), "{fault}");
    assert!(disclosed().await, "the old rules hold on");
    gate.reload("").await.unwrap();
    assert!(!disclosed().await, "a rule that was taken away discloses nothing");
    let record = gate.stop().await;
    let changes = record.text.lines().filter(|line| line.contains("\"kind\":\"config\""));
    assert_eq!(changes.count(), 2, "each change that holds is on record");
}

/// Asks, whole and streamed, until told to stop; says how often.
async fn load(client: Client, stop: Arc<AtomicBool>, number: usize) -> usize {
    let mut asked = 0;
    while !stop.load(Ordering::Relaxed) {
        let text = format!("{number}.{asked}: write to {EMAIL}");
        let stream = asked % 2 == 0;
        let model = "gpt-echo".to_owned();
        let asking = Asking { model, text, stream, ..Asking::default() };
        let response = client.post(CHAT, &[], asking.openai()).await.unwrap();
        assert_eq!(response.status, 200, "{}", response.text());
        assert!(response.complete && response.text().contains(EMAIL));
        asked += 1;
    }
    asked
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_reloads_under_load_lose_nothing() {
    let upstream = Upstream::start(scene).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let stop: Arc<AtomicBool> = Arc::default();
    let mut callers = tokio::task::JoinSet::new();
    for number in 0..4 {
        callers.spawn(load(gate.client(), Arc::clone(&stop), number));
    }
    for number in 0..100 {
        gate.reload(if number % 2 == 0 { RULES } else { "" }).await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    let asked: usize = callers.join_all().await.into_iter().sum();
    let record = gate.stop().await;
    assert_eq!(record.outcomes.len(), asked, "every call has its outcome");
    assert!(record.outcomes.values().all(Option::is_none));
}
