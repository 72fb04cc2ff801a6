//! An analyzer beside the patterns: what it gets to see, what becomes of what it finds, and of
//! calls where it fails.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use portcullis_detect::{Allow, Settings};
use portcullis_model::{Action, Call, Document, Entity, Finding, Form, Level, Role, Target};
use portcullis_secrets::Allowed;

use super::far::{Script, Told, document, texts};
use super::scene::{MAIL, PLANTED, Scene, Wish, assert_clean};
use super::secrets::VALUE;
use super::tools;
use crate::{
    Analysis, AnalysisSettings, Analyzer, AnalyzerError, Answered, OnError, REQUEST_BYTES_MAX,
    Ready,
};

/// Names that the analyzer knows.
const NAMES: [(&str, &str); 3] =
    [("Mireille Okafor", "PERSON"), ("Tarn", "PERSON"), ("Obersdorf", "LOCATION")];

/// How the analyzer behaves.
#[derive(Debug, Clone, Copy)]
enum Mood {
    /// It finds the names that it knows.
    Well,
    Fails(AnalyzerError),
    Silent,
    Panics,
    /// It finds this, wherever it is.
    Finds(usize, usize, f32),
    /// It answers the first request of a document only.
    Tires,
}

/// An analyzer in this process, which keeps what it saw.
#[derive(Debug, Clone)]
struct Fake {
    mood: Arc<Mutex<Mood>>,
    saw: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    fn new(mood: Mood) -> Self {
        Self { mood: Arc::new(Mutex::new(mood)), saw: Arc::default() }
    }

    fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// All that it saw.
    fn saw(&self) -> Vec<String> {
        self.saw.lock().unwrap().clone()
    }

    /// A gate with it, whose model says what it was told.
    fn scene(&self, settings: AnalysisSettings, wish: Wish) -> Scene {
        let analysis = Some(Arc::new(Analysis::new(Box::new(self.clone()), settings)));
        Scene::with(Wish { analysis, ..wish }, echo)
    }
}

impl Analyzer for Fake {
    fn analyze<'a>(&'a self, text: &'a str) -> Answered<'a, Vec<Finding>> {
        assert!(text.len() <= REQUEST_BYTES_MAX);
        let before = self.saw().len();
        self.saw.lock().unwrap().push(text.to_owned());
        let mood = *self.mood.lock().unwrap();
        Box::pin(async move {
            match mood {
                Mood::Well => Ok(names(text)),
                Mood::Fails(fault) => Err(fault),
                Mood::Silent => std::future::pending().await,
                Mood::Panics => panic!("the analyzer of a test panics"),
                Mood::Finds(start, end, score) => Ok(vec![finding("PERSON", start, end, score)]),
                Mood::Tires if before == 0 => Ok(names(text)),
                Mood::Tires => Err(AnalyzerError::Unreachable),
            }
        })
    }

    fn check(&self) -> Answered<'_, ()> {
        let mood = *self.mood.lock().unwrap();
        Box::pin(async move {
            match mood {
                Mood::Fails(fault) => Err(fault),
                Mood::Silent => std::future::pending().await,
                Mood::Well | Mood::Panics | Mood::Finds(..) | Mood::Tires => Ok(()),
            }
        })
    }
}

fn names(text: &str) -> Vec<Finding> {
    let places = NAMES.iter().flat_map(|(name, entity)| {
        text.match_indices(name).map(|(at, _)| finding(entity, at, at + name.len(), 0.85))
    });
    places.collect()
}

fn finding(entity: &'static str, start: usize, end: usize, score: f32) -> Finding {
    let entity = Entity::known(entity);
    Finding { entity, rule: None, start, end, score, recognizer: "fake".into() }
}

fn echo(told: &Told) -> Script {
    let told: Vec<&str> = told.texts.iter().map(String::as_str).collect();
    Script::Whole(texts(&told))
}

fn usual() -> AnalysisSettings {
    AnalysisSettings {
        time_max: Duration::from_secs(60),
        on_error: OnError::DeterministicOnly,
        send_raw: false,
        failures_max: 100,
        pause: Duration::from_hours(1),
    }
}

#[tokio::test]
async fn names_go_out_as_surrogates_and_come_back() {
    let check = async |said: &[&str], send_raw: bool| {
        let fake = Fake::new(Mood::Well);
        let scene = fake.scene(AnalysisSettings { send_raw, ..usual() }, Wish::default());
        let reply = scene.say("alice", texts(said)).await;
        let told = scene.far.told().remove(0);
        assert_clean(&told.raw);
        assert!(NAMES.iter().all(|(name, _)| !told.raw.contains(name)), "{}", told.raw);
        assert_ne!(told.texts, said, "nothing was concealed");
        assert_eq!(reply.texts, said);
        assert_eq!(reply.warnings, [""; 0]);
    };
    for send_raw in [false, true] {
        check(&["Mireille Okafor lives in Obersdorf."], send_raw).await;
        check(&["Mireille Okafor <ada.king@babbage-engines.com>", "and Tarn"], send_raw).await;
        let long = format!("{} Tarn", "nothing to see here. ".repeat(2_000));
        check(&["Tarn", &long, "SSN 536-22-8145 of Mireille Okafor"], send_raw).await;
    }
}

#[tokio::test]
async fn an_analyzer_sees_nothing_that_is_found_already() {
    let said = [MAIL, "SSN 536-22-8145, card 4539578763621486: Tarn", "see kept-secret-value-1!"];
    let said = [said[0], said[1], &said[2].replace("kept-secret-value-1", VALUE)];
    for send_raw in [false, true] {
        let fake = Fake::new(Mood::Well);
        let secrets = vec![("crm/token", VALUE, Allowed::default())];
        let wish = Wish { secrets, ..Wish::default() };
        let scene = fake.scene(AnalysisSettings { send_raw, ..usual() }, wish);
        scene.say("alice", texts(&said)).await;
        let saw = fake.saw().concat();
        assert!(saw.contains("Tarn") && saw.contains("see ____!"), "{saw}");
        assert!(!saw.contains(VALUE), "a secret that is kept: {saw}");
        let planted = PLANTED.iter().filter(|value| saw.contains(**value)).count();
        assert_eq!(planted, if send_raw { 3 } else { 0 }, "{saw}");
    }
}

/// What was concealed before comes back as text; of that an analyzer could only find parts.
#[tokio::test]
async fn an_analyzer_sees_no_surrogates() {
    let fake = Fake::new(Mood::Well);
    let scene = fake.scene(usual(), Wish::default());
    scene.say("alice", texts(&["Tarn", MAIL])).await;
    let surrogates = scene.far.told().remove(0).texts;
    let again = format!("say {} and {}", surrogates[0], surrogates[1]);
    let reply = scene.say("alice", texts(&[&again])).await;
    assert_eq!(fake.saw(), ["Tarn", "say ____ and ____"]);
    assert_eq!(reply.texts, [again]);
}

#[tokio::test]
async fn what_names_nobody_is_not_sent() {
    let fake = Fake::new(Mood::Well);
    let scene = fake.scene(usual(), Wish::default());
    let said = document(&[
        (Role::Text, Form::Number, "12345"),
        (Role::Text, Form::Str, "... 12"),
        (Role::Text, Form::Key, "Tarn"),
        (Role::Text, Form::Key, "Mireille Okafor"),
        (Role::Sealed, Form::Str, "Tarn"),
        (Role::Text, Form::Str, "x"),
    ]);
    assert_eq!(scene.say("alice", said).await.code(), None);
    assert_eq!(fake.saw(), ["Mireille Okafor\n\nx"]);
    let none = Fake::new(Mood::Silent);
    let scene = none.scene(usual(), Wish::default());
    assert_eq!(scene.say("alice", texts(&["42"])).await.warnings, [""; 0]);
}

#[tokio::test]
async fn actions_hold_for_what_it_finds() {
    let check = async |action, told: Option<&str>| {
        let fake = Fake::new(Mood::Well);
        let actions = vec![(Entity::known("PERSON"), action)];
        let scene = fake.scene(usual(), Wish { actions, ..Wish::default() });
        let reply = scene.say("alice", texts(&["ask Mireille Okafor"])).await;
        let texts: Vec<String> = scene.far.told().into_iter().flat_map(|it| it.texts).collect();
        assert_eq!(texts.first().map(String::as_str), told);
        assert_eq!(reply.code(), told.is_none().then_some("blocked_content"));
    };
    check(Action::Redact, Some("ask [PERSON]")).await;
    check(Action::Mask, Some("ask ******** **afor")).await;
    check(Action::Allow, Some("ask Mireille Okafor")).await;
    check(Action::Block, None).await;
}

/// However sure an analyzer is that it is something that may go out.
#[tokio::test]
async fn what_is_allowed_takes_the_place_of_nothing_else() {
    let said = &format!("about {MAIL}");
    for send_raw in [false, true] {
        let fake = Fake::new(Mood::Finds(0, 9, 1.0));
        let actions = vec![(Entity::known("PERSON"), Action::Allow)];
        let settings = AnalysisSettings { send_raw, ..usual() };
        let scene = fake.scene(settings, Wish { actions, ..Wish::default() });
        assert_eq!(scene.say("alice", texts(&[said])).await.texts, [said.as_str()]);
        let told = scene.far.told().remove(0).raw;
        assert_clean(&told);
        assert!(told.contains("about ") && !told.contains("ada"), "{told}");
    }
}

/// One analyzer serves all tenants; each takes of its findings what its own settings look for.
#[tokio::test]
async fn each_tenant_takes_what_it_looks_for() {
    let others = vec![Entity::known("NRP"), Entity::known("ORGANIZATION")];
    let all = || Settings { others: others.clone(), ..Settings::standard() };
    let (person, location) = (Entity::known("PERSON"), Entity::known("LOCATION"));
    let mut allow = Allow::default();
    allow.add(&person, "mireille *").unwrap();
    let tenants = vec![
        ("all", all(), Level::Standard),
        ("lists", Settings { allow, ..all() }, Level::Standard),
        (
            "without",
            Settings { disabled: vec![location, others[0].clone()], ..all() },
            Level::Strict,
        ),
        ("sure", Settings { min_scores: [(person, 0.86)].into(), ..all() }, Level::Standard),
        // The least score of all is that of patterns.
        ("sure-patterns", Settings { min_score: 0.9, ..all() }, Level::Standard),
    ];
    for send_raw in [false, true] {
        let fake = Fake::new(Mood::Well);
        let actions = [("PERSON", Action::Redact), ("LOCATION", Action::Redact)];
        let actions = actions.map(|(name, action)| (Entity::known(name), action)).into();
        let wish = Wish { actions, tenants: tenants.clone(), ..Wish::default() };
        let scene = fake.scene(AnalysisSettings { send_raw, ..usual() }, wish);
        let say = async |tenant: &str| {
            let mut call = scene.call("alice", texts(&["Mireille Okafor, Tarn, Obersdorf"]));
            call.origin.scope.tenant = tenant.into();
            let reply = scene.ask(call).await;
            (reply.code(), scene.far.told().pop().map(|told| told.raw).unwrap_or_default())
        };
        for (tenant, told) in [
            ("all", "[PERSON], [PERSON], [LOCATION]"),
            ("lists", "Mireille Okafor, [PERSON], [LOCATION]"),
            ("without", "[PERSON], [PERSON], Obersdorf"),
            ("sure", "Mireille Okafor, Tarn, [LOCATION]"),
            ("sure-patterns", "[PERSON], [PERSON], [LOCATION]"),
            ("another", "[PERSON], [PERSON], [LOCATION]"),
        ] {
            let (code, raw) = say(tenant).await;
            assert_eq!(code, None, "{tenant}");
            assert!(raw.contains(told), "{tenant}: {raw}");
        }
        // Each by its own level.
        fake.becomes(Mood::Fails(AnalyzerError::Unreachable));
        assert_eq!(scene.engine.ready().await, Ok(Ready::NotAnalyzing));
        let said = |tenant: &str| {
            let mut call = scene.call("bob", texts(&["Tarn"]));
            call.origin.scope.tenant = tenant.into();
            call
        };
        assert_eq!(scene.ask(said("all")).await.warnings, ["not-analyzed"]);
        assert_eq!(scene.ask(said("without")).await.code(), Some("unavailable"));
    }
}

/// To a model, from a tool and a server to their client, and on the command line.
#[tokio::test]
async fn wherever_text_is_concealed() {
    for kind in ["model", "tool", "read", "notice", "conceal"] {
        for mood in [Mood::Well, Mood::Fails(AnalyzerError::Unreachable)] {
            let settings = AnalysisSettings { on_error: OnError::Refuse, ..usual() };
            let fake = Fake::new(mood);
            let analysis = Some(Arc::new(Analysis::new(Box::new(fake.clone()), settings)));
            let rules = "[[rule]]\nid = \"all\"\ntools = [\"find\"]\neffect = \"allow\"\n";
            let wish = Wish { rules, analysis, ..Wish::default() };
            let scene = Scene::with(wish, |_: &Told| Script::Whole(texts(&["so: Tarn"])));
            let reply = scene.ask(call(kind, &scene)).await;
            let fails = matches!(mood, Mood::Fails(_));
            assert_eq!(reply.code(), fails.then_some("unavailable"), "{kind}");
            assert!(fake.saw().iter().any(|saw| saw.ends_with("Tarn")), "{kind}");
            let told: String = scene.far.told().iter().map(|told| told.raw.as_str()).collect();
            let read = match kind {
                // They read what was said in answer, which is theirs.
                "model" | "notice" => told,
                _ => told + &reply.raw,
            };
            assert!(!read.contains("Tarn"), "{kind}: {read}");
        }
    }
}

fn call(kind: &str, scene: &Scene) -> Call {
    let (server, said) = ("crm".into(), texts(&["about Tarn"]));
    let target = match kind {
        "model" => return scene.call("alice", said),
        "tool" => {
            let definition = Some(tools::tool("find", tools::OPEN));
            return tools::call(scene, "find", definition, tools::arguments(&[("q", "any")]));
        }
        "read" => {
            let target = Target::Server { server, method: "resources/read".into() };
            return Call { target, ..scene.call("alice", Document::default()) };
        }
        "notice" => Target::Client { server, method: "notifications/message".into() },
        _ => Target::Conceal,
    };
    Call { target, ..scene.call("alice", said) }
}

/// Every way to fail, and what becomes of the call.
#[tokio::test]
async fn a_failing_analyzer() {
    let late = || AnalysisSettings { time_max: Duration::from_millis(1), ..usual() };
    let fails = |fault| (Mood::Fails(fault), usual());
    for (mood, settings) in [
        fails(AnalyzerError::Unreachable),
        fails(AnalyzerError::Late),
        fails(AnalyzerError::Status(500)),
        fails(AnalyzerError::Nonsense),
        (Mood::Silent, late()),
        (Mood::Finds(0, 0, 0.9), usual()),
        (Mood::Finds(4, 2, 0.9), usual()),
        (Mood::Finds(0, 1_000_000, 0.9), usual()),
        // In the middle of a character.
        (Mood::Finds(0, 3, 0.9), usual()),
        (Mood::Finds(0, 2, 1.5), usual()),
        (Mood::Finds(0, 2, -0.5), usual()),
        (Mood::Finds(0, 2, f32::NAN), usual()),
    ] {
        let refuse = AnalysisSettings { on_error: OnError::Refuse, ..settings.clone() };
        goes_on(mood, settings.clone(), Level::Standard, true).await;
        goes_on(mood, refuse.clone(), Level::Standard, false).await;
        goes_on(mood, settings, Level::Strict, false).await;
        goes_on(mood, refuse, Level::Strict, false).await;
    }
    // A bug is no answer, and nothing goes on with it.
    goes_on_as(Mood::Panics, usual(), Level::Standard, (false, &[])).await;
}

async fn goes_on(mood: Mood, settings: AnalysisSettings, level: Level, goes: bool) {
    goes_on_as(mood, settings, level, (goes, &["not-analyzed"])).await;
}

async fn goes_on_as(
    mood: Mood,
    settings: AnalysisSettings,
    level: Level,
    (goes, noted): (bool, &[&str]),
) {
    let fake = Fake::new(mood);
    let scene = fake.scene(settings, Wish { level, ..Wish::default() });
    let reply = scene.say("alice", texts(&["Gr\u{fc}\u{df}e an Tarn", MAIL])).await;
    let context = format!("{mood:?} {level:?} {:?}", reply.refusal);
    assert_eq!(reply.code(), (!goes).then_some("unavailable"), "{context}");
    assert_eq!(scene.far.told().len(), usize::from(goes), "{context}");
    scene.far.told().iter().for_each(|told| assert_clean(&told.raw));
    let outcome = scene.outcomes().remove(0);
    assert_eq!(outcome.warnings, noted, "{context}");
    assert_eq!(outcome.code.as_deref(), (!goes).then_some("unavailable"), "{context}");
    if goes {
        assert_eq!(reply.warnings, noted);
        assert_eq!(reply.texts, ["Gr\u{fc}\u{df}e an Tarn", MAIL]);
    } else if !noted.is_empty() {
        assert!(outcome.reason.unwrap().starts_with("the analyzer "), "{context}");
    }
    let said = format!("{:?} {:?}", scene.records(), reply.refusal);
    assert!(!said.contains("Tarn"), "a name in the record: {said}");
    assert_clean(&said);
}

#[tokio::test]
async fn whoever_fails_is_left_alone_and_tried_again() {
    let fake = Fake::new(Mood::Fails(AnalyzerError::Unreachable));
    let settings = AnalysisSettings { failures_max: 3, ..usual() };
    let scene = fake.scene(settings, Wish::default());
    for call in 0..6 {
        // Also where nobody asks, the call is marked.
        assert_eq!(scene.say("alice", texts(&["Tarn"])).await.warnings, ["not-analyzed"]);
        assert_eq!(fake.saw().len(), 3.min(call + 1));
    }
    // The clock goes on by a millisecond at each look.
    let fake = Fake::new(Mood::Fails(AnalyzerError::Unreachable));
    let pause = Duration::from_millis(1);
    let settings = AnalysisSettings { failures_max: 1, pause, ..usual() };
    let scene = fake.scene(settings, Wish::default());
    scene.say("alice", texts(&["Tarn"])).await;
    fake.becomes(Mood::Well);
    assert_eq!(scene.say("alice", texts(&["Tarn"])).await.warnings, [""; 0]);
    assert!(!scene.far.told().pop().unwrap().raw.contains("Tarn"));
}

/// The history of a conversation is read once, and stays concealed when nobody reads any more.
#[tokio::test]
async fn what_was_read_is_remembered_by_scope() {
    let fake = Fake::new(Mood::Well);
    let scene = fake.scene(usual(), Wish::default());
    for _ in 0..3 {
        assert_eq!(scene.say("alice", texts(&["Tarn"])).await.warnings, [""; 0]);
    }
    assert_eq!(fake.saw(), ["Tarn"]);
    scene.say("bob", texts(&["Tarn"])).await;
    assert_eq!(fake.saw(), ["Tarn", "Tarn"]);
    fake.becomes(Mood::Fails(AnalyzerError::Unreachable));
    assert_eq!(scene.say("bob", texts(&["Tarn"])).await.warnings, [""; 0]);
    let page = format!("{} Tarn. ", "x".repeat(REQUEST_BYTES_MAX - 10));
    fake.becomes(Mood::Well);
    scene.say("alice", texts(&[&page])).await;
    fake.becomes(Mood::Fails(AnalyzerError::Unreachable));
    let reply = scene.say("alice", texts(&[&page, "Obersdorf"])).await;
    assert_eq!(reply.warnings, ["not-analyzed"]);
    let told = scene.far.told().pop().unwrap().raw;
    assert!(!told.contains("Tarn") && told.contains("Obersdorf"), "{told}");
}

/// One document that is too much for an analyzer says nothing about others.
#[tokio::test]
async fn large_documents_leave_nobody_alone() {
    let settings = || AnalysisSettings { failures_max: 1, ..usual() };
    let long = "all quiet here. ".repeat(crate::analysis::DOCUMENT_BYTES_MAX / 16 + 1);
    let fake = Fake::new(Mood::Well);
    let scene = fake.scene(settings(), Wish::default());
    assert_eq!(scene.say("alice", texts(&[&long])).await.warnings, ["not-analyzed"]);
    assert_eq!(fake.saw().len(), 0);
    assert_eq!(scene.say("alice", texts(&["Tarn"])).await.warnings, [""; 0]);
    let fake = Fake::new(Mood::Tires);
    let scene = fake.scene(settings(), Wish::default());
    let said = long.get(..8 * REQUEST_BYTES_MAX).unwrap();
    assert_eq!(scene.say("alice", texts(&[said])).await.warnings, ["not-analyzed"]);
    fake.becomes(Mood::Well);
    assert_eq!(scene.say("alice", texts(&["Tarn"])).await.warnings, [""; 0]);
}

#[tokio::test]
async fn readiness_tells_of_it() {
    let check = async |mood, level, on_error, ready| {
        let settings = AnalysisSettings { on_error, ..usual() };
        let scene = Fake::new(mood).scene(settings, Wish { level, ..Wish::default() });
        assert_eq!(scene.engine.ready().await, ready);
    };
    let gone = Mood::Fails(AnalyzerError::Unreachable);
    check(Mood::Well, Level::Strict, OnError::Refuse, Ok(Ready::Whole)).await;
    check(gone, Level::Standard, OnError::DeterministicOnly, Ok(Ready::NotAnalyzing)).await;
    check(gone, Level::Standard, OnError::Refuse, Err("analyzer")).await;
    check(gone, Level::Strict, OnError::DeterministicOnly, Err("analyzer")).await;
    assert_eq!(Scene::new(echo).engine.ready().await, Ok(Ready::Whole));
}
