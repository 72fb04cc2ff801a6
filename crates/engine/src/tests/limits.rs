//! Limits that no setting moves: at each, and one beyond it.

use portcullis_audit::{Durability, Record, Run};
use portcullis_model::{Form, Mark, Matter, Role};

use super::disclosure::RULES;
use super::far::{Script, Step, Told, document, texts};
use super::scene::{MAIL, Reply, Scene, Wish};
use super::streams::{channel, delta, mark};
use crate::Trail;

#[tokio::test]
async fn channels_of_a_reply() {
    let check = async |channels: u32, code| {
        let scene = Scene::new(move |_| {
            let open = |index| delta(channel(index, Matter::Text), "a");
            Script::Stream(vec![Step::Group((0..channels).map(open).collect())])
        });
        let reply = scene.say("alice", texts(&["harmless"])).await;
        assert_eq!(reply.code(), code);
    };
    check(1_024, None).await;
    check(1_025, Some("too_large")).await;
    // What is closed is not counted.
    let scene = Scene::new(|_| {
        let event = |index| {
            let channel = channel(index, Matter::Text);
            Step::Group(vec![delta(channel, "a"), mark(Mark::Close { channel })])
        };
        Script::Stream((0..2_000).map(event).collect())
    });
    assert_eq!(scene.say("alice", texts(&["harmless"])).await.code(), None);
}

/// What alice reads as the argument `/to` when the model writes `text` there.
async fn argument(text: impl Fn(&str) -> String + Send + Sync + 'static) -> (Scene, Reply) {
    let scene = Scene::with(Wish { rules: RULES, ..Wish::default() }, move |told: &Told| {
        let text = text(&told.texts.concat());
        let role = Role::Argument { tool: "send_email".into(), argument: "/to".into() };
        Script::Whole(document(&[(role, Form::Str, &text)]))
    });
    let reply = scene.say("alice", texts(&[MAIL])).await;
    (scene, reply)
}

/// A model that lists surrogates is guessing: then not even its hits are told.
#[tokio::test]
async fn unknown_surrogates_in_arguments() {
    let check = async |guesses: u8, told: bool| {
        let guess = move |at: u8| {
            format!("tkn-{}@mail.invalid", char::from(b'a' + at).to_string().repeat(16))
        };
        let (scene, reply) = argument(move |mail| {
            let guesses: Vec<String> = (0..guesses).map(guess).collect();
            format!("{mail} {}", guesses.join(" "))
        })
        .await;
        assert_eq!(reply.texts.concat().contains(MAIL), told, "{guesses} guesses");
        let outcome = scene.outcomes().remove(0);
        assert_eq!((outcome.revealed, outcome.unknown), (u64::from(told), u64::from(guesses)));
        let warned = outcome.warnings.contains(&"arguments-undisclosed".to_owned());
        assert_eq!(warned, !told);
        let reveals = scene.records().iter().filter(|it| matches!(it, Record::Reveal(_))).count();
        assert_eq!(reveals, usize::from(told));
    };
    check(0, true).await;
    check(16, true).await;
    check(17, false).await;
}

#[tokio::test]
async fn surrogates_in_arguments() {
    let check = async |times: usize, told: bool| {
        let (scene, reply) = argument(move |mail| vec![mail; times].join(" ")).await;
        let want = if told { vec![MAIL; times].join(" ") } else { String::new() };
        assert!(!told || reply.texts.concat() == want);
        assert_eq!(reply.texts.concat().contains(MAIL), told);
        assert_eq!(scene.outcomes().remove(0).revealed, if told { times as u64 } else { 0 });
    };
    check(1_000, true).await;
    check(1_001, false).await;
}

#[tokio::test]
async fn records_in_memory() {
    let trail = Trail::memory();
    for process in 0..10_001 {
        let run = Run { operation: "serve".into(), version: "0".into(), process };
        trail.append("default", Record::Start(run), Durability::Written).await.unwrap();
    }
    let kept = trail.kept();
    assert_eq!(kept.len(), 10_000);
    assert!(matches!(kept.first(), Some(Record::Start(Run { process: 1, .. }))));
}

#[tokio::test]
async fn logs_of_tenants() {
    let folder = tempfile::tempdir().unwrap();
    let audit = folder.path().to_owned();
    let open = move |tenant: &str| {
        let signer = portcullis_seal::SigningKey::from_seed([7; 32]).unwrap();
        let clock = std::sync::Arc::new(|| std::time::SystemTime::UNIX_EPOCH);
        let settings = portcullis_audit::Settings::new(clock);
        Ok(portcullis_audit::Log::open(&audit, tenant, signer, &settings)?.0)
    };
    let trail = Trail::Log(crate::Logs::new("default", open("default").unwrap(), open));
    let write = async |tenant: &str| {
        let run = Run { operation: "serve".into(), version: "0".into(), process: 1 };
        trail.append(tenant, Record::Start(run), Durability::Written).await
    };
    for number in 0..256 {
        write(&format!("t{number}")).await.unwrap();
    }
    assert!(matches!(write("more").await, Err(crate::TrailError::Full)));
    write("t7").await.unwrap();
    write("default").await.unwrap();
    if let Trail::Log(logs) = &trail {
        logs.close().unwrap();
    }
    write("t7").await.unwrap_err();
    assert_eq!(portcullis_audit::verify(folder.path(), None).unwrap().records(), 258);
}
