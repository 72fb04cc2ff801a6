//! Ids of what lies at the provider work for whoever they were given to, and for nobody else.

use portcullis_testkit::{Answer, Received, Reply, Response, Upstream};
use serde_json::{Value, json};

use super::compare::joined_of;
use super::gate::Gate;

const RESPONSES: &str = "/v1/responses";
const CHAT: &str = "/v1/chat/completions";
const MESSAGES: &str = "/v1/messages";
const EMAIL: &str = "maria.lopez@northwind-traders.com";

struct World {
    upstream: Upstream,
    gate: Gate,
}

impl World {
    /// A provider that keeps conversations: asked to go on, it says what it was told first.
    async fn start() -> Self {
        let first = std::sync::OnceLock::new();
        let upstream = Upstream::start(move |request: &Received| {
            let first: &String = first.get_or_init(|| request.last_text());
            Reply::Answer(Answer::text(format!("You wrote: {first}")))
        });
        let upstream = upstream.await.unwrap();
        let gate = Gate::start(upstream.address()).await;
        Self { upstream, gate }
    }

    async fn post(&self, path: &str, user: &str, body: &Value) -> Response {
        let headers = [("x-portcullis-user", user)];
        self.gate.client().post(path, &headers, body.to_string()).await.unwrap()
    }

    /// Asks with these members; what the answer says.
    async fn ask(&self, user: &str, more: Value) -> String {
        let mut body = json!({"model": "gpt-x", "input": "And now?"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let response = self.post(RESPONSES, user, &body).await;
        assert_eq!(response.status, 200, "{}", response.text());
        if body["stream"] == true {
            return joined_of(&response.text(), "response.output_text.delta", "/delta");
        }
        response.json()["output"][0]["content"][0]["text"].as_str().unwrap().to_owned()
    }

    /// Asks with these members and is refused; the error without what differs in each call.
    async fn refused(&self, path: &str, user: &str, body: Value) -> Value {
        let asked = self.upstream.exchanges().len();
        let response = self.post(path, user, &body).await;
        assert_eq!(response.status, 400, "{body}\n{}", response.text());
        assert_eq!(self.upstream.exchanges().len(), asked, "nothing left");
        let mut error = response.json()["error"].take();
        assert_eq!(error["code"], "unknown_reference", "{body}\n{error}");
        error["call"] = Value::Null;
        error
    }
}

#[tokio::test]
async fn a_reply_reveals_what_its_conversation_concealed() {
    let world = World::start().await;
    let told = world.ask("alice", json!({"input": format!("write to {EMAIL}")})).await;
    assert_eq!(told, format!("You wrote: write to {EMAIL}"));
    for stream in [false, true] {
        // Another call of hers, on its own: a scope reveals nothing by itself.
        let apart = world.ask("alice", json!({"stream": stream})).await;
        assert!(!apart.contains(EMAIL) && apart.contains(".invalid"), "{apart}");
    }
    world.gate.stop().await;

    let world = World::start().await;
    let first = json!({"input": format!("write to {EMAIL}"), "stream": true});
    assert_eq!(world.ask("alice", first).await, format!("You wrote: write to {EMAIL}"));
    for stream in [false, true, false] {
        let more = json!({"previous_response_id": "resp_test0001", "stream": stream});
        assert_eq!(world.ask("alice", more).await, format!("You wrote: write to {EMAIL}"));
    }
    world.gate.stop().await;
}

#[tokio::test]
async fn ids_work_for_nobody_else() {
    let world = World::start().await;
    let request = |more: Value| {
        let mut body = json!({"model": "gpt-x", "input": "And now?"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let kept = [
        request(json!({"previous_response_id": "resp_test0001"})),
        request(json!({"input": [{"type": "item_reference", "id": "msg_test0000"}]})),
        request(json!({"input": [{"id": "msg_test0000"}]})),
    ];
    for body in &kept {
        world.refused(RESPONSES, "alice", body.clone()).await;
    }
    world.ask("alice", json!({"input": format!("write to {EMAIL}")})).await;
    for body in &kept {
        assert_eq!(world.post(RESPONSES, "alice", body).await.status, 200, "{body}");
        let strangers = world.refused(RESPONSES, "mallory", body.clone()).await;
        let text = body.to_string().replace("test000", "none000");
        let nobodys = serde_json::from_str(&text).unwrap();
        assert_eq!(strangers, world.refused(RESPONSES, "mallory", nobodys).await);
    }
    let record = world.gate.stop().await;
    let refused = record.outcomes.values().flatten().filter(|code| *code == "unknown_reference");
    assert_eq!(refused.count(), 9);
}

#[tokio::test]
async fn what_was_never_issued_is_not_there() {
    let world = World::start().await;
    let part =
        |part: Value| json!({"model": "gpt-x", "input": [{"role": "user", "content": [part]}]});
    let tool = |tool: Value| json!({"model": "gpt-x", "input": "x", "tools": [tool]});
    let long = "r".repeat(100_000);
    for body in [
        json!({"model": "gpt-x", "input": "x", "conversation": "conv_1"}),
        json!({"model": "gpt-x", "input": "x", "conversation": {"id": "conv_1"}}),
        json!({"model": "gpt-x", "input": "x", "previous_response_id": long}),
        json!({"model": "gpt-x", "input": "x", "previous_response_id": ""}),
        json!({"model": "gpt-x", "input": [{"type": "reasoning", "id": "rs_1", "summary": []}]}),
        part(json!({"type": "input_file", "file_id": "file-1"})),
        part(json!({"type": "input_image", "file_id": "file-1"})),
    ] {
        world.refused(RESPONSES, "alice", body).await;
    }
    // Of tools that the provider runs, nothing is looked at: no rule names them.
    let file_search = tool(json!({"type": "file_search", "vector_store_ids": ["vs_1"]}));
    let denied = world.post(RESPONSES, "alice", &file_search).await;
    assert_eq!(denied.json()["error"]["code"], "denied");
    let file = json!({"type": "file", "file": {"file_id": "file-1"}});
    let chat = json!({"model": "gpt-x", "messages": [{"role": "user", "content": [file]}]});
    world.refused(CHAT, "alice", chat).await;
    let file = json!({"type": "document", "source": {"type": "file", "file_id": "file_1"}});
    let hello = json!({"role": "user", "content": "hi"});
    for body in [
        json!({"model": "claude-x", "messages": [{"role": "user", "content": [file]}]}),
        json!({"model": "claude-x", "container": "container_1", "messages": [hello]}),
        json!({"model": "claude-x", "container": {"id": "container_1"}, "messages": [hello]}),
    ] {
        world.refused(MESSAGES, "alice", body).await;
    }
    world.gate.stop().await;
}
