//! Who calls with which key: scopes, users, and keys that come and go while the gate runs.

use std::time::Duration;

use portcullis_gateway::assemble::clients::{NewClient, Users};
use portcullis_testkit::{Answer, Asking, Received, Reply, Upstream};

use super::gate::Gate;

const CHAT: &str = "/v1/chat/completions";
const VALUE: &str = "jane.roe@corp.example.com";

pub(super) fn client(name: &str, tenant: &str, agent: &str, users: Users) -> NewClient {
    let (name, tenant, agent) = (name.to_owned(), tenant.to_owned(), agent.to_owned());
    NewClient { name, tenant, agent, users }
}

pub(super) async fn echo() -> Upstream {
    Upstream::start(|request: &Received| Reply::Answer(Answer::text(request.last_text())))
        .await
        .unwrap()
}

pub(super) fn body(text: &str) -> String {
    Asking { model: "gpt-x".to_owned(), text: text.to_owned(), ..Asking::default() }.openai()
}

/// Who asks, in the headers.
type Headers<'a> = &'a [(&'a str, &'a str)];

struct World {
    upstream: Upstream,
    gate: Gate,
    keys: Vec<String>,
}

impl World {
    async fn start(clients: &[NewClient]) -> Self {
        let upstream = echo().await;
        let (gate, keys) = Gate::start_for(upstream.address(), "", clients).await;
        let keys = keys.iter().map(|key| key.expose().to_owned()).collect();
        Self { upstream, gate, keys }
    }

    async fn status(&self, headers: Headers<'_>) -> u16 {
        self.gate.client().post(CHAT, headers, body("Hello")).await.unwrap().status
    }

    /// What the model saw in place of the value that this caller wrote.
    async fn surrogate(&self, headers: Headers<'_>, body: String) -> String {
        let response = self.gate.client().post(CHAT, headers, body).await.unwrap();
        assert_eq!(response.status, 200, "{}", response.text());
        assert!(response.text().contains(VALUE), "the caller reads it again");
        self.upstream.last().unwrap().received.last_text()
    }
}

#[tokio::test]
async fn a_key_lets_in_by_any_of_three_headers_and_nothing_else_does() {
    let world = World::start(&[client("one", "default", "one", Users::Key)]).await;
    let key = world.keys[0].as_str();
    let bearer = format!("Bearer {key}");
    for headers in
        [[("authorization", bearer.as_str())], [("x-api-key", key)], [("x-portcullis-key", key)]]
    {
        assert_eq!(world.status(&headers).await, 200, "{}", headers[0].0);
        let seen = world.upstream.last().unwrap().received;
        assert!(!format!("{seen:?}").contains("pck_"), "a key of ours went to a provider");
    }
    let (changed, cut) = (format!("{key}a"), key.strip_suffix(|_: char| true).unwrap());
    for wrong in [changed.as_str(), cut, "pck_", "pck_aaaaaaaa_bbbb", "sk-other"] {
        assert_eq!(world.status(&[("x-api-key", wrong)]).await, 401, "{wrong}");
    }
    assert_eq!(world.status(&[]).await, 401, "with a key set up, this machine needs one too");
    assert_eq!(world.status(&[("x-portcullis-user", "alice")]).await, 401);
    let record = world.gate.stop().await;
    let (_, secret) = key.rsplit_once('_').unwrap();
    assert!(!record.text.contains(secret), "a key stands in the log");
}

#[tokio::test]
async fn agents_and_users_have_scopes_of_their_own() {
    let world = World::start(&[
        client("a", "default", "one", Users::Key),
        client("b", "default", "one", Users::Key),
        client("c", "default", "two", Users::Key),
        client("d", "default", "many", Users::Request),
    ])
    .await;
    let text = format!("write to {VALUE} today");
    let plain = body(&text);
    let with_user = |user: &str| plain.replacen('{', &format!("{{\"user\":\"{user}\","), 1);
    let key = |at: usize| ("x-portcullis-key", world.keys[at].as_str());
    let ask = async |headers: Headers<'_>, body: String| world.surrogate(headers, body).await;

    let one = ask(&[key(0)], plain.clone()).await;
    assert_eq!(ask(&[key(1)], plain.clone()).await, one, "two keys of one agent");
    assert_eq!(ask(&[key(0)], with_user("alice")).await, one, "this key names no users");
    let ignored = ask(&[key(0), ("x-portcullis-user", "alice")], plain.clone()).await;
    assert_eq!(ignored, one);
    let two = ask(&[key(2)], plain.clone()).await;
    let many = ask(&[key(3)], plain.clone()).await;
    let alice = ask(&[key(3), ("x-portcullis-user", "alice")], plain.clone()).await;
    assert_eq!(ask(&[key(3)], with_user("alice")).await, alice, "the dialect names her too");
    let bob = ask(&[key(3)], with_user("bob")).await;
    let mail = ask(&[key(3)], with_user("alice at example")).await;
    assert_eq!(ask(&[key(3)], with_user("alice at example")).await, mail);
    let over = ask(&[key(3), ("x-portcullis-user", "bob")], with_user("alice")).await;
    assert_eq!(over, bob, "the header wins");
    let mut all = vec![one, two, many, alice, bob, mail];
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6);
    world.gate.stop().await;
}

#[tokio::test]
async fn tenants_know_nothing_of_each_other() {
    let world = World::start(&[
        client("a", "shop", "bot", Users::Key),
        client("b", "bank", "bot", Users::Key),
    ])
    .await;
    let key = |at: usize| [("x-api-key", world.keys[at].as_str())];
    let shop = world.surrogate(&key(0), body(VALUE)).await;
    let bank = world.surrogate(&key(1), body(VALUE)).await;
    assert_ne!(shop, bank, "the same agent of another tenant is another");
    let mut calls = Vec::new();
    for (at, surrogate) in [(0, &bank), (1, &shop)] {
        let text = format!("who is {surrogate}?");
        let response = world.gate.client().post(CHAT, &key(at), body(&text)).await.unwrap();
        assert!(!response.text().contains(VALUE), "a surrogate of another tenant was revealed");
        calls.push(response.header("x-portcullis-call").to_owned());
    }
    let records = world.gate.stop_all().await;
    assert_eq!(records.keys().collect::<Vec<_>>(), ["bank", "default", "shop"]);
    for (tenant, own, other) in [("shop", 0, 1), ("bank", 1, 0)] {
        let record = &records[tenant];
        assert_eq!(record.outcomes.len(), 2, "{tenant}");
        assert!(record.outcomes.contains_key(&calls[own]));
        assert!(!record.text.contains(&calls[other]), "a call of another tenant");
    }
    assert!(records["default"].outcomes.is_empty());
}

#[tokio::test]
async fn a_user_that_a_key_does_not_let_one_name_is_ignored_with_a_warning() {
    let world = World::start(&[client("a", "default", "one", Users::Key)]).await;
    let headers = [("x-api-key", world.keys[0].as_str()), ("x-portcullis-user", "alice")];
    let response = world.gate.client().post(CHAT, &headers, body("Hello")).await.unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(response.header("x-portcullis-warnings"), "user-ignored");
    world.gate.stop().await;
}

#[tokio::test]
async fn keys_come_and_go_while_the_gate_runs() {
    let world = World::start(&[]).await;
    assert_eq!(world.status(&[]).await, 200);
    let key = world.gate.add_client(&client("new", "default", "new", Users::Key));
    let headers = [("x-api-key", key.expose())];
    let becomes = async |headers: Headers<'_>, want: u16| {
        while world.status(headers).await != want {
            tokio::task::yield_now().await;
        }
    };
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, becomes(&headers, 200)).await.unwrap();
    assert_eq!(world.status(&[]).await, 401, "now that there is a key, it is needed");
    let other = world.gate.add_client(&client("other", "default", "other", Users::Key));
    tokio::time::timeout(limit, becomes(&[("x-api-key", other.expose())], 200)).await.unwrap();
    world.gate.remove_client("new");
    tokio::time::timeout(limit, becomes(&headers, 401)).await.unwrap();
    assert_eq!(world.status(&[("x-api-key", other.expose())]).await, 200);
    // Somebody edits the file: nobody comes in, the keys that were known included.
    let place = world.gate.place().clients();
    let text = std::fs::read_to_string(&place).unwrap();
    std::fs::write(&place, text.replace("other", "mine")).unwrap();
    tokio::time::timeout(limit, becomes(&[("x-api-key", other.expose())], 401)).await.unwrap();
    assert_eq!(world.status(&[]).await, 401);
    world.gate.stop().await;
}

#[tokio::test]
async fn strangers_do_not_fill_the_log() {
    let world = World::start(&[client("a", "default", "one", Users::Key)]).await;
    let client = world.gate.client();
    for _ in 0..300 {
        let response = client.post(CHAT, &[("x-api-key", "pck_wrong")], body("Hello")).await;
        assert_eq!(response.unwrap().status, 401);
    }
    let record = world.gate.stop().await;
    let lines: Vec<&str> =
        record.text.lines().filter(|line| line.contains("unauthenticated")).collect();
    let counted = |line: &&str| -> u64 {
        let before = line.split("; ").nth(1).and_then(|rest| rest.split(' ').next());
        1 + before.and_then(|count| count.parse::<u64>().ok()).unwrap_or(0)
    };
    assert_eq!(lines.iter().map(counted).sum::<u64>(), 300, "none is forgotten");
    assert!(lines.len() < 300, "{} records", lines.len());
}
