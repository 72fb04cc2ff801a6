//! The arguments of tools in a reply: a rule discloses an entity to one argument; everything else
//! keeps its surrogate.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use portcullis_audit::Record;
use portcullis_model::{Event, Form, Mark, Matter, Role};

use super::far::{Script, Step, Told, document, texts};
use super::faults::{DOWN, Failing, UP};
use super::scene::{CARD, Logged, MAIL, Reply, SECRET, Scene, Wish, assert_clean};
use super::streams::{channel, delta, gather, mark};
use crate::Limits;

pub(super) const RULES: &str = r#"
    [[rule]]
    id = "mail"
    tools = ["send_email"]
    effect = "allow"
    reveal = [
        { entity = "EMAIL_ADDRESS", arg = "/to" },
        { entity = "CREDIT_CARD", arg = "/card" },
    ]
    [[rule]]
    id = "never"
    tools = ["rm_*"]
    effect = "deny"
    [[rule]]
    id = "never-either"
    tools = ["rm_*"]
    effect = "allow"
    reveal = [{ entity = "EMAIL_ADDRESS", arg = "/to" }]
"#;

/// How a reply holds the arguments of a call.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// In a string, in a whole body.
    Whole,
    /// Each in its place, in a whole body.
    InPlace,
    /// In a string, in pieces.
    Stream,
}

fn wish(log: Option<Logged>) -> Wish {
    Wish { rules: RULES, log, ..Wish::default() }
}

/// What a caller that said a mail address and a card reads as the arguments of `tool`: members
/// with `$0` for the surrogate of the address, `$1` for that of the card (said as a number).
async fn disclosed(scene: &Scene, said: (&str, &'static str), shape: Shape) -> (Reply, String) {
    let call = document(&[(Role::Text, Form::Str, MAIL), (Role::Text, Form::Number, CARD)]);
    let reply = scene.say("alice", call).await;
    let told = scene.far.told().pop().unwrap();
    let text = fill(said.1, &told);
    let read = match shape {
        Shape::Whole | Shape::InPlace => reply.texts.concat(),
        Shape::Stream => gather(arguments(), &reply, &events(said.0, &text)),
    };
    (reply, read)
}

fn fill(text: &str, told: &Told) -> String {
    let texts = told.texts.iter().enumerate();
    texts.fold(text.to_owned(), |text, (at, with)| text.replace(&format!("${at}"), with))
}

fn arguments() -> portcullis_model::Channel {
    channel(0, Matter::Arguments)
}

/// A stream that opens the call and cuts its arguments everywhere.
fn events(tool: &str, text: &str) -> Vec<Event> {
    let mut events = vec![mark(Mark::Open { channel: arguments(), tool: tool.into() })];
    let pieces = text.chars().map(|c| delta(arguments(), c.encode_utf8(&mut [0; 4])));
    events.extend(pieces);
    events.push(mark(Mark::Close { channel: arguments() }));
    events
}

fn model(
    tool: &'static str,
    text: &'static str,
    shape: Shape,
) -> impl Fn(&Told) -> Script + Clone + Send + Sync + 'static {
    move |told| {
        let text = fill(text, told);
        match shape {
            Shape::Whole => {
                let role = Role::Arguments { tool: tool.into() };
                Script::Whole(document(&[(role, Form::Str, &text)]))
            }
            Shape::InPlace => {
                let argument = |at: &str| Role::Argument { tool: tool.into(), argument: at.into() };
                let members = text.trim_matches(['{', '}']).split(',');
                let fields: Vec<_> = members
                    .filter_map(|member| {
                        let (key, value) = member.split_once(':')?;
                        let key = key.trim_matches('"');
                        Some((argument(&format!("/{key}")), Form::Str, value.trim_matches('"')))
                    })
                    .collect();
                Script::Whole(document(&fields))
            }
            Shape::Stream => Script::Stream(vec![Step::Group(events(tool, &text))]),
        }
    }
}

/// The arguments that are read; `want` has `$0` and `$1` as `said` has, and how many values the
/// log says were revealed.
async fn check(tool: &'static str, said: &'static str, want: &str, revealed: usize) {
    for shape in [Shape::Whole, Shape::Stream] {
        for log in [None, Some(Logged::open())] {
            let scene = Scene::with(wish(log), model(tool, said, shape));
            let (reply, read) = disclosed(&scene, (tool, said), shape).await;
            assert_eq!(reply.code(), None);
            let told = scene.far.told().remove(0);
            assert_eq!(read, fill(want, &told), "{tool} {said} {shape:?}");
            assert_eq!(reveals(&scene), revealed, "{tool} {said} {shape:?}");
            assert_eq!(scene.outcomes().remove(0).revealed, revealed as u64);
        }
    }
}

/// How many reveals are on record, after the intent and before the outcome.
fn reveals(scene: &Scene) -> usize {
    let records = scene.records();
    assert_clean(&format!("{records:?}"));
    assert!(matches!(records.first(), Some(Record::Intent(_))));
    assert!(matches!(records.last(), Some(Record::Outcome(_))));
    records.iter().filter(|record| matches!(record, Record::Reveal(_))).count()
}

#[tokio::test]
async fn a_rule_discloses_one_entity_to_one_argument() {
    check("send_email", r#"{"to":"$0"}"#, r#"{"to":"ada.king@babbage-engines.com"}"#, 1).await;
    check(
        "send_email",
        r#"{"to":"Ada <$0>","cc":"$0","n":12}"#,
        r#"{"to":"Ada <ada.king@babbage-engines.com>","cc":"$0","n":12}"#,
        1,
    )
    .await;
    check("send_email", r#"{"to":"$1","card":"$0"}"#, r#"{"to":"$1","card":"$0"}"#, 0).await;
    // The caller had the card as a number: alone in its place it is a number again.
    check("send_email", r#"{"card":"$1"}"#, r#"{"card":4539578763621486}"#, 1).await;
    check(
        "send_email",
        r#"{"card":"is $1","to":"$0"}"#,
        r#"{"card":"is 4539578763621486","to":"ada.king@babbage-engines.com"}"#,
        2,
    )
    .await;
    // Another tool, a denied one, one without a name.
    check("post_tweet", r#"{"to":"$0"}"#, r#"{"to":"$0"}"#, 0).await;
    check("rm_all", r#"{"to":"$0"}"#, r#"{"to":"$0"}"#, 0).await;
    check("", r#"{"to":"$0"}"#, r#"{"to":"$0"}"#, 0).await;
    // Arguments that are no JSON fit no rule.
    check("send_email", r#"{"to":"$0""#, r#"{"to":"$0""#, 0).await;
    check("send_email", "to: $0", "to: $0", 0).await;
}

#[tokio::test]
async fn arguments_in_place_are_disclosed_alike() {
    let check = async |tool: &'static str, said: &'static str, want: &[&str], revealed| {
        let scene = Scene::with(wish(None), model(tool, said, Shape::InPlace));
        let (reply, _) = disclosed(&scene, (tool, said), Shape::InPlace).await;
        let told = scene.far.told().remove(0);
        let want: Vec<String> = want.iter().map(|want| fill(want, &told)).collect();
        assert_eq!(reply.texts, want, "{tool} {said}");
        assert_eq!(reveals(&scene), revealed);
    };
    check("send_email", r#"{"to":"$0","cc":"$0"}"#, &[MAIL, "$0"], 1).await;
    check("send_email", r#"{"card":"$1"}"#, &[CARD], 1).await;
    check("post_tweet", r#"{"to":"$0"}"#, &["$0"], 0).await;
}

/// Arguments of tools that no rule speaks of flow on; others wait until they are complete.
#[tokio::test]
async fn only_what_a_rule_discloses_to_is_assembled() {
    let check = async |tool: &'static str, empty: bool| {
        let said = r#"{"n":"harmless"}"#;
        let scene = Scene::with(wish(None), model(tool, said, Shape::Stream));
        let (reply, read) = disclosed(&scene, (tool, said), Shape::Stream).await;
        assert_eq!(read, said);
        let Some(portcullis_model::Piece::Event(first)) = reply.pieces.get(1) else { panic!() };
        assert_eq!(first.text(0).is_empty(), empty, "{tool}");
    };
    check("send_email", true).await;
    check("post_tweet", false).await;
}

#[tokio::test]
async fn what_is_too_long_to_assemble_ends_the_reply() {
    let said = r#"{"to":"$0"}"#;
    let check = async |arguments_max, code| {
        let limits = Limits { arguments_max, ..Limits::standard() };
        let scene =
            Scene::with(Wish { limits, ..wish(None) }, model("send_email", said, Shape::Stream));
        let reply = scene.say("alice", texts(&[MAIL])).await;
        assert_eq!(reply.code(), code);
        assert_eq!(scene.outcomes().remove(0).code.as_deref(), code);
        fill(said, &scene.far.told().remove(0)).len()
    };
    let size = check(1000, None).await;
    check(size, None).await;
    check(size - 1, Some("too_large")).await;
}

/// Secrets stay out of arguments, whether something else in them is disclosed or not.
#[tokio::test]
async fn secrets_stay_out_of_arguments() {
    let said = r#"{"to":"$0","body":"ghp_qZbsrNcTha26hB2XeEH25dbYIkkWcnAsTIIy"}"#;
    let mail = r#"{"to":"ada.king@babbage-engines.com","body":"[SECRET]"}"#;
    assert!(said.contains(SECRET));
    check("send_email", said, mail, 1).await;
    check("post_tweet", said, r#"{"to":"$0","body":"[SECRET]"}"#, 0).await;
}

/// What cannot be looked up, or put on record, is not given out.
#[tokio::test]
async fn a_fault_discloses_nothing() {
    let said = r#"{"to":"$0"}"#;
    for shape in [Shape::Whole, Shape::InPlace, Shape::Stream] {
        let store = Arc::new(Failing::new(UP));
        let switch = Arc::clone(&store);
        let play = model("send_email", said, shape);
        let scene = Scene::with(Wish { store, ..wish(None) }, move |told| {
            switch.mode.store(DOWN, Ordering::Relaxed);
            play(told)
        });
        let reply = scene.say("alice", texts(&[MAIL])).await;
        assert_eq!(reply.code(), Some("unavailable"), "{shape:?}");
        assert_clean(&format!("{reply:?} {:?}", scene.records()));
        assert_eq!(scene.outcomes().len(), 1);
    }
}

/// The log ends while the call is outside: the value stays here.
#[tokio::test]
async fn what_is_not_on_record_is_not_disclosed() {
    for shape in [Shape::Whole, Shape::InPlace, Shape::Stream] {
        let slot: Arc<std::sync::OnceLock<crate::Engine<super::far::FarSide>>> = Arc::default();
        let inside = Arc::clone(&slot);
        let play = model("send_email", r#"{"to":"$0"}"#, shape);
        let scene = Scene::with(wish(Some(Logged::open())), move |told| {
            if let crate::Trail::Log(log) = &*inside.get().unwrap().parts().trail {
                log.close().unwrap();
            }
            play(told)
        });
        slot.set(scene.engine.clone()).unwrap();
        let reply = scene.say("alice", texts(&[MAIL])).await;
        assert_eq!(reply.code(), Some("unavailable"), "{shape:?}");
        assert_clean(&format!("{reply:?}"));
    }
}

/// Another principal's surrogate, put into a prompt, is disclosed to no tool.
#[tokio::test]
async fn anothers_value_is_disclosed_to_nobody() {
    for shape in [Shape::Whole, Shape::InPlace, Shape::Stream] {
        let scene = Scene::with(wish(None), model("send_email", r#"{"to":"$0"}"#, shape));
        scene.say("alice", texts(&[MAIL])).await;
        let surrogate = scene.far.told().remove(0).texts.concat();
        let reply = scene.say("bob", texts(&[&surrogate])).await;
        assert_clean(&format!("{reply:?}"));
        let made_up = Scene::with(wish(None), move |_| {
            let text = format!(r#"{{"to":"{surrogate}"}}"#);
            let role = Role::Arguments { tool: "send_email".into() };
            Script::Whole(document(&[(role, Form::Str, &text)]))
        });
        let reply = made_up.say("bob", texts(&[MAIL])).await;
        assert_clean(&reply.raw);
        assert_eq!(made_up.outcomes().remove(0).unknown, 1);
    }
}
