//! A gate whose surrogates are in a Redis: two of them share it, and without it nothing leaves.

use portcullis_testkit::{Answer, Asking, RedisServer, Reply, Upstream};

use super::gate::Gate;

const CHAT: &str = "/v1/chat/completions";
const EMAIL: &str = "maria.lopez@northwind-traders.com";

fn request() -> String {
    let text = format!("write to {EMAIL}");
    Asking { model: "gpt-x".to_owned(), text, ..Asking::default() }.openai()
}

async fn ready(gate: &Gate) -> u16 {
    gate.client().get("/readyz", &[]).await.unwrap().status
}

#[tokio::test]
async fn without_its_redis_a_gate_refuses_and_recovers_by_itself() {
    let mut server = RedisServer::start(&[]).unwrap();
    let upstream = Upstream::start(|request| Reply::Answer(Answer::text(request.last_text())));
    let upstream = upstream.await.unwrap();
    let vault = format!("[vault]\nstore = \"redis\"\nurl = \"{}\"\n", server.url());
    let (gate, _) = Gate::start_set(upstream.address(), &vault, &[]).await;
    let answer = gate.client().post(CHAT, &[], request()).await.unwrap();
    assert!(answer.status == 200 && answer.text().contains(EMAIL), "{}", answer.text());
    let sent = upstream.exchanges().len();
    assert!(!upstream.exchanges()[0].received.last_text().contains(EMAIL));
    assert_eq!(ready(&gate).await, 200);

    server.kill();
    let refused = gate.client().post(CHAT, &[], request()).await.unwrap();
    assert_eq!(refused.json()["error"]["code"], "unavailable", "{}", refused.text());
    assert!(!refused.text().contains("maria") && !refused.text().contains(RedisServer::PASSWORD));
    assert_eq!(upstream.exchanges().len(), sent, "nothing left");
    assert_eq!(ready(&gate).await, 503);

    server.resume().unwrap();
    while ready(&gate).await != 200 {}
    let answer = gate.client().post(CHAT, &[], request()).await.unwrap();
    assert!(answer.text().contains(EMAIL), "{}", answer.text());
    let seen = |at: usize| upstream.exchanges()[at].received.last_text();
    assert_eq!(seen(0), seen(sent), "the same surrogate as before");
    gate.stop().await;
}
