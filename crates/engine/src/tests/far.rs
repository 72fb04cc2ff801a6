//! A far side in this process: it keeps what it was told and answers by a script.
//!
//! It knows no wire format but its own: documents are JSON arrays of the fields, and the
//! arguments of tools are flat JSON objects without escapes.

use std::sync::{Arc, Mutex};

use futures_util::{StreamExt, stream};
use portcullis_model::{Document, Edited, Event, Field, Form, Head, Refusal, Role};
use tokio::sync::Notify;

use crate::{Answer, Body, EventStream, Outgoing, Upstream};

/// What the far side was told: the text of each field, and the whole document.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) texts: Vec<String>,
    pub(super) raw: String,
}

/// What it answers.
pub(super) enum Script {
    /// All at once.
    Whole(Document),
    /// In pieces.
    Stream(Vec<Step>),
    /// It says no.
    Refuse(Refusal),
    /// It has a bug.
    Panic,
    /// It does not answer.
    Silence,
}

/// One step of a stream.
#[derive(Clone)]
pub(super) enum Step {
    /// Events that arrive together.
    Group(Vec<Event>),
    /// It breaks off with this.
    Fail(Refusal),
    /// It has a bug.
    Panic,
    /// Nothing follows, and no end.
    Stall,
}

type Play = Box<dyn Fn(&Told) -> Script + Send + Sync>;

/// The far side, and the memory of it that a test keeps.
pub(super) struct Far {
    pub(super) told: Mutex<Vec<Told>>,
    /// Told whenever a call arrived.
    pub(super) reached: Notify,
    play: Play,
}

impl std::fmt::Debug for Far {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Far(..)")
    }
}

impl Far {
    pub(super) fn new(play: impl Fn(&Told) -> Script + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { told: Mutex::default(), reached: Notify::new(), play: Box::new(play) })
    }

    /// All that ever arrived.
    pub(super) fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }
}

/// The joint to [`Far`].
#[derive(Debug)]
pub(super) struct FarSide(pub(super) Arc<Far>);

impl Upstream for FarSide {
    async fn run(&self, call: Outgoing) -> Result<Answer, Refusal> {
        let edited = call.expose();
        let texts = (0..edited.document.fields.len()).map(|field| edited.text(field));
        let told = Told { texts: texts.collect(), raw: splice(edited) };
        let script = (self.0.play)(&told);
        self.0.told.lock().unwrap().push(told);
        self.0.reached.notify_one();
        let headers = [("x-plain", "1"), ("x-told", super::secrets::VALUE)];
        let headers = headers.map(|(name, value)| (name.into(), value.into())).into();
        let head = Head { status: 200, headers };
        match script {
            Script::Whole(document) => Ok(Answer { head, body: Body::Whole(document), media: 0 }),
            Script::Stream(steps) => Ok(Answer { head, body: Body::Stream(flow(steps)), media: 0 }),
            Script::Refuse(refusal) => Err(refusal),
            Script::Panic => panic!("the scripted far side panics"),
            Script::Silence => std::future::pending().await,
        }
    }

    fn read_arguments(&self, text: &str) -> Option<Document> {
        read_arguments(text)
    }

    fn write_arguments(&self, arguments: &Edited) -> String {
        splice(arguments)
    }
}

fn flow(steps: Vec<Step>) -> EventStream {
    Box::pin(stream::iter(steps).then(|step| async {
        match step {
            Step::Group(events) => Ok(events),
            Step::Fail(refusal) => Err(refusal),
            Step::Panic => panic!("the scripted stream panics"),
            Step::Stall => std::future::pending().await,
        }
    }))
}

/// A document as JSON: an array of these fields, strings in quotes, none of which needs escapes.
pub(super) fn document(fields: &[(Role, Form, &str)]) -> Document {
    let mut document = Document { raw: "[".to_owned(), ..Document::default() };
    for (index, (role, form, text)) in fields.iter().enumerate() {
        let quote = if matches!(form, Form::Str | Form::Key) { "\"" } else { "" };
        document.raw.push_str(quote);
        let start = document.raw.len();
        document.raw.push_str(text);
        document.fields.push(Field {
            pointer: format!("/messages/{index}/content").into(),
            role: role.clone(),
            form: *form,
            place: start..document.raw.len(),
            decoded: None,
        });
        document.raw.push_str(quote);
        document.raw.push(',');
    }
    document.raw.push(']');
    document
}

/// A document of these texts.
pub(super) fn texts(texts: &[&str]) -> Document {
    let fields: Vec<_> = texts.iter().map(|text| (Role::Text, Form::Str, *text)).collect();
    document(&fields)
}

/// The document as it goes over the wire: edits made, concealed numbers in quotes.
pub(super) fn splice(edited: &Edited) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (index, field) in edited.document.fields.iter().enumerate() {
        out.push_str(edited.document.raw.get(at..field.place.start).unwrap());
        let text = edited.text(index);
        let changed = edited.edits.iter().any(|edit| edit.field == index);
        match field.form {
            Form::Number if changed => out.extend(["\"", &text, "\""]),
            Form::Number | Form::Str | Form::Key | Form::Raw | Form::Plain => out.push_str(&text),
        }
        at = field.place.end;
    }
    out.push_str(edited.document.raw.get(at..).unwrap());
    out
}

/// Reads `{"key":"text","other":12}`.
fn read_arguments(text: &str) -> Option<Document> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut fields = Vec::new();
    let mut at = 1;
    for member in inside.split(',') {
        let (key, value) = member.split_once(':')?;
        let key = key.strip_prefix('"')?.strip_suffix('"')?;
        let start = at + key.len() + 3;
        let quoted = value.strip_prefix('"').map(|value| value.strip_suffix('"'));
        let (form, place) = match quoted {
            Some(value) => (Form::Str, start + 1..start + 1 + value?.len()),
            None => (Form::Number, start..start + value.len()),
        };
        fields.push(Field {
            pointer: format!("/{key}").into(),
            role: Role::Text,
            form,
            place,
            decoded: None,
        });
        at += member.len() + 1;
    }
    Some(Document { raw: text.to_owned(), fields, ..Document::default() })
}
