//! A caller who hangs up: the upstream's request ends, the outcome is on record, the gate goes on.

use portcullis_testkit::{Asking, Upstream, scene};

use super::gate::Gate;

const CHAT: &str = "/v1/chat/completions";
const MESSAGES: &str = "/v1/messages";

/// Hangs up after the first bytes of a stream, or before any; then asks once more.
async fn check(path: &'static str, model: &str, stream: bool) {
    let upstream = Upstream::start(scene).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let asking = |scene: &str, stream: bool| {
        let model = format!("{model}-{scene}");
        let text = "write to maria.lopez@northwind-traders.com".to_owned();
        let asking = Asking { model, text, stream, ..Asking::default() };
        if path == CHAT { asking.openai() } else { asking.anthropic() }
    };
    if stream {
        let body = asking("stalled", true);
        let response = gate.client().post_and_hang_up(path, &[], body, 1).await.unwrap();
        assert_eq!(response.status, 200);
    } else {
        let (client, body) = (gate.client(), asking("hang", false));
        let call = tokio::spawn(async move { client.post(path, &[], body).await });
        upstream.arrived(1).await;
        call.abort();
    }
    upstream.hung_up(1).await;
    let response = gate.client().post(path, &[], asking("echo", true)).await.unwrap();
    assert!(response.complete && response.text().contains("maria.lopez@northwind-traders.com"));
    let record = gate.stop().await;
    let mut codes: Vec<_> = record.outcomes.into_values().collect();
    codes.sort();
    assert_eq!(codes, [None, Some("cancelled".to_owned())]);
}

#[tokio::test]
async fn in_the_middle_of_a_stream() {
    check(CHAT, "gpt", true).await;
    check(MESSAGES, "claude", true).await;
}

#[tokio::test]
async fn before_any_answer() {
    check(CHAT, "gpt", false).await;
    check(MESSAGES, "claude", false).await;
}

/// Many hang up at once at random places: every call has one outcome, and the gate still answers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once() {
    let upstream = Upstream::start(scene).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..60_usize {
        let client = gate.client();
        calls.spawn(async move {
            let text = format!("{number}: write to maria.lopez@northwind-traders.com");
            let model = "gpt-echo-odd".to_owned();
            let asking = Asking { model, text, stream: true, ..Asking::default() };
            client.post_and_hang_up(CHAT, &[], asking.openai(), 1 + number * 20).await
        });
    }
    let responses = calls.join_all().await;
    assert!(responses.iter().all(|response| response.as_ref().is_ok_and(|it| it.status == 200)));
    let record = gate.stop().await;
    assert_eq!(record.outcomes.len(), 60);
}
