//! Nobody reads what was concealed for somebody else, nor what this request did not conceal.

use std::sync::{Arc, Mutex};

use portcullis_testkit::{Answer, Asking, Kind, Random, Received, Reply, Upstream};

use super::gate::Gate;

const CHAT: &str = "/v1/chat/completions";
const MESSAGES: &str = "/v1/messages";

/// Values of every kind, and a prompt that holds them a line each.
fn secrets_of_alice() -> (Vec<String>, String) {
    let mut random = Random::new(11);
    let (mut values, mut lines) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        for kind in Kind::PERSONAL {
            let value = kind.value(&mut random);
            lines.push(format!("{}{value}", kind.lead()));
            values.push(value);
        }
    }
    (values, lines.join("\n"))
}

/// Surrogates of small spaces that a model, or a person, may guess: near those that were seen,
/// and at the start of each range.
fn guesses(surrogates: &str) -> Vec<String> {
    let mut guesses = Vec::new();
    for number in 0..400 {
        guesses.push(format!(
            "my social security number is 000-{:02}-{:04}",
            number % 100,
            number * 23
        ));
        guesses.push(format!("call me at +1-555-{}-{:04}", 200 + number * 2, number * 17));
        guesses.push(format!("the server's IP address is 240.0.{}.{}", number % 256, number / 2));
    }
    // The last digit of each seen one, changed.
    for line in surrogates.lines() {
        if let Some(last) = line.chars().last().and_then(|last| last.to_digit(10)) {
            let front = line.strip_suffix(|_: char| true).unwrap_or("");
            guesses.push(format!("{front}{}", (last + 1) % 10));
        }
    }
    guesses
}

struct World {
    upstream: Upstream,
    gate: Gate,
    /// What the model says next, instead of repeating what it read.
    saying: Arc<Mutex<Option<String>>>,
}

impl World {
    async fn start() -> Self {
        let saying: Arc<Mutex<Option<String>>> = Arc::default();
        let script = Arc::clone(&saying);
        let upstream = Upstream::start(move |request: &Received| {
            let said = script.lock().unwrap().clone();
            Reply::Answer(Answer::text(said.unwrap_or_else(|| request.last_text())))
        });
        let upstream = upstream.await.unwrap();
        let gate = Gate::start(upstream.address()).await;
        Self { upstream, gate, saying }
    }

    /// Sends a prompt as this user; what the model read, and all that the user got.
    async fn ask(&self, path: &str, user: &str, text: &str, stream: bool) -> (String, String) {
        let model = if path == CHAT { "gpt-x" } else { "claude-x" };
        let asking =
            Asking { model: model.to_owned(), text: text.to_owned(), stream, ..Asking::default() };
        let body = if path == CHAT { asking.openai() } else { asking.anthropic() };
        let headers = [("x-portcullis-user", user)];
        let response = self.gate.client().post(path, &headers, body).await.unwrap();
        assert_eq!(response.status, 200, "{}", response.text());
        let read = self.upstream.last().unwrap().received.last_text();
        (read, decoded(&response.text()))
    }
}

/// A body with its escapes undone, so that a search sees every value.
fn decoded(body: &str) -> String {
    let mut all = body.to_owned();
    for document in super::compare::documents(body) {
        all.push_str(&super::compare::leaves(&document).join("\n"));
    }
    if let Ok(document) = serde_json::from_str(body) {
        all.push_str(&super::compare::leaves(&document).join("\n"));
    }
    all
}

#[tokio::test]
async fn a_second_user_gets_nothing_of_the_first() {
    let world = World::start().await;
    let (values, prompt) = secrets_of_alice();
    let (surrogates, back) = world.ask(CHAT, "alice", &prompt, false).await;
    assert!(values.iter().all(|value| back.contains(value)), "alice reads her own");
    assert!(values.iter().all(|value| !surrogates.contains(value)));

    let mut attempts = vec![surrogates.clone(), surrogates.to_uppercase()];
    attempts.extend(guesses(&surrogates).chunks(100).map(|chunk| chunk.join("\n")));
    for attempt in &attempts {
        for path in [CHAT, MESSAGES] {
            for (user, stream) in [("mallory", false), ("mallory", true), ("bob", true)] {
                let (_, got) = world.ask(path, user, attempt, stream).await;
                for value in &values {
                    assert!(!got.contains(value), "{user} got {value} by asking\n{attempt}");
                }
            }
        }
    }
    world.gate.stop().await;
}

#[tokio::test]
async fn a_reply_reveals_only_what_its_own_request_concealed() {
    let world = World::start().await;
    let (values, prompt) = secrets_of_alice();
    let (surrogates, _) = world.ask(CHAT, "alice", &prompt, false).await;
    *world.saying.lock().unwrap() = Some(surrogates.clone());
    for path in [CHAT, MESSAGES] {
        for (user, stream) in [("alice", false), ("alice", true), ("mallory", true)] {
            let (_, got) = world.ask(path, user, "What do you know of me?", stream).await;
            for value in &values {
                assert!(!got.contains(value), "{user} got {value} though nobody sent it");
            }
        }
    }
    // One of them is in the request again: only that one comes back.
    let first = values.first().unwrap();
    let (_, got) = world.ask(CHAT, "alice", &format!("write to {first}"), false).await;
    assert!(got.contains(first));
    assert!(values.iter().skip(1).all(|value| !got.contains(value)));
    world.gate.stop().await;
}

#[tokio::test]
async fn scopes_have_unrelated_surrogates() {
    let world = World::start().await;
    let (_, prompt) = secrets_of_alice();
    let (of_alice, _) = world.ask(CHAT, "alice", &prompt, false).await;
    let (again, _) = world.ask(MESSAGES, "alice", &prompt, true).await;
    let (of_bob, _) = world.ask(CHAT, "bob", &prompt, false).await;
    assert_eq!(of_alice, again, "stable for one user, whatever the dialect");
    for (alice, bob) in of_alice.lines().zip(of_bob.lines()) {
        assert_ne!(alice, bob);
    }
    world.gate.stop().await;
}
