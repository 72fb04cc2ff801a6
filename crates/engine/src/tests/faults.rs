//! Every stage with every fault: the right code, one outcome, nothing that left too early, and
//! no value in anything that is kept or said about it.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use portcullis_audit::Record;
use portcullis_model::{Action, Call, Code, Document, Entity, Event, Form, Level, Refusal, Role};
use portcullis_vault::Store;
use portcullis_vault::store::{
    Entry, Fingerprint, Handle, Inserted, Keeping, Moment, Pending, Row, ScopeId, Stats, StoreError,
};
use portcullis_vault::stores::MemoryStore;

use super::far::{Script, Step, Told, document, texts};
use super::scene::{CARD, Logged, MAIL, SECRET, SSN, Scene, Wish, assert_clean};
use crate::{Engine, Limits, Trail};

/// How far a call got.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Got {
    /// Not to its intent.
    Nowhere,
    /// To its intent, and not to the far side.
    Recorded,
    /// To the far side.
    Out,
}

const ASK: &str = r#"
    [[rule]]
    id = "search"
    tools = ["web_search"]
    effect = "ask"
"#;
const DENY: &str = r#"
    [[rule]]
    id = "search"
    tools = ["web_search"]
    effect = "deny"
"#;
const ALLOW: &str = r#"
    [[rule]]
    id = "search"
    tools = ["web_search"]
    effect = "allow"
"#;

#[tokio::test]
async fn validate_and_authorize() {
    let limited = |bytes_max, fields_max| Wish {
        limits: Limits { bytes_max, fields_max, ..Limits::standard() },
        ..Wish::default()
    };
    let size = plants().raw.len();
    check(None, Got::Out, || limited(size, 4), nothing, answer).await;
    check(Some("too_large"), Got::Nowhere, || limited(size - 1, 4), nothing, answer).await;
    check(Some("too_large"), Got::Nowhere, || limited(size, 3), nothing, answer).await;
    let media = |call: &mut Call| call.media = 1;
    let strict = || Wish { level: Level::Strict, ..Wish::default() };
    check(None, Got::Out, Wish::default, media, answer).await;
    check(None, Got::Out, strict, nothing, answer).await;
    check(Some("blocked_content"), Got::Nowhere, strict, media, answer).await;
    let searches = |call: &mut Call| call.provider_tools = vec!["Web_Search".into()];
    check(Some("denied"), Got::Nowhere, Wish::default, searches, answer).await;
    check(Some("denied"), Got::Nowhere, || rules(DENY), searches, answer).await;
    check(Some("denied"), Got::Nowhere, || rules(ASK), searches, answer).await;
    check(None, Got::Out, || rules(ALLOW), searches, answer).await;
    check(None, Got::Out, || rules(DENY), nothing, answer).await;
}

#[tokio::test]
async fn outbound() {
    let findings = |findings_max| Wish {
        limits: Limits { findings_max, ..Limits::standard() },
        ..Wish::default()
    };
    check(None, Got::Out, || findings(4), nothing, answer).await;
    check(Some("too_large"), Got::Recorded, || findings(3), nothing, answer).await;
    let blocks = |entity: Entity| {
        move || Wish { actions: vec![(entity.clone(), Action::Block)], ..Wish::default() }
    };
    check(Some("blocked_content"), Got::Recorded, blocks(Entity::US_SSN), nothing, answer).await;
    check(Some("blocked_content"), Got::Recorded, blocks(Entity::SECRET), nothing, answer).await;
    check(None, Got::Out, blocks(Entity::IBAN_CODE), nothing, answer).await;
    let store = |mode: u8| move || Wish { store: Arc::new(Failing::new(mode)), ..Wish::default() };
    check(None, Got::Out, store(UP), nothing, answer).await;
    check(Some("unavailable"), Got::Recorded, store(DOWN), nothing, answer).await;
    check(Some("unavailable"), Got::Recorded, store(BROKEN), nothing, answer).await;
    let says = |document: Document| move |call: &mut Call| call.document = document.clone();
    let sealed = |text: &str| says(document(&[(Role::Sealed, Form::Str, text)]));
    check(Some("blocked_content"), Got::Recorded, Wish::default, sealed(MAIL), answer).await;
    check(Some("blocked_content"), Got::Recorded, Wish::default, sealed(SECRET), answer).await;
    check(Some("unavailable"), Got::Recorded, store(DOWN), sealed(MAIL), answer).await;
    check(None, Got::Out, Wish::default, sealed("signed and harmless"), answer).await;
    // What needs no surrogate needs no store.
    check(None, Got::Out, store(DOWN), says(texts(&["harmless"])), answer).await;
}

#[tokio::test]
async fn execute() {
    let refuses = |_: &Told| Script::Refuse(failed());
    check(Some("upstream_failed"), Got::Out, Wish::default, nothing, refuses).await;
    check(Some("unavailable"), Got::Out, Wish::default, nothing, |_| Script::Panic).await;
    let in_a_hurry = |call: &mut Call| call.time_max = Duration::from_millis(1);
    check(Some("upstream_failed"), Got::Out, Wish::default, in_a_hurry, |_| Script::Silence).await;
}

#[tokio::test]
async fn inbound() {
    let leaks = |_: &Told| Script::Whole(texts(&["so: ", SECRET]));
    let blocks = || Wish { actions: vec![(Entity::SECRET, Action::Block)], ..Wish::default() };
    let harmless = |call: &mut Call| call.document = texts(&["harmless"]);
    check(Some("blocked_content"), Got::Out, blocks, harmless, leaks).await;
    check(None, Got::Out, Wish::default, harmless, leaks).await;
    let streams = |steps: &[Step]| {
        let steps = steps.to_vec();
        move |_: &Told| Script::Stream(steps.clone())
    };
    let event = |unknown| {
        Step::Group(vec![Event { document: texts(&["hello"]), marks: Vec::new(), unknown }])
    };
    let secret = Event { document: texts(&[SECRET]), marks: Vec::new(), unknown: false };
    check(None, Got::Out, Wish::default, nothing, streams(&[event(false)])).await;
    let cuts = [event(false), Step::Fail(failed())];
    check(Some("upstream_failed"), Got::Out, Wish::default, nothing, streams(&cuts)).await;
    let breaks = [event(false), Step::Panic];
    check(Some("unavailable"), Got::Out, Wish::default, nothing, streams(&breaks)).await;
    let in_a_hurry = |call: &mut Call| call.time_max = Duration::from_millis(1);
    let stalls = [event(false), Step::Stall];
    check(Some("upstream_failed"), Got::Out, Wish::default, in_a_hurry, streams(&stalls)).await;
    let unknown = [event(true)];
    let strict = || Wish { level: Level::Strict, ..Wish::default() };
    check(None, Got::Out, Wish::default, nothing, streams(&unknown)).await;
    check(Some("blocked_content"), Got::Out, strict, nothing, streams(&unknown)).await;
    let blocked = [event(false), Step::Group(vec![secret])];
    check(Some("blocked_content"), Got::Out, blocks, harmless, streams(&blocked)).await;
}

#[tokio::test]
async fn a_call_too_many_is_refused_and_recorded() {
    let limits = Limits { calls_max: 1, ..Limits::standard() };
    let scene = Scene::with(Wish { limits, ..Wish::default() }, |_| Script::Silence);
    let mut first = scene.call("alice", plants());
    first.time_max = Duration::from_millis(50);
    let busy = scene.engine.handle(first);
    let turned_away = async {
        scene.far.reached.notified().await;
        scene.engine.handle(scene.call("bob", plants())).await
    };
    let (first, second) = tokio::join!(busy, turned_away);
    assert_eq!(first.unwrap_err().code, Code::UpstreamFailed);
    assert_eq!(second.unwrap_err().code, Code::Unavailable);
    scene.settle().await;
    assert_eq!(scene.far.told().len(), 1);
    let codes: Vec<_> = scene.outcomes().into_iter().map(|outcome| outcome.code).collect();
    assert_eq!(codes.len(), 2);
    assert_eq!(codes.first(), Some(&Some("unavailable".to_owned())));
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_done() {
    let scene = Scene::with(logged(), answer);
    scene.close_log();
    assert_eq!(scene.engine.ready().await, Err("audit"));
    let reply = scene.say("alice", plants()).await;
    assert_eq!(reply.code(), Some("unavailable"));
    assert!(scene.far.told().is_empty());
    assert_clean(&format!("{reply:?}"));
    let refusal = Refusal::new(Code::UnknownModel, "no such model", "no such model");
    let call = scene.call("alice", plants());
    let recorded = scene.engine.turned_away(&call.id, &call.origin, "messages", &refusal).await;
    assert_eq!(recorded.unwrap_err().code, Code::Unavailable);
    assert_eq!(scene.records(), []);
}

/// The log ends while the call is outside: whole and streamed.
#[tokio::test]
async fn what_happened_and_is_not_on_record_is_said_to_be_unknown() {
    let event = Event { document: texts(&["hello"]), ..Event::default() };
    outcome_lost(|| Script::Whole(texts(&["hello"])), "outcome_unknown").await;
    outcome_lost(move || Script::Stream(vec![Step::Group(vec![event.clone()])]), "outcome_unknown")
        .await;
    // A refusal stays what it was.
    outcome_lost(|| Script::Refuse(failed()), "upstream_failed").await;
}

async fn outcome_lost(script: impl Fn() -> Script + Send + Sync + 'static, code: &str) {
    let slot: Arc<OnceLock<Engine<super::far::FarSide>>> = Arc::default();
    let inside = Arc::clone(&slot);
    let scene = Scene::with(logged(), move |_| {
        if let Trail::Log(log) = &*inside.get().unwrap().parts().trail {
            log.close().unwrap();
        }
        script()
    });
    slot.set(scene.engine.clone()).unwrap();
    let reply = scene.say("alice", plants()).await;
    assert_eq!(reply.code(), Some(code));
    let records = scene.records();
    assert!(matches!(records.as_slice(), [Record::Intent(_)]), "{records:?}");
}

#[tokio::test]
async fn a_door_records_what_it_turned_away() {
    let scene = Scene::with(logged(), answer);
    let call = scene.call("alice", plants());
    let refusal = Refusal::new(Code::UnknownModel, "no such model", "no such model");
    scene.engine.turned_away(&call.id, &call.origin, "messages", &refusal).await.unwrap();
    let outcomes = scene.outcomes();
    let [outcome] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert_eq!(outcome.code.as_deref(), Some("unknown_model"));
    assert_eq!(outcome.subject.operation.as_deref(), Some("messages"));
    assert_eq!(outcome.subject.call, call.id.to_string());
}

/// Runs one call twice, once with each kind of trail.
async fn check<P>(
    code: Option<&str>,
    got: Got,
    wish: impl Fn() -> Wish,
    change: impl Fn(&mut Call),
    play: P,
) where
    P: Fn(&Told) -> Script + Clone + Send + Sync + 'static,
{
    for log in [None, Some(Logged::open())] {
        let scene = Scene::with(Wish { log, ..wish() }, play.clone());
        let mut call = scene.call("alice", plants());
        change(&mut call);
        let id = call.id.to_string();
        assert_clean(&format!("{:?}", scene.engine));
        let reply = scene.ask(call).await;
        assert_eq!(reply.code(), code, "{:?}", reply.refusal);
        let told = scene.far.told();
        assert_eq!(told.len(), usize::from(got == Got::Out), "reached the far side");
        told.iter().for_each(|told| assert_clean(&told.raw));
        let records = scene.records();
        let outcomes = scene.outcomes();
        let [outcome] = outcomes.as_slice() else { panic!("{outcomes:?}") };
        assert_eq!((&outcome.subject.call, outcome.code.as_deref()), (&id, code));
        let intents = records.iter().filter(|record| matches!(record, Record::Intent(_))).count();
        assert_eq!(intents, usize::from(Got::Recorded <= got), "{records:?}");
        assert!(matches!(records.last(), Some(Record::Outcome(_))), "{records:?}");
        assert_clean(&format!("{records:?} {} {:?}", reply.debug, reply.refusal));
        assert!(!format!("{records:?}").contains("alice"), "a name in the log");
    }
}

/// A call that holds every planted value.
fn plants() -> Document {
    let text = |text| (Role::Text, Form::Str, text);
    document(&[
        text(MAIL),
        text("SSN 536-22-8145."),
        (Role::Text, Form::Number, CARD),
        text(SECRET),
    ])
}

#[test]
fn the_planted_values_are_there() {
    let raw = plants().raw;
    assert!([MAIL, SSN, CARD, SECRET].iter().all(|value| raw.contains(value)));
}

fn nothing(_: &mut Call) {}

/// Says something harmless.
fn answer(_: &Told) -> Script {
    Script::Whole(texts(&["hello"]))
}

fn failed() -> Refusal {
    Refusal::new(Code::UpstreamFailed, "the provider is gone", "connection reset")
}

fn rules(rules: &'static str) -> Wish {
    Wish { rules, ..Wish::default() }
}

fn logged() -> Wish {
    Wish { log: Some(Logged::open()), ..Wish::default() }
}

pub(super) const UP: u8 = 0;
pub(super) const DOWN: u8 = 1;
pub(super) const BROKEN: u8 = 2;

/// A store that works, fails or has a bug.
#[derive(Default)]
pub(super) struct Failing {
    inner: MemoryStore,
    pub(super) mode: AtomicU8,
}

impl Failing {
    pub(super) fn new(mode: u8) -> Self {
        Self { inner: MemoryStore::default(), mode: AtomicU8::new(mode) }
    }

    fn now<'a, T: Send + 'a>(&'a self, up: Pending<'a, T>) -> Pending<'a, T> {
        match self.mode.load(Ordering::Relaxed) {
            UP => up,
            DOWN => Box::pin(async { Err(StoreError::new("down for a test")) }),
            _ => panic!("the store of a test panics"),
        }
    }
}

impl Store for Failing {
    fn keeping(&self) -> Keeping {
        self.inner.keeping()
    }

    fn insert_if_absent(
        &self,
        scope: ScopeId,
        entries: Vec<Entry>,
        now: Moment,
    ) -> Pending<'_, Vec<Inserted>> {
        self.now(self.inner.insert_if_absent(scope, entries, now))
    }

    fn get(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>> {
        self.now(self.inner.get(scope, handles, now))
    }

    fn get_by_fingerprint(
        &self,
        scope: ScopeId,
        fingerprints: Vec<Fingerprint>,
        now: Moment,
    ) -> Pending<'_, Vec<Option<Row>>> {
        self.now(self.inner.get_by_fingerprint(scope, fingerprints, now))
    }

    fn taken(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, Vec<bool>> {
        self.now(self.inner.taken(scope, handles))
    }

    fn touch(
        &self,
        scope: ScopeId,
        handles: Vec<Handle>,
        expires: Moment,
        now: Moment,
    ) -> Pending<'_, ()> {
        self.now(self.inner.touch(scope, handles, expires, now))
    }

    fn remove(&self, scope: ScopeId, handles: Vec<Handle>) -> Pending<'_, usize> {
        self.now(self.inner.remove(scope, handles))
    }

    fn remove_scope(&self, scope: ScopeId, count_max: usize) -> Pending<'_, usize> {
        self.now(self.inner.remove_scope(scope, count_max))
    }

    fn expire(&self, now: Moment, count_max: usize) -> Pending<'_, usize> {
        self.now(self.inner.expire(now, count_max))
    }

    fn stats(&self) -> Pending<'_, Stats> {
        self.now(self.inner.stats())
    }
}
