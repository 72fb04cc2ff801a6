//! The Model Context Protocol, all revisions: which piece of a message is text, and what it is
//! for.
//!
//! It goes by method and shape, never by revision, and decides nothing about a text. What its
//! tables do not name is text, so that what a later revision adds is read today.

mod content;
mod own;
mod refusal;
mod request;
mod tools;
#[cfg(test)]
mod tests;

use std::ops::Range;

use portcullis_model::{Code, Document, Refusal};

use super::outbound::{Member, Outbound};
use crate::wire::json::{JsonError, Kind, Problem, Tape, Value};
use crate::wire::rpc::{self, Form, Id};

pub use own::list_tools;
pub use refusal::{Refused, answer, code, result};

/// How many messages may stand in one batch.
// LIMIT: each is a call of its own.
pub const BATCH_MAX: usize = 1_000;

/// Who sent a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// The client: the agent's side.
    Client,
    /// The server: the tools' side.
    Server,
}

/// What came in one line.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    One(Message),
    /// The messages of a batch, each as it stands there.
    Batch(Vec<String>),
}

/// One message.
#[derive(Debug)]
pub struct Message {
    /// Who asks or answers, by which id.
    pub form: Form,
    /// The message, with its pieces of text located.
    pub document: Document,
    /// Parts that no recognizer can read.
    pub media: usize,
    /// What it means for the session.
    pub matter: Matter,
}

/// What a message means for the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A tool is called.
    Call {
        /// Its name.
        tool: Box<str>,
        /// Where its arguments stand; empty for none.
        arguments: Range<usize>,
        /// Where the sender says what every request of its revision must say, if it does.
        meta: Option<Range<usize>>,
    },
    /// The tools are asked for, from the first on.
    List,
    /// Tools, in answer to that; with the cursor of the next page, as JSON.
    Listed {
        /// The cursor.
        next: Option<Box<str>>,
    },
    /// The sender wants no answer any more.
    Cancel(Id),
    /// The list of tools is another one now.
    Changed,
    /// Nothing but what it says.
    Plain,
}

/// A line that is no message.
#[derive(Debug)]
pub struct Broken {
    /// Why.
    pub refusal: Refusal,
    /// Whose answer it keeps, if that can be told.
    pub id: Option<Id>,
    /// The line, as far as there is one.
    pub line: String,
    /// Whether it is no JSON at all.
    pub is_garbage: bool,
}

/// Reads one line. `asked` says what an answer answers.
///
/// # Errors
/// What is no strict JSON, no message, or over a limit.
pub fn read(
    sender: Sender,
    line: String,
    asked: impl FnOnce(&Id) -> Option<Box<str>>,
) -> Result<Incoming, Box<Broken>> {
    let mut tape = Tape::default();
    let found = tape.read(&line).map_err(Trouble::Json).and_then(|root| match root.kind() {
        Kind::Array => batch(&line, root).map(Found::Batch),
        _ => message(sender, root, asked).map(Found::One),
    });
    match found {
        Ok(Found::Batch(items)) => Ok(Incoming::Batch(items)),
        Ok(Found::One(mut message)) => {
            message.document.raw = line;
            Ok(Incoming::One(*message))
        }
        Err(trouble) => Err(Box::new(broken(&trouble, line))),
    }
}

/// What stood in a line.
enum Found {
    One(Box<Message>),
    Batch(Vec<String>),
}

/// Why a line is no message.
enum Trouble {
    Json(JsonError),
    Message(&'static str),
    Refused(Refusal),
}

fn batch(line: &str, root: Value<'_>) -> Result<Vec<String>, Trouble> {
    let items = root.items().map(|item| line.get(item.whole()).unwrap_or_default().to_owned());
    let items: Vec<String> = items.take(BATCH_MAX + 1).collect();
    match items.len() {
        0 => Err(Trouble::Message("a batch holds at least one message")),
        1..=BATCH_MAX => Ok(items),
        _ => Err(Trouble::Message("a batch holds too many messages")),
    }
}

fn message(
    sender: Sender,
    root: Value<'_>,
    asked: impl FnOnce(&Id) -> Option<Box<str>>,
) -> Result<Box<Message>, Trouble> {
    let form = rpc::form(root).map_err(|lack| Trouble::Message(lack.0))?;
    let mut out = Outbound::default();
    let mut listed = Vec::new();
    let matter = match &form {
        Form::Request { method, .. } | Form::Notification { method } => {
            let matter = request::matter(method, root).map_err(Trouble::Refused)?;
            envelope(&mut out, root, |out, key, value| match (sender, key) {
                // A server could put anything there, and its client would show it.
                (Sender::Server, "id") => content::opaque(out, value),
                (Sender::Client, "id") => Member::Known,
                (Sender::Client, _) => request::params(out, method, value),
                (Sender::Server, _) => content::any(out, value),
            });
            matter
        }
        Form::Response { id } => {
            envelope(&mut out, root, |out, key, value| match key {
                // It is one that the other side chose, or goes nowhere.
                "id" => Member::Known,
                _ => content::any(out, value),
            });
            match (root.get("result"), id.as_ref().and_then(asked).as_deref()) {
                (Some(result), Some("tools/list")) => {
                    listed = tools::listed(result);
                    Matter::Listed { next: tools::next(result) }
                }
                _ => Matter::Plain,
            }
        }
    };
    let fields = out.fields.finish().map_err(Trouble::Json)?;
    let document = Document { raw: String::new(), fields, listed };
    Ok(Box::new(Message { form, document, media: out.media, matter }))
}

/// Walks a message: its body by `visit`, and what the envelope does not know is text.
fn envelope<'t>(
    out: &mut Outbound,
    root: Value<'t>,
    mut visit: impl FnMut(&mut Outbound, &str, Value<'t>) -> Member,
) {
    out.members(root, |out, key, value| match key {
        "jsonrpc" | "method" => Member::Known,
        "id" | "params" | "result" | "error" => visit(out, key, value),
        _ => Member::Unknown,
    });
}

/// A line that is no text, or too long to be read.
#[must_use]
pub fn unread(problem: &'static str, code: Code, head: &[u8]) -> Broken {
    let refusal = Refusal::new(code, format!("the message was not read: {problem}"), problem);
    let line = String::from_utf8_lossy(head).into_owned();
    Broken { refusal, id: rpc::salvaged(head), line, is_garbage: false }
}

fn broken(trouble: &Trouble, line: String) -> Broken {
    let invalid = |what: &str| {
        let what = format!("the message is not valid: {what}");
        Refusal::new(Code::InvalidRequest, what.clone(), what)
    };
    let refusal = match trouble {
        Trouble::Json(error) => match error.problem {
            Problem::Depth | Problem::Count | Problem::Pointers | Problem::Size => {
                Refusal::new(Code::TooLarge, "the message holds too much", error.to_string())
            }
            _ => invalid(&format!("{error}")),
        },
        Trouble::Message(lack) => invalid(lack),
        Trouble::Refused(refusal) => refusal.clone(),
    };
    let is_garbage = matches!(
        trouble,
        Trouble::Json(JsonError {
            problem: Problem::Syntax | Problem::End | Problem::Number | Problem::Trailing,
            ..
        })
    );
    Broken { refusal, id: rpc::salvaged(line.as_bytes()), line, is_garbage }
}
