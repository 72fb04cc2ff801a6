//! A gate whose surrogates are on a server: without it nothing leaves, with it again all is as it
//! was.

use portcullis_testkit::{Answer, Asking, PostgresServer, RedisServer, Reply, Upstream};

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

/// A server that can be killed and started again.
trait Server {
    fn kill(&mut self);
    fn resume(&mut self);
}

impl Server for RedisServer {
    fn kill(&mut self) {
        Self::kill(self);
    }

    fn resume(&mut self) {
        Self::resume(self).unwrap();
    }
}

impl Server for PostgresServer {
    fn kill(&mut self) {
        Self::kill(self);
    }

    fn resume(&mut self) {
        Self::resume(self).unwrap();
    }
}

async fn refuses_and_recovers(store: &str, url: &str, server: &mut impl Server) {
    let upstream = Upstream::start(|request| Reply::Answer(Answer::text(request.last_text())));
    let upstream = upstream.await.unwrap();
    let vault = format!("[vault]\nstore = \"{store}\"\nurl = \"{url}\"\n");
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

    server.resume();
    // On each of its connections.
    let mut in_a_row = 0;
    while in_a_row < 8 {
        in_a_row = if ready(&gate).await == 200 { in_a_row + 1 } else { 0 };
    }
    let answer = gate.client().post(CHAT, &[], request()).await.unwrap();
    assert!(answer.text().contains(EMAIL), "{}", answer.text());
    let seen = |at: usize| upstream.exchanges()[at].received.last_text();
    assert_eq!(seen(0), seen(sent), "the same surrogate as before");
    gate.stop().await;
}

#[tokio::test]
async fn without_its_redis_a_gate_refuses_and_recovers_by_itself() {
    let mut server = RedisServer::start(&[]).unwrap();
    let url = server.url();
    refuses_and_recovers("redis", &url, &mut server).await;
}

#[tokio::test]
async fn without_its_postgres_a_gate_refuses_and_recovers_by_itself() {
    let mut server = PostgresServer::start(&[]).unwrap();
    server.role("gate", "").unwrap();
    server.run("GRANT CREATE ON DATABASE postgres TO gate").unwrap();
    let url = server.url("gate", "postgres");
    refuses_and_recovers("postgres", &url, &mut server).await;
}
