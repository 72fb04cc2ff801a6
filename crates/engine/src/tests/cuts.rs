//! However a reply is cut and however its channels are mixed, what is put together of it is what
//! a whole body would have given.

use std::sync::{Arc, Mutex};

use portcullis_model::{Channel, Document, Event, Field, Form, Mark, Matter, Role};
use proptest::prelude::*;

use super::disclosure::RULES;
use super::far::{Script, Step, Told, document, texts};
use super::scene::{MAIL, Reply, SECRET, Scene, Wish, assert_clean};
use super::streams::{channel, delta, gather, mark};

/// What replies are made of. `$0` and `$1` are surrogates of the request.
const ATOMS: &[&str] = &[
    "$0",
    "$1",
    " $0 ",
    " $1 ",
    SECRET,
    " ghp_qZbsrNcTha26hB2XeEH25dbYIkkWcnAsTIIy ",
    "a",
    " ",
    "\n",
    ". ",
    "é",
    "[",
    "](",
    ")",
    "<",
    ">",
    "-",
    "@",
    "tkn-",
    ".invalid",
    "https://example.net/?q=",
    "mailto:",
    "000-",
    "ghp_",
    "**",
    "`",
    "&",
    "#",
];

const CHANNELS: [Matter; 3] = [Matter::Text, Matter::Reasoning, Matter::Refusal];

/// A reply: the text of three channels, and in which order and in which pieces it comes.
#[derive(Debug, Clone)]
struct Plan {
    texts: Vec<Vec<&'static str>>,
    cuts: Vec<(u8, u8)>,
    grouped: u8,
}

fn plan() -> impl Strategy<Value = Plan> {
    let text = prop::collection::vec(prop::sample::select(ATOMS), 0..12);
    let texts = prop::collection::vec(text, CHANNELS.len());
    let cuts = prop::collection::vec((0..3_u8, 1..9_u8), 0..60);
    (texts, cuts, 1..5_u8).prop_map(|(texts, cuts, grouped)| Plan { texts, cuts, grouped })
}

impl Plan {
    fn texts(&self, told: &Told) -> Vec<String> {
        self.texts.iter().map(|atoms| fill(&atoms.concat(), told)).collect()
    }

    /// A whole body in which each channel has a name of its own.
    fn whole(&self, told: &Told) -> Document {
        let mut document = Document::default();
        for (index, text) in self.texts(told).iter().enumerate() {
            let start = document.raw.len();
            document.raw.push_str(text);
            document.fields.push(Field {
                pointer: format!("/text{}", ["a", "b", "c"].get(index).unwrap()).into(),
                role: Role::Text,
                form: Form::Plain,
                place: start..document.raw.len(),
                decoded: None,
            });
        }
        document
    }

    /// The same in pieces.
    fn events(&self, told: &Told) -> Vec<Event> {
        let texts = self.texts(told);
        let mut rests: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut events = Vec::new();
        for (which, size) in &self.cuts {
            let Some(rest) = rests.get_mut(usize::from(*which)) else { continue };
            let end = rest.char_indices().map(|(at, _)| at).nth(usize::from(*size));
            let (now, later) = rest.split_at(end.unwrap_or(rest.len()));
            let matter = *CHANNELS.get(usize::from(*which)).unwrap();
            events.push(delta(channel(0, matter), now));
            *rest = later;
        }
        for (rest, matter) in rests.into_iter().zip(CHANNELS) {
            events.push(delta(channel(0, matter), rest));
        }
        events.push(mark(Mark::CloseAll));
        events
    }
}

/// The arguments of a call of one tool, and the pieces in which they come.
#[derive(Debug, Clone)]
struct Arguments {
    tool: &'static str,
    to: Vec<&'static str>,
    body: Vec<&'static str>,
    sizes: Vec<u8>,
}

/// What values of arguments are made of: no quotes, commas and colons.
const SAFE_ATOMS: &[&str] =
    &["$0", "$1", " $0 ", " ghp_qZbsrNcTha26hB2XeEH25dbYIkkWcnAsTIIy ", "a", " ", "é", "<", "tkn-"];

fn arguments() -> impl Strategy<Value = Arguments> {
    let tool = prop::sample::select(vec!["send_email", "post_tweet"]);
    let text = || prop::collection::vec(prop::sample::select(SAFE_ATOMS), 0..6);
    let sizes = prop::collection::vec(1..20_u8, 1..8);
    let all = (tool, text(), text(), sizes);
    all.prop_map(|(tool, to, body, sizes)| Arguments { tool, to, body, sizes })
}

impl Arguments {
    const CHANNEL: Channel = Channel { index: 0, part: 1, matter: Matter::Arguments };

    fn text(&self, told: &Told) -> String {
        let (to, body) = (self.to.concat(), self.body.concat());
        fill(&format!(r#"{{"to":"{to}","body":"{body}","card":"$1"}}"#), told)
    }

    fn whole(&self, told: &Told) -> Document {
        let role = Role::Arguments { tool: self.tool.into() };
        document(&[(role, Form::Plain, &self.text(told))])
    }

    /// The same in pieces, each behind a piece of other text.
    fn events(&self, told: &Told) -> Vec<Event> {
        let text = self.text(told);
        let mut rest = text.as_str();
        let mut events = vec![mark(Mark::Open { channel: Self::CHANNEL, tool: self.tool.into() })];
        for size in self.sizes.iter().cycle() {
            let end = rest.char_indices().map(|(at, _)| at).nth(usize::from(*size));
            let (now, later) = rest.split_at(end.unwrap_or(rest.len()));
            events.push(delta(channel(0, Matter::Text), "meanwhile "));
            events.push(delta(Self::CHANNEL, now));
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        events.push(mark(Mark::CloseIndex { index: 0 }));
        events
    }
}

fn fill(text: &str, told: &Told) -> String {
    let texts = told.texts.iter().enumerate();
    texts.fold(text.to_owned(), |text, (at, with)| text.replace(&format!("${at}"), with))
}

/// Two replies to the same call: one whole, one in these events, in groups of so many.
async fn both(
    whole: impl Fn(&Told) -> Document + Send + Sync + 'static,
    cut: impl Fn(&Told) -> Vec<Event> + Send + Sync + 'static,
    grouped: u8,
) -> (Scene, [Reply; 2], Vec<Event>) {
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let sent = Arc::clone(&events);
    let turn = Mutex::new(0);
    let scene = Scene::with(Wish { rules: RULES, ..Wish::default() }, move |told| {
        let mut turn = turn.lock().unwrap();
        *turn += 1;
        if *turn == 1 {
            return Script::Whole(whole(told));
        }
        let events = cut(told);
        sent.lock().unwrap().clone_from(&events);
        let groups = events.chunks(usize::from(grouped)).map(<[Event]>::to_vec);
        Script::Stream(groups.map(Step::Group).collect())
    });
    let said = || texts(&[MAIL, "SSN 536-22-8145"]);
    let replies = [scene.say("alice", said()).await, scene.say("alice", said()).await];
    assert_eq!(replies.each_ref().map(Reply::code), [None, None]);
    scene.far.told().iter().for_each(|told| assert_clean(&told.raw));
    assert_clean(&format!("{:?}", scene.records()));
    let revealed: Vec<_> = scene.outcomes().iter().map(|outcome| outcome.revealed).collect();
    assert!(matches!(revealed.as_slice(), [whole, cut] if whole == cut), "{revealed:?}");
    let events = events.lock().unwrap().clone();
    (scene, replies, events)
}

async fn check(plan: Plan) {
    let (one, two) = (plan.clone(), plan.clone());
    let (scene, [whole, streamed], events) =
        both(move |told| one.whole(told), move |told| two.events(told), plan.grouped).await;
    let told = scene.far.told();
    for (matter, want) in CHANNELS.into_iter().zip(&whole.texts) {
        let got = gather(channel(0, matter), &streamed, &events);
        assert_eq!(&got, want, "{matter:?} of {:?}", plan.texts(&told[0]));
    }
}

async fn check_arguments(plan: Arguments) {
    let (one, two) = (plan.clone(), plan.clone());
    let (scene, [whole, streamed], events) =
        both(move |told| one.whole(told), move |told| two.events(told), 3).await;
    let got = gather(Arguments::CHANNEL, &streamed, &events);
    assert_eq!(got, whole.texts.concat());
    let disclosed = plan.tool == "send_email" && plan.to.contains(&" $0 ");
    let told = scene.far.told();
    let at = got.split(',').next().unwrap().to_owned();
    assert!(!disclosed || at.contains(MAIL), "{at}");
    assert!(plan.tool == "send_email" || !got.contains(MAIL), "{got} {:?}", told[0].texts);
    assert!(!got.contains("536-22-8145"), "{got}");
}

fn run(check: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(check);
}

proptest! {
    #[test]
    fn any_cutting_gives_the_same_text(plan in plan()) {
        run(check(plan));
    }

    #[test]
    fn any_cutting_gives_the_same_arguments(plan in arguments()) {
        run(check_arguments(plan));
    }
}
