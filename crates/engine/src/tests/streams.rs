//! What becomes of a reply that comes in pieces: each channel by itself, held back no longer than
//! needed, and nothing lost at an end of whatever kind.

use portcullis_model::{
    Action, Channel, Code, Document, Entity, Event, Form, Mark, Matter, Piece, Refusal, Role,
};

use super::far::{Script, Step, Told, document, texts};
use super::scene::{MAIL, Reply, SECRET, Scene, Wish, assert_clean};

pub(super) fn channel(index: u32, matter: Matter) -> Channel {
    Channel { index, part: 0, matter }
}

/// An event that continues a channel.
pub(super) fn delta(channel: Channel, text: &str) -> Event {
    let role = match channel.matter {
        Matter::Text | Matter::Reasoning | Matter::Refusal => Role::Text,
        Matter::Arguments => Role::Arguments { tool: "".into() },
    };
    let document = document(&[(role, Form::Str, text)]);
    Event { document, marks: vec![Mark::Delta { channel, field: 0 }], unknown: false }
}

/// An event without text of its own.
pub(super) fn mark(mark: Mark) -> Event {
    Event { document: Document::default(), marks: vec![mark], unknown: false }
}

/// The text that a client puts together of one channel: `events` are those of the far side.
pub(super) fn gather(channel: Channel, reply: &Reply, events: &[Event]) -> String {
    let mut out = String::new();
    let mut events = events.iter();
    for piece in &reply.pieces {
        match piece {
            Piece::Text { channel: its, text } if *its == channel => out.push_str(text),
            Piece::Text { .. } => {}
            Piece::Event(edited) => {
                let event = events.next().unwrap();
                assert_eq!(event.document.raw, edited.document.raw, "events in their order");
                for mark in &event.marks {
                    if let Mark::Delta { channel: its, field } = mark
                        && *its == channel
                    {
                        out.push_str(&edited.text(*field));
                    }
                }
            }
        }
    }
    out
}

/// What alice reads in the text channel when she says [`MAIL`] and the model streams this, `$`
/// being the surrogate.
async fn read(steps: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static) -> (Scene, Reply) {
    let scene = Scene::new(move |told: &Told| Script::Stream(steps(&told.texts.concat())));
    let reply = scene.say("alice", texts(&[MAIL])).await;
    (scene, reply)
}

fn text() -> Channel {
    channel(0, Matter::Text)
}

/// One event for each character.
fn spell(channel: Channel, text: &str) -> Vec<Event> {
    text.chars().map(|c| delta(channel, c.encode_utf8(&mut [0; 4]))).collect()
}

#[tokio::test]
async fn a_value_is_revealed_across_events() {
    let (scene, reply) = read(|mail| {
        let mut events = spell(text(), &format!("I wrote to {mail}, twice: <{mail}>."));
        events.push(mark(Mark::Close { channel: text() }));
        events.into_iter().map(|event| Step::Group(vec![event])).collect()
    })
    .await;
    assert_eq!(reply.code(), None);
    let joined = joined(&reply);
    assert_eq!(joined, format!("I wrote to {MAIL}, twice: <{MAIL}>."));
    assert_eq!(scene.outcomes().remove(0).revealed, 2);
    // Text that cannot become a surrogate or a secret does not wait.
    let early = Reply { pieces: reply.pieces.into_iter().take(7).collect(), ..Reply::default() };
    assert!(self::joined(&early).starts_with("I "), "{early:?}");
}

/// All text of all channels, as it was delivered.
pub(super) fn joined(reply: &Reply) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text { text, .. } => text.clone(),
        Piece::Event(edited) if edited.document.fields.is_empty() => String::new(),
        Piece::Event(edited) => edited.text(0),
    };
    reply.pieces.iter().map(text).collect()
}

#[tokio::test]
async fn what_was_held_back_is_delivered_at_any_end() {
    let check = async |end: Vec<Step>, code: Option<&'static str>| {
        let (scene, reply) = read(move |mail| {
            let mut steps = vec![Step::Group(spell(text(), &format!("to {mail}")))];
            steps.extend(end.clone());
            steps
        })
        .await;
        assert_eq!(reply.code(), code);
        assert_eq!(joined(&reply), format!("to {MAIL}"));
        assert_eq!(scene.outcomes().len(), 1);
        assert_clean(&format!("{:?}", scene.records()));
    };
    let failed = Refusal::new(Code::UpstreamFailed, "gone", "connection reset");
    let close = |mark_: Mark| vec![Step::Group(vec![mark(mark_)])];
    check(Vec::new(), None).await;
    check(close(Mark::Close { channel: text() }), None).await;
    check(close(Mark::CloseIndex { index: 0 }), None).await;
    check(close(Mark::CloseAll), None).await;
    check(vec![Step::Fail(failed)], Some("upstream_failed")).await;
}

/// What is left of a channel follows in the event that ends it, where that has text of it.
#[tokio::test]
async fn an_event_may_end_its_own_channel() {
    let (_, reply) = read(|mail| {
        let mut last = delta(text(), mail);
        last.marks.push(Mark::Close { channel: text() });
        vec![Step::Group(vec![delta(text(), "to "), last])]
    })
    .await;
    assert!(reply.pieces.iter().all(|piece| matches!(piece, Piece::Event(_))), "{reply:?}");
    assert_eq!(joined(&reply), format!("to {MAIL}"));
}

/// A closing mark of another channel releases nothing.
#[tokio::test]
async fn channels_do_not_mix() {
    let (_, reply) = read(|mail| {
        let (other, thought) = (channel(1, Matter::Text), channel(0, Matter::Reasoning));
        let half = mail.len() / 2;
        let (head, tail) = mail.split_at(half);
        let events = vec![
            delta(text(), head),
            delta(other, head),
            delta(thought, mail),
            mark(Mark::CloseIndex { index: 1 }),
            delta(text(), tail),
            mark(Mark::CloseAll),
        ];
        vec![Step::Group(events)]
    })
    .await;
    let mut by_channel = std::collections::BTreeMap::<_, String>::new();
    let order = [text(), channel(1, Matter::Text), channel(0, Matter::Reasoning)];
    let mut events = 0;
    for piece in &reply.pieces {
        let (channel, text) = match piece {
            Piece::Text { channel, text } => (*channel, text.clone()),
            Piece::Event(edited) => {
                let deltas = [Some(0), Some(1), Some(2), None, Some(0), None];
                let at = deltas.get(events).copied().flatten();
                events += 1;
                let Some(channel) = at.and_then(|at: usize| order.get(at)) else { continue };
                (*channel, edited.text(0))
            }
        };
        by_channel.entry(channel).or_default().push_str(&text);
    }
    assert_eq!(by_channel.get(&text()).map(String::as_str), Some(MAIL));
    assert_eq!(by_channel.get(&channel(0, Matter::Reasoning)).map(String::as_str), Some(MAIL));
    let other = by_channel.get(&channel(1, Matter::Text)).unwrap();
    assert!(other.starts_with("tkn-") && !other.contains('@'), "{other}");
}

/// Fields that continue no channel are texts of their own, in the same event.
#[tokio::test]
async fn whole_fields_of_an_event_are_guarded() {
    let (_, reply) = read(|mail| {
        let fields = [
            (Role::Text, Form::Str, mail),
            (Role::Logprobs, Form::Raw, "[1]"),
            (Role::Sealed, Form::Str, mail),
            (Role::Text, Form::Str, SECRET),
        ];
        let event = Event { document: document(&fields), ..Event::default() };
        vec![Step::Group(vec![event])]
    })
    .await;
    let Some(Piece::Event(event)) = reply.pieces.first() else { panic!("{reply:?}") };
    let texts: Vec<String> = (0..4).map(|field| event.text(field)).collect();
    let sealed = texts.get(2).unwrap();
    assert!(sealed.starts_with("tkn-"), "{sealed}");
    assert_eq!(texts, [MAIL, "null", sealed, "[SECRET]"]);
}

#[tokio::test]
async fn a_secret_is_taken_out_at_every_cut() {
    let leak = format!("token {SECRET} end");
    for cut in 0..=leak.len() {
        let (head, tail) = leak.split_at(cut);
        let events = vec![delta(text(), head), delta(text(), tail), mark(Mark::CloseAll)];
        let scene = Scene::new(move |_| Script::Stream(vec![Step::Group(events.clone())]));
        let reply = scene.say("alice", texts(&["harmless"])).await;
        assert_eq!(joined(&reply), "token [SECRET] end", "cut at {cut}");
        assert_eq!(scene.outcomes().remove(0).findings.len(), 1);
    }
}

/// A guard that refused delivers no more, whatever it still holds.
#[tokio::test]
async fn nothing_follows_what_was_blocked() {
    let wish = Wish { actions: vec![(Entity::SECRET, Action::Block)], ..Wish::default() };
    let scene = Scene::with(wish, |_| {
        let other = channel(1, Matter::Text);
        let leak = delta(text(), "use ghp_qZbsrNcTha26hB2XeEH25dbYIkkWcnAsTIIy and the rest");
        Script::Stream(vec![Step::Group(vec![delta(other, "held"), leak])])
    });
    let reply = scene.say("alice", texts(&["harmless"])).await;
    assert_eq!(reply.code(), Some("blocked_content"));
    let read = joined(&reply);
    assert!(!read.contains("rest") && !read.contains("held"), "{read}");
}

/// Events keep their order and their bytes, known and unknown.
#[tokio::test]
async fn events_are_kept() {
    let plain = |raw: &str, unknown| {
        let document = Document { raw: raw.to_owned(), ..Document::default() };
        Event { document, marks: Vec::new(), unknown }
    };
    let events = vec![plain(": ping\n\n", false), plain("event: new\n\n", true)];
    let sent = events.clone();
    let scene = Scene::new(move |_| Script::Stream(vec![Step::Group(sent.clone())]));
    let reply = scene.say("alice", texts(&["harmless"])).await;
    assert_eq!(reply.raw, ": ping\n\nevent: new\n\n");
    assert_eq!(scene.outcomes().remove(0).warnings, ["unknown-event"]);
    assert_eq!(gather(text(), &reply, &events), "");
}
