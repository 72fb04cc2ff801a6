//! Bad requests and bad upstreams: a clear error with the right code, one outcome in the log, and
//! no value in any message.

use portcullis_testkit::{Answer, Asking, End, Raw, Received, Reply, Response, Upstream};

use super::gate::Gate;

const CHAT: &str = "/v1/chat/completions";
const MESSAGES: &str = "/v1/messages";
const EMAIL: &str = "maria.lopez@northwind-traders.com";

/// A request as it should be.
fn good(model: &str) -> Asking {
    let text = format!("write to {EMAIL}");
    Asking { model: model.to_owned(), text, ..Asking::default() }
}

/// Asserts that the answer is an error of this dialect with this status and code, without a value.
fn assert_refused(path: &str, response: &Response, status: u16, code: &str) {
    let text = response.text();
    assert_eq!(response.status, status, "{text}");
    let body = response.json();
    assert_eq!(body["error"]["code"], code, "{text}");
    assert!(body["error"]["message"].as_str().is_some_and(|text| !text.is_empty()), "{text}");
    assert_eq!(body["type"] == "error", path == MESSAGES, "the dialect's own form: {text}");
    assert!(!text.contains("maria") && !text.contains("northwind"), "{text}");
}

/// Each body, on both paths, must be refused with this status and code and be on record.
#[tokio::test]
async fn bad_bodies_are_refused_and_recorded() {
    let upstream = Upstream::start(|_| Reply::Answer(Answer::text("never asked"))).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let deep = format!(r#"{{"model":"gpt-x","x":{}{}}}"#, "[".repeat(5000), "]".repeat(5000));
    let messages = format!(r#""messages":[{{"role":"user","content":"write to {EMAIL}"}}]"#);
    let cases: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("nothing", Vec::new(), 400, "invalid_request"),
        ("no object", b"[]".to_vec(), 400, "invalid_request"),
        ("cut off", format!(r#"{{"model":"gpt-x",{messages}"#).into(), 400, "invalid_request"),
        ("trailing", format!(r#"{{"model":"gpt-x",{messages}}} x"#).into(), 400, "invalid_request"),
        ("a value", EMAIL.into(), 400, "invalid_request"),
        (
            "duplicate key",
            format!(r#"{{"model":"gpt-x","model":"gpt-y",{messages}}}"#).into(),
            400,
            "invalid_request",
        ),
        (
            "duplicate key, escaped",
            format!(r#"{{"model":"gpt-x","mod\u0065l":"gpt-y",{messages}}}"#).into(),
            400,
            "invalid_request",
        ),
        (
            "duplicate key that is a value",
            format!(r#"{{"model":"gpt-x","{EMAIL}":1,"{EMAIL}":2,{messages}}}"#).into(),
            400,
            "invalid_request",
        ),
        (
            "wrong type of model",
            format!(r#"{{"model":7,{messages}}}"#).into(),
            400,
            "invalid_request",
        ),
        ("no model", format!("{{{messages}}}").into(), 400, "invalid_request"),
        ("lone surrogate", br#"{"model":"gpt-x","x":"\ud800"}"#.to_vec(), 400, "invalid_request"),
        ("not UTF-8", b"{\"model\":\"gpt-x\",\"x\":\"\xff\xfe\"}".to_vec(), 400, "invalid_request"),
        ("too deep", deep.into(), 413, "too_large"),
        (
            "unknown model",
            format!(r#"{{"model":"other",{messages}}}"#).into(),
            404,
            "unknown_model",
        ),
        (
            "a value as model",
            format!(r#"{{"model":"{EMAIL}",{messages}}}"#).into(),
            404,
            "unknown_model",
        ),
    ];
    let mut calls = 0;
    for path in [CHAT, MESSAGES] {
        for (name, body, status, code) in &cases {
            let response = gate.client().post(path, &[], body.clone()).await.unwrap();
            assert!(!response.header("x-portcullis-call").is_empty(), "{name}");
            assert_eq!(response.status, *status, "{name}: {}", response.text());
            assert_refused(path, &response, *status, code);
            calls += 1;
        }
    }
    assert_eq!(upstream.exchanges(), [], "nothing left");
    let record = gate.stop().await;
    assert_eq!(record.outcomes.len(), calls);
    assert!(record.outcomes.values().all(|code| code.is_some()));
    assert!(!record.text.contains("maria"), "no value in the log");
}

/// What a provider would refuse anyway is left to it; but it gets no value, wherever that stands.
#[tokio::test]
async fn wrong_types_reach_the_provider_without_values() {
    let upstream = Upstream::start(|_| Reply::Error { status: 400, message: "no".to_owned() });
    let upstream = upstream.await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    for member in [
        format!(r#""stream":"{EMAIL}""#),
        format!(r#""messages":"{EMAIL}""#),
        format!(r#""messages":{{"{EMAIL}":["{EMAIL}"]}}"#),
        format!(r#""messages":[["{EMAIL}"],{{"role":"{EMAIL}","content":{{"type":"{EMAIL}"}}}}]"#),
        format!(r#""temperature":"{EMAIL}","tools":"{EMAIL}","max_tokens":["{EMAIL}"]"#),
        format!(r#""tools":[{{"type":"custom","name":"{EMAIL}","custom":{{"name":"{EMAIL}"}}}}]"#),
        r#""messages":[{"role":"user","content":5105187720406188}]"#.to_owned(),
    ] {
        for (path, model) in [(CHAT, "gpt-x"), (MESSAGES, "claude-x")] {
            let body = format!(r#"{{"model":"{model}",{member}}}"#);
            let response = gate.client().post(path, &[], body).await.unwrap();
            assert_eq!(response.status, 400, "{member}: {}", response.text());
            let received = upstream.last().unwrap().received;
            let received = String::from_utf8(received.everything()).unwrap();
            assert!(
                !received.contains("maria") && !received.contains("5105187720406188"),
                "{received}"
            );
        }
    }
    assert_eq!(upstream.exchanges().len(), 14, "each was left to the provider");
    gate.stop().await;
}

#[tokio::test]
async fn bad_requests_are_refused() {
    let upstream = Upstream::start(|_| Reply::Answer(Answer::text("never asked"))).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let client = gate.client();
    let body = good("gpt-x").openai();
    let post = async |path: &str, headers: &[(&str, &str)]| {
        client.post(path, headers, body.clone()).await.unwrap()
    };
    assert_refused(CHAT, &post("/v1/unheard/of", &[]).await, 404, "unknown_route");
    assert_refused(CHAT, &post("/v1/responses/x", &[]).await, 404, "unknown_route");
    // The mistakes that a base URL invites, answered in the dialect of who made them.
    for (dialect, path, hint) in
        [(CHAT, "/chat/completions", "lacks /v1"), (MESSAGES, "/v1/v1/messages", "stands twice")]
    {
        let response = post(path, &[]).await;
        assert_refused(dialect, &response, 404, "unknown_route");
        assert!(response.text().contains(hint), "{}", response.text());
    }
    let plain = [("content-type", "text/plain")];
    assert_refused(CHAT, &post(CHAT, &plain).await, 400, "invalid_request");
    let packed = [("content-encoding", "gzip")];
    assert_refused(CHAT, &post(CHAT, &packed).await, 400, "invalid_request");
    let user = [("x-portcullis-user", EMAIL)];
    assert_refused(CHAT, &post(CHAT, &user).await, 400, "invalid_request");
    let key = [("authorization", "Bearer pck_unknown")];
    assert_refused(CHAT, &post(CHAT, &key).await, 401, "unauthenticated");
    // A page in a browser, and a name that was rebound to this machine.
    assert_eq!(post(CHAT, &[("origin", "https://evil.example")]).await.status, 403);
    assert_eq!(post(CHAT, &[("host", "evil.example")]).await.status, 403);
    // A page that the operator lists may ask first, then send and read.
    let page = ("origin", "https://app.example");
    let asks = "OPTIONS /v1/messages HTTP/1.1\r\nhost: localhost\r\norigin: https://app.example\r\n\
                access-control-request-method: POST\r\n\
                access-control-request-headers: content-type\r\nconnection: close\r\n\r\n";
    let told = String::from_utf8(client.raw(asks.as_bytes()).await.unwrap()).unwrap();
    assert!(told.starts_with("HTTP/1.1 204 "), "{told}");
    for header in [
        "access-control-allow-origin: https://app.example\r\n",
        "access-control-allow-headers: content-type\r\n",
    ] {
        assert!(told.contains(header), "{told}");
    }
    let told = client.raw(asks.replace("app.", "evil.").as_bytes()).await.unwrap();
    let told = String::from_utf8(told).unwrap();
    assert!(told.starts_with("HTTP/1.1 403 ") && !told.contains("access-control"), "{told}");
    let allowed = post("/v1/unheard/of", &[page]).await;
    assert_eq!(allowed.header("access-control-allow-origin"), "https://app.example");
    for raw in
        ["", "GET", "\0\0\0\0", "POST / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nhost: \u{1}\r\n\r\n"]
    {
        // A refusal or a closed connection; the gate lives on.
        drop(client.raw(raw.as_bytes()).await);
    }
    assert_eq!(client.get("/healthz", &[]).await.unwrap().status, 200);
    assert_eq!(upstream.exchanges(), [], "nothing left");
    gate.stop().await;
}

#[tokio::test]
async fn a_hundred_megabytes_are_too_much() {
    let upstream = Upstream::start(|_| Reply::Answer(Answer::text("never asked"))).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    let text = "a".repeat(100 << 20);
    let body = format!(r#"{{"model":"gpt-x","messages":[{{"role":"user","content":"{text}"}}]}}"#);
    let response = gate.client().post(CHAT, &[], body).await.unwrap();
    assert_refused(CHAT, &response, 413, "too_large");
    assert_eq!(upstream.exchanges(), []);
    assert_eq!(gate.stop().await.outcomes.len(), 1);
}

/// Whatever an upstream does, both dialects get an error of their own and the log an outcome.
async fn check_upstream(name: &str, reply: Reply, stream: bool) {
    let upstream = Upstream::start(move |_: &Received| reply.clone()).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    for (path, model) in [(CHAT, "gpt-x"), (MESSAGES, "claude-x")] {
        let asking = Asking { stream, ..good(model) };
        let body = if path == CHAT { asking.openai() } else { asking.anthropic() };
        let response = gate.client().post(path, &[], body).await.unwrap();
        if response.status == 200 {
            // The answer had begun: the error is an event of the stream.
            let text = response.text();
            assert!(text.contains("upstream_failed"), "{name}: {text}");
            assert!(!text.contains("maria"), "{name}: {text}");
        } else {
            assert_refused(path, &response, 502, "upstream_failed");
        }
    }
    let record = gate.stop().await;
    assert_eq!(record.outcomes.len(), 2, "{name}");
    for code in record.outcomes.values() {
        assert_eq!(code.as_deref(), Some("upstream_failed"), "{name}");
    }
}

#[tokio::test]
async fn bad_upstreams_end_in_an_error_of_the_dialect() {
    let json = |body: &str| Reply::Raw(Raw::whole(200, "application/json", body));
    let stream = |body: &str| Reply::Raw(Raw::stream(vec![body.as_bytes().to_vec()], End::Proper));
    for (name, reply, streamed) in [
        ("html", Reply::Raw(Raw::html(200, "Sign in")), false),
        ("html for a stream", Reply::Raw(Raw::html(200, "Sign in")), true),
        ("html error", Reply::Raw(Raw::html(503, "Bad gateway")), false),
        ("empty", json(""), false),
        ("cut JSON", json("{\"choices\":[{\"mess"), false),
        ("duplicate keys", json("{\"choices\":[],\"choices\":[]}"), false),
        (
            "not UTF-8 in a stream",
            Reply::Raw(Raw::stream(vec![b"data: \xff\n\n".to_vec()], End::Proper)),
            true,
        ),
        ("cut JSON in a stream", stream("data: {\"choices\":[{\n\n"), true),
        ("breaks off", Reply::Raw(Raw::stream(vec![b"data: {}\n\n".to_vec()], End::Broken)), true),
    ] {
        check_upstream(name, reply, streamed).await;
    }
}

#[tokio::test]
async fn a_dead_upstream_is_said_to_be_dead() {
    let upstream = Upstream::start(|_| Reply::Hang).await.unwrap();
    let address = upstream.address();
    drop(upstream);
    let gate = Gate::start(address).await;
    for (path, body) in [(CHAT, good("gpt-x").openai()), (MESSAGES, good("claude-x").anthropic())] {
        let response = gate.client().post(path, &[], body).await.unwrap();
        assert_refused(path, &response, 502, "upstream_failed");
    }
    let record = gate.stop().await;
    assert_eq!(record.outcomes.len(), 2);
}

#[tokio::test]
async fn an_error_of_the_provider_reaches_its_owner_in_his_own_words() {
    let upstream = Upstream::start(|request: &Received| Reply::Error {
        status: 400,
        message: format!("cannot do: {}", request.last_text()),
    });
    let upstream = upstream.await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    for (path, body) in [(CHAT, good("gpt-x").openai()), (MESSAGES, good("claude-x").anthropic())] {
        let response = gate.client().post(path, &[], body).await.unwrap();
        assert_eq!(response.status, 400);
        assert_eq!(response.json()["error"]["message"], format!("cannot do: write to {EMAIL}"));
        assert!(!upstream.last().unwrap().received.last_text().contains(EMAIL));
    }
    gate.stop().await;
}
