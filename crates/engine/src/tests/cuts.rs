//! However a reply is cut and however its channels are mixed, what is put together of it is what
//! a whole body would have given.

use std::sync::{Arc, Mutex};

use portcullis_model::{Document, Event, Field, Form, Mark, Matter, Role};
use proptest::prelude::*;

use super::far::{Script, Step, Told, texts};
use super::scene::{MAIL, SECRET, Scene, Wish, assert_clean};
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
        let fill = |atoms: &Vec<&str>| {
            let text = atoms.concat();
            let texts = told.texts.iter().enumerate();
            texts.fold(text, |text, (at, with)| text.replace(&format!("${at}"), with))
        };
        self.texts.iter().map(fill).collect()
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

async fn check(plan: Plan) {
    let (whole, cut) = (plan.clone(), plan.clone());
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let sent = Arc::clone(&events);
    let turn = Mutex::new(0);
    let scene = Scene::with(Wish::default(), move |told| {
        let mut turn = turn.lock().unwrap();
        *turn += 1;
        if *turn == 1 {
            return Script::Whole(whole.whole(told));
        }
        let events = cut.events(told);
        sent.lock().unwrap().clone_from(&events);
        let groups = events.chunks(usize::from(cut.grouped)).map(<[Event]>::to_vec);
        Script::Stream(groups.map(Step::Group).collect())
    });
    let said = || texts(&[MAIL, "SSN 536-22-8145"]);
    let whole = scene.say("alice", said()).await;
    let streamed = scene.say("alice", said()).await;
    let told = scene.far.told();
    let events = events.lock().unwrap().clone();
    for (matter, want) in CHANNELS.into_iter().zip(&whole.texts) {
        let got = gather(channel(0, matter), &streamed, &events);
        assert_eq!(&got, want, "{matter:?} of {:?}", plan.texts(&told[0]));
    }
    let outcomes = scene.outcomes();
    assert_eq!(outcomes.len(), 2);
    told.iter().for_each(|told| assert_clean(&told.raw));
    assert_clean(&format!("{outcomes:?}"));
}

proptest! {
    #[test]
    fn any_cutting_gives_the_same_text(plan in plan()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(check(plan));
    }
}
