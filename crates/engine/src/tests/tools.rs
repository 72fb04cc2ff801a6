//! Calls of tools: arguments get what rules disclose and nothing else, results are concealed,
//! and what is denied is not even listed.

use std::sync::Arc;

use portcullis_audit::Record;
use portcullis_detect::{Deny, Settings};
use portcullis_model::{
    Call, Document, Door, Entity, Form, Level, Listed, Role, Target, Tool, ToolHints, ToolUse,
};

use super::far::{Script, Told, texts};
use super::scene::{CARD, MAIL, PLANTED, Reply, SSN, Scene, Wish, assert_clean};

const RULES: &str = r#"
    [[rule]]
    id = "mail"
    tools = ["post__send"]
    effect = "allow"
    reveal = [{ entity = "EMAIL_ADDRESS", arg = "/to" }, { entity = "CREDIT_CARD", arg = "/card" }]
    [[rule]]
    id = "bare"
    tools = ["notify"]
    effect = "allow"
    reveal = [{ entity = "EMAIL_ADDRESS", arg = "/to" }]
    [[rule]]
    id = "never"
    tools = ["forbidden"]
    effect = "deny"
"#;

/// A schema that takes all arguments.
pub(super) const OPEN: &str = r#"{"type":"object","additionalProperties":true}"#;

pub(super) fn tool(name: &str, input: &str) -> Arc<Tool> {
    let hints = ToolHints::default();
    Arc::new(Tool { name: name.into(), input: input.into(), output: None, hints })
}

/// Arguments as JSON members, each string a field.
pub(crate) fn arguments(members: &[(&str, &str)]) -> Document {
    let mut made = Document { raw: "{".to_owned(), ..Document::default() };
    for (index, (key, text)) in members.iter().enumerate() {
        made.raw.push_str(if index == 0 { "\"" } else { ",\"" });
        made.raw.push_str(key);
        made.raw.push_str("\":\"");
        let start = made.raw.len();
        made.raw.push_str(text);
        made.fields.push(portcullis_model::Field {
            pointer: format!("/params/arguments/{key}").into(),
            role: Role::Argument { tool: "any".into(), argument: format!("/{key}").into() },
            form: Form::Str,
            place: start..made.raw.len(),
            decoded: None,
        });
        made.raw.push('"');
    }
    made.raw.push('}');
    made
}

/// The call of `name` of the server `post`.
pub(super) fn call(
    scene: &Scene,
    name: &str,
    definition: Option<Arc<Tool>>,
    said: Document,
) -> Call {
    let usual = scene.call("alice", Document::default());
    let arguments = 0..said.raw.len();
    Call {
        origin: portcullis_model::Origin { door: Door::Mcp, ..usual.origin.clone() },
        target: Target::Tool { server: "post".into(), tool: name.into() },
        tool: Some(ToolUse { definition, arguments }),
        document: said,
        ..usual
    }
}

fn quiet(rules: &'static str) -> Scene {
    Scene::with(Wish { rules, ..Wish::default() }, |_: &Told| Script::Whole(texts(&["done"])))
}

/// Lets alice say her values to a model, and gives their surrogates.
async fn surrogates(scene: &Scene) -> Vec<String> {
    scene.say("alice", texts(&[MAIL, CARD, SSN])).await;
    scene.far.told().pop().unwrap().texts
}

async fn use_tool(scene: &Scene, name: &str, members: &[(&str, &str)]) -> Reply {
    scene.ask(call(scene, name, Some(tool(name, OPEN)), arguments(members))).await
}

#[tokio::test]
async fn a_tool_gets_what_a_rule_discloses_to_its_argument() {
    let scene = quiet(RULES);
    let tokens = surrogates(&scene).await;
    let (mail, card, ssn) = (&*tokens[0], &*tokens[1], &*tokens[2]);
    for (name, members, want) in [
        ("send", vec![("to", mail)], Ok(vec![MAIL])),
        ("send", vec![("to", "nobody at all")], Ok(vec!["nobody at all"])),
        ("send", vec![("card", card), ("to", mail)], Ok(vec![CARD, MAIL])),
        ("notify", vec![("to", mail)], Ok(vec![MAIL])),
        ("notify", vec![("body", mail)], Err("undisclosed_surrogate")),
        ("send", vec![("to", ssn)], Err("undisclosed_surrogate")),
        ("send", vec![("to", mail), ("body", mail)], Err("undisclosed_surrogate")),
        ("echo", vec![("text", mail)], Err("undisclosed_surrogate")),
        ("send", vec![("to", "tkn-aaaaaaaaaaaaaaaa@mail.invalid")], Err("unknown_surrogate")),
        ("echo", vec![("text", "tkn-aaaaaaaaaaaaaaaa@mail.invalid")], Err("undisclosed_surrogate")),
        ("echo", vec![("text", card)], Err("undisclosed_surrogate")),
        // A card of a range that occurs in the world, and that the vault does not know.
        ("echo", vec![("text", "4000001234567899")], Ok(vec!["4000001234567899"])),
        ("forbidden", vec![], Err("denied")),
        ("delete_all", vec![], Err("denied")),
    ] {
        let before = scene.far.told().len();
        let reply = use_tool(&scene, name, &members).await;
        let told = scene.far.told();
        match want {
            Ok(want) => {
                assert_eq!(reply.code(), None, "{name} {members:?}");
                assert_eq!(told.last().unwrap().texts, want, "{name}");
            }
            Err(code) => {
                assert_eq!(reply.code(), Some(code), "{name} {members:?}");
                assert_eq!(told.len(), before, "{name} reached the far side");
                assert_clean(&format!("{:?}", reply.refusal));
            }
        }
    }
}

/// An identifier in base 16 does not tell of which kind it is; rules hold for it all the same.
#[tokio::test]
async fn a_rule_names_the_kind_that_a_surrogate_does_not_tell() {
    const TICKET: &str = "3f8a9d10-22fb-4c1d-9e77-0123456789ab";
    const BADGE: &str = "da39a3ee5e6b4b0d3255";
    let mut deny = Deny::default();
    deny.add(&Entity::known("TICKET"), TICKET).unwrap();
    deny.add(&Entity::known("BADGE"), BADGE).unwrap();
    let tenants = vec![("default", Settings { deny, ..Settings::standard() }, Level::Standard)];
    let rules = r#"
        [[rule]]
        id = "ticket"
        tools = ["post__close"]
        effect = "allow"
        reveal = [{ entity = "TICKET", arg = "/id" }]
    "#;
    let scene = Scene::with(Wish { rules, tenants, ..Wish::default() }, |_: &Told| {
        Script::Whole(texts(&["done"]))
    });
    scene.say("alice", texts(&[TICKET, BADGE])).await;
    let tokens = scene.far.told().pop().unwrap().texts;
    let unknown = "0f5c0de5-0123-8456-a789-0123456789ab";
    for (argument, text, want) in [
        ("id", &*tokens[0], Ok(TICKET)),
        ("other", &*tokens[0], Err("undisclosed_surrogate")),
        ("id", &*tokens[1], Err("undisclosed_surrogate")),
        ("id", unknown, Err("undisclosed_surrogate")),
        ("id", BADGE, Ok(BADGE)),
    ] {
        let reply = use_tool(&scene, "close", &[(argument, text)]).await;
        match want {
            Ok(want) => assert_eq!(scene.far.told().last().unwrap().texts, [want], "{text}"),
            Err(code) => assert_eq!(reply.code(), Some(code), "{argument} {text}"),
        }
    }
}

#[tokio::test]
async fn another_callers_surrogate_is_none() {
    let scene = quiet(RULES);
    let tokens = surrogates(&scene).await;
    let mut of_bob =
        call(&scene, "notify", Some(tool("notify", OPEN)), arguments(&[("to", &tokens[0])]));
    of_bob.origin.scope.principal = "bob".into();
    assert_eq!(scene.ask(of_bob).await.code(), Some("unknown_surrogate"));
}

#[tokio::test]
async fn every_value_that_a_tool_gets_is_on_record() {
    let scene = quiet(RULES);
    let tokens = surrogates(&scene).await;
    use_tool(&scene, "send", &[("to", &tokens[0]), ("card", &tokens[1])]).await;
    let records = scene.records();
    let reveals = records.iter().filter_map(|record| {
        let Record::Reveal(reveal) = record else { return None };
        Some((
            reveal.subject.tool.clone().unwrap(),
            reveal.argument.clone().unwrap(),
            reveal.subject.rule.clone().unwrap(),
        ))
    });
    let want = |argument: &str| ("send".to_owned(), argument.to_owned(), "mail".to_owned());
    assert_eq!(reveals.collect::<Vec<_>>(), [want("/to"), want("/card")]);
    let outcome = scene.outcomes().pop().unwrap();
    assert_eq!(outcome.subject.operation.as_deref(), Some("tools/call"));
    assert_eq!(outcome.subject.upstream.as_deref(), Some("post"));
    assert_eq!(outcome.revealed, 2);
    assert_clean(&format!("{records:?}"));
}

#[tokio::test]
async fn results_and_messages_of_a_server_are_concealed() {
    let scene = Scene::new(|_: &Told| Script::Whole(texts(PLANTED)));
    let reply = use_tool(&scene, "echo", &[("text", "hello")]).await;
    assert_clean(&reply.raw);
    assert_eq!(reply.texts[3], "[SECRET]");
    let usual = scene.call("alice", texts(PLANTED));
    let method = "sampling/createMessage".into();
    let asked = Call { target: Target::Client { server: "post".into(), method }, ..usual };
    let answer = scene.ask(asked).await;
    let told = scene.far.told().pop().unwrap();
    assert_clean(&told.raw);
    // What the client answers is its own word.
    assert!(answer.raw.contains(MAIL));
}

#[tokio::test]
async fn a_message_to_a_server_reveals_nothing() {
    let scene = quiet(RULES);
    let tokens = surrogates(&scene).await;
    let target = Target::Server { server: "post".into(), method: "resources/read".into() };
    let usual = scene.call("alice", arguments(&[("uri", &tokens[0])]));
    assert_eq!(scene.ask(Call { target, ..usual }).await.code(), Some("undisclosed_surrogate"));
}

#[tokio::test]
async fn a_tool_that_its_server_does_not_list_is_unknown() {
    let scene = quiet(RULES);
    let reply = scene.ask(call(&scene, "notify", None, arguments(&[]))).await;
    assert_eq!(reply.code(), Some("unknown_tool"));
}

#[tokio::test]
async fn what_is_denied_is_not_listed() {
    for (names, want) in [
        (&["echo", "forbidden", "send"][..], "[echo,send]"),
        (&["forbidden", "echo"][..], "[echo]"),
        (&["echo", "forbidden"][..], "[echo]"),
        (&["echo", "forbidden", "forbidden"][..], "[echo]"),
        (&["forbidden", "echo", "forbidden", "forbidden"][..], "[echo]"),
        (&["forbidden", "forbidden"][..], "[]"),
        (&["delete_all"][..], "[delete_all]"),
        (&[][..], "[]"),
    ] {
        let scene = Scene::with(Wish { rules: RULES, ..Wish::default() }, move |_: &Told| {
            Script::Whole(list(names))
        });
        let usual = scene.call("alice", Document::default());
        let target = Target::Server { server: "post".into(), method: "tools/list".into() };
        let cleared = scene.engine.handle(Call { target, ..usual }).await.unwrap();
        let crate::ClearedBody::Whole(edited) = cleared.into_body() else { panic!() };
        let mut raw = edited.document.raw.clone();
        for cut in edited.cuts.iter().rev() {
            raw.replace_range(cut.clone(), "");
        }
        assert_eq!(raw, want, "{names:?}");
    }
}

fn list(names: &[&str]) -> Document {
    let mut made = Document { raw: "[".to_owned(), ..Document::default() };
    for (index, name) in names.iter().enumerate() {
        made.raw.push_str(if index == 0 { "" } else { "," });
        let start = made.raw.len();
        made.raw.push_str(name);
        made.listed.push(Listed { tool: tool(name, "{}"), place: start..made.raw.len() });
    }
    made.raw.push(']');
    made
}

#[tokio::test]
async fn arguments_are_what_the_tool_says_that_they_are() {
    const SCHEMA: &str = r#"{"type":"object","required":["to"],"properties":{
        "to":{"type":"string","format":"email"},"card":{"type":"string","maxLength":20}}}"#;
    let scene = quiet(RULES);
    let tokens = surrogates(&scene).await;
    for (members, want) in [
        (vec![("to", "nobody@example.org")], None),
        (vec![("to", &*tokens[0])], None),
        (vec![("to", &*tokens[0]), ("card", &*tokens[1])], None),
        (vec![("to", "nobody")], Some("invalid_arguments")),
        // What only looks like a surrogate is no way past the schema.
        (
            vec![("to", "nobody@example.org"), ("card", "250.11.12.13 and more of it")],
            Some("invalid_arguments"),
        ),
        (vec![("card", "1")], Some("invalid_arguments")),
        (vec![("to", &*tokens[0]), ("copy", "x")], Some("unknown_arguments")),
        (vec![("copy", "x")], Some("invalid_arguments")),
    ] {
        let reply =
            scene.ask(call(&scene, "send", Some(tool("send", SCHEMA)), arguments(&members)));
        let reply = reply.await;
        assert_eq!(reply.code(), want, "{members:?}");
        let hints = reply.refusal.map_or(0, |refusal| refusal.hints.len());
        assert_eq!(hints > 0, want.is_some(), "{members:?}");
    }
    let broken = tool("send", r#"{"$ref":"https://evil.example/schema"}"#);
    let reply = scene.ask(call(&scene, "send", Some(broken), arguments(&[]))).await;
    assert_eq!(reply.code(), Some("unknown_tool"));
}
