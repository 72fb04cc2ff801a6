//! Secrets that are kept: a tool that may use one gets it, and nobody reads it.

use portcullis_audit::Record;
use portcullis_model::{Call, Channel, Document, Matter, Target};
use portcullis_secrets::{Allowed, ToolGrant};

use super::far::{Script, Step, Told, texts};
use super::scene::{Reply, Scene, Wish};
use super::streams::{delta, gather};
use super::tools::{OPEN, arguments, call, tool};

pub(super) const VALUE: &str = "k3y-Zq7vXw2LmN9pRt4sQ8";

fn allowed(tool: &str, argument: Option<&str>, hosts: &[&str]) -> Allowed {
    Allowed {
        tools: vec![ToolGrant { tool: tool.into(), argument: argument.map(Into::into) }],
        hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
    }
}

fn scene(allowed: Allowed, play: impl Fn(&Told) -> Script + Send + Sync + 'static) -> Scene {
    let secrets = vec![("crm/token", VALUE, allowed)];
    let rules = "[[rule]]\nid = \"all\"\ntools = [\"*\"]\neffect = \"allow\"\n";
    Scene::with(Wish { secrets, rules, ..Wish::default() }, play)
}

#[tokio::test]
async fn a_tool_gets_the_secret_that_it_may_use() {
    let done = |_: &Told| Script::Whole(texts(&["done"]));
    let at_token = allowed("post__send", Some("/token"), &[]);
    let anywhere = allowed("send", None, &[]);
    let at_host = allowed("send", None, &["*.example.com"]);
    for (allowed, members, want) in [
        (&at_token, vec![("token", "{{secret:crm/token}}")], Ok(vec![VALUE.to_owned()])),
        (
            &at_token,
            vec![("token", "Bearer secret://crm/token")],
            Ok(vec![format!("Bearer {VALUE}")]),
        ),
        (&at_token, vec![("body", "{{secret:crm/token}}")], Err(())),
        (&at_token, vec![("token", "{{secret:no/such}}")], Err(())),
        (&at_token, vec![("token", "{{secret:crm/token")], Err(())),
        (&anywhere, vec![("body", "{{secret:crm/token}}")], Ok(vec![VALUE.to_owned()])),
        (&Allowed::default(), vec![("token", "{{secret:crm/token}}")], Err(())),
        (
            &at_host,
            vec![("url", "https://api.example.com/?k={{secret:crm/token}}")],
            Ok(vec![format!("https://api.example.com/?k={VALUE}")]),
        ),
        (&at_host, vec![("url", "https://evil.example/?k={{secret:crm/token}}")], Err(())),
        (
            &at_host,
            vec![("url", "https://a.example.com@evil.example/?k={{secret:crm/token}}")],
            Err(()),
        ),
        (&at_host, vec![("token", "{{secret:crm/token}}"), ("url", "//evil.example")], Err(())),
        (
            &at_host,
            vec![("token", "{{secret:crm/token}}"), ("url", "https:/evil.example")],
            Err(()),
        ),
        (&at_host, vec![("token", "{{secret:crm/token}}"), ("url", "evil.example")], Err(())),
    ] {
        let scene = scene(allowed.clone(), done);
        let asked = call(&scene, "send", Some(tool("send", OPEN)), arguments(&members));
        let reply = scene.ask(asked).await;
        let told = scene.far.told();
        match want {
            Ok(want) => {
                assert_eq!(reply.code(), None, "{members:?} {:?}", reply.refusal);
                assert_eq!(told.last().unwrap().texts, want);
                let records = scene.records();
                let uses = records.iter().filter(|record| matches!(record, Record::Reveal(_)));
                assert_eq!(uses.count(), 1);
                assert!(!format!("{records:?}").contains(VALUE));
            }
            Err(()) => {
                assert_eq!(reply.code(), Some("secret_not_allowed"), "{members:?}");
                assert!(told.is_empty());
            }
        }
    }
}

#[tokio::test]
async fn a_tool_that_poses_as_another_servers_gets_none() {
    let of_another = allowed("bank__send", None, &[]);
    for name in ["bank__send", "bank_ _send", "send"] {
        let scene = scene(of_another.clone(), |_: &Told| Script::Whole(texts(&["done"])));
        let said = arguments(&[("token", "{{secret:crm/token}}")]);
        let reply = scene.ask(call(&scene, name, Some(tool(name, OPEN)), said)).await;
        assert_eq!(reply.code(), Some("secret_not_allowed"), "{name}");
        assert!(scene.far.told().is_empty());
    }
}

#[tokio::test]
async fn a_key_is_no_argument() {
    let anywhere = allowed("send", None, &[]);
    let scene = scene(anywhere, |_: &Told| Script::Whole(texts(&["done"])));
    for text in ["{{secret:crm/token}}", "tkn-aaaaaaaaaaaaaaaa@mail.invalid"] {
        let mut said = arguments(&[(text, "x")]);
        said.fields[0].form = portcullis_model::Form::Key;
        said.fields[0].place = 2..2 + text.len();
        let reply = scene.ask(call(&scene, "send", Some(tool("send", OPEN)), said)).await;
        let want =
            if text.starts_with('t') { "undisclosed_surrogate" } else { "secret_not_allowed" };
        assert_eq!(reply.code(), Some(want), "{text}");
    }
    assert!(scene.far.told().is_empty());
}

#[tokio::test]
async fn a_known_secret_where_no_text_is_read_is_refused() {
    // An answer with the secret between its fields: in an id, in a picture.
    let scene = scene(Allowed::default(), |_: &Told| {
        let mut answer = texts(&["done"]);
        answer.raw.push_str(VALUE);
        Script::Whole(answer)
    });
    let said = arguments(&[("text", "x")]);
    let reply = scene.ask(call(&scene, "send", Some(tool("send", OPEN)), said)).await;
    assert_eq!(reply.code(), Some("blocked_content"));
    // A request of a model that has it there, or as the name of the model.
    let mut said = texts(&["hello"]);
    said.raw.push_str(VALUE);
    let told = scene.far.told().len();
    assert_eq!(scene.say("alice", said).await.code(), Some("blocked_content"));
    let mut named = scene.call("alice", texts(&["hello"]));
    if let Target::Model { model, .. } = &mut named.target {
        *model = VALUE.into();
    }
    assert_eq!(scene.ask(named).await.code(), Some("blocked_content"));
    assert_eq!(scene.far.told().len(), told);
    // Nor does the log have it, wherever it stood.
    let mut method = call(&scene, "send", None, texts(&["x"]));
    method.target = Target::Client { server: "post".into(), method: VALUE.into() };
    drop(scene.ask(method).await);
    assert!(!format!("{:?}", scene.records()).contains(VALUE));
}

#[tokio::test]
async fn a_header_with_a_known_secret_is_left_out() {
    let scene = scene(Allowed::default(), |_: &Told| Script::Whole(texts(&["done"])));
    let reply = scene.say("alice", texts(&["hello"])).await;
    assert_eq!(reply.headers, [("x-plain".into(), "1".into())]);
}

#[tokio::test]
async fn what_is_put_in_is_not_read_again() {
    // A value that itself is a reference stays the text that it is.
    let secrets = vec![
        ("outer", "{{secret:inner}}-and-more", allowed("send", None, &[])),
        ("inner", VALUE, Allowed::default()),
    ];
    let scene = Scene::with(Wish { secrets, ..Wish::default() }, |_: &Told| {
        Script::Whole(texts(&["done"]))
    });
    let said = arguments(&[("token", "secret://outer")]);
    let rules = scene.ask(call(&scene, "send", Some(tool("send", OPEN)), said)).await;
    // `send` is dangerous, and no rule allows it here.
    assert_eq!(rules.code(), Some("denied"));
}

#[tokio::test]
async fn no_reader_gets_a_known_secret() {
    let encoded = data_encoding::BASE64.encode(format!("user:{VALUE}").as_bytes());
    let hex = data_encoding::HEXLOWER.encode(VALUE.as_bytes());
    let said: Vec<String> =
        vec![format!("the key is {VALUE}."), format!("Basic {encoded}"), format!("0x{hex}")];
    let back = said.clone();
    let scene = scene(Allowed::default(), move |_: &Told| {
        let back: Vec<&str> = back.iter().map(String::as_str).collect();
        Script::Whole(texts(&back))
    });
    let clean = |text: &str| {
        for bad in [VALUE, encoded.get(8..).unwrap(), &hex] {
            assert!(!text.contains(bad), "{text}");
        }
        assert!(text.contains("[SECRET:crm/token]"), "{text}");
    };
    let texts_said: Vec<&str> = said.iter().map(String::as_str).collect();
    // To a model and back.
    let reply = scene.say("alice", texts(&texts_said)).await;
    clean(&scene.far.told().pop().unwrap().raw);
    clean(&reply.raw);
    // From a tool.
    let asked = call(&scene, "get", Some(tool("get", OPEN)), arguments(&[]));
    clean(&scene.ask(asked).await.raw);
    // From a server to its client, and the client's answer.
    let usual = scene.call("alice", texts(&texts_said));
    let target = Target::Client { server: "post".into(), method: "elicitation/create".into() };
    let reply = scene.ask(Call { target, ..usual }).await;
    clean(&scene.far.told().pop().unwrap().raw);
    clean(&reply.raw);
}

#[tokio::test]
async fn a_stream_gives_no_secret_however_it_is_cut() {
    let text = format!("before {VALUE} and after");
    for cut in 1..text.len() {
        let (head, tail) = text.split_at(cut);
        let channel = Channel { index: 0, part: 0, matter: Matter::Text };
        let events = [delta(channel, head), delta(channel, tail)];
        let script = events.to_vec();
        let scene = scene(Allowed::default(), move |_: &Told| {
            Script::Stream(vec![Step::Group(script.clone())])
        });
        let reply: Reply = scene.say("alice", texts(&["hello"])).await;
        let read = gather(channel, &reply, &events);
        assert_eq!(read, "before [SECRET:crm/token] and after", "cut at {cut}");
    }
}

#[tokio::test]
async fn arguments_are_checked_as_they_will_leave() {
    const DIGITS: &str =
        r#"{"type":"object","properties":{"pin":{"type":"string","maxLength":8}}}"#;
    let scene = scene(allowed("send", None, &[]), |_: &Told| Script::Whole(texts(&["done"])));
    let said: Document = arguments(&[("pin", "{{secret:crm/token}}")]);
    let reply = scene.ask(call(&scene, "send", Some(tool("send", DIGITS)), said)).await;
    assert_eq!(reply.code(), Some("invalid_arguments"));
    assert!(!format!("{:?}", reply.refusal).contains(VALUE));
}
