//! A request of either dialect, with all of its text located.
//!
//! What the provider would refuse anyway (a missing message, a wrong type) is left to it.

use portcullis_model::{Code, Document, Operation, Reference, Refusal};

use super::outbound::Outbound;
use super::{anthropic, openai, responses};
use crate::wire::json::{JsonError, Kind, Problem, Tape, Value};

/// How long the name of a model may be.
// LIMIT: the longest in use (fine-tuned models with their organisation) have about 120 bytes.
const MODEL_BYTES_MAX: usize = 256;

/// A request to a model, decoded as far as the gate needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The body as it came, with its text located.
    pub document: Document,
    /// The model, as the caller names it.
    pub model: Box<str>,
    /// Whether the reply is to come as a stream.
    pub stream: bool,
    /// How many parts no recognizer can read: images, audio, files.
    pub media: usize,
    /// Tools that the provider would run itself, by the name that a rule uses.
    pub provider_tools: Vec<Box<str>>,
    /// Things at the provider that the request names by their ids.
    pub references: Vec<Reference>,
    /// The end user, as the dialect's own field names it.
    pub user: Option<Box<str>>,
}

/// Reads a request body.
///
/// # Errors
/// `invalid_request` for what is no strict JSON object with a `model`, `too_large` for what is
/// over a limit, `unknown_route` for an operation without a body.
pub fn request(operation: Operation, body: String) -> Result<Request, Refusal> {
    let mut tape = Tape::default();
    let root = tape.read(&body).map_err(JsonError::of_request)?;
    if root.kind() != Kind::Object {
        return Err(JsonError { problem: Problem::Type, at: 0 }.of_request());
    }
    let model = model(root)?;
    let streams = !matches!(operation, Operation::Embeddings | Operation::CountTokens);
    let stream = streams && root.get("stream").is_some_and(|stream| stream.kind() == Kind::True);
    let mut out = Outbound::default();
    let user = match operation {
        Operation::ChatCompletions => {
            openai::request(&mut out, root);
            root.get("user")
        }
        Operation::Responses => {
            foreground(root)?;
            responses::request(&mut out, root);
            root.get("user")
        }
        Operation::Embeddings => {
            openai::embeddings(&mut out, root);
            root.get("user")
        }
        Operation::Messages | Operation::CountTokens => {
            anthropic::request(&mut out, root);
            root.get("metadata").and_then(|metadata| metadata.get("user_id"))
        }
        Operation::OpenAiModels | Operation::AnthropicModels => {
            return Err(Refusal::new(
                Code::UnknownRoute,
                "this route takes no body",
                "a body for a list of models",
            ));
        }
    };
    let user = user.and_then(|user| user.string()).map(Into::into);
    let Outbound { fields, media, provider_tools, references } = out;
    let fields = fields.finish().map_err(JsonError::of_request)?;
    let provider_tools = provider_tools.into_iter().collect();
    let references = references.into_iter().collect();
    let document = Document { raw: body, fields, ..Document::default() };
    Ok(Request { document, model, stream, media, provider_tools, references, user })
}

/// Refuses a reply that would have to be fetched later, by a route that is not served.
fn foreground(root: Value<'_>) -> Result<(), Refusal> {
    match root.get("background") {
        Some(value) if !matches!(value.kind(), Kind::False | Kind::Null) => Err(Refusal::new(
            Code::InvalidRequest,
            "replies in the background are not supported",
            "`background` is set, and there is no route by which to fetch the reply",
        )
        .hint("leave `background` out")),
        Some(_) | None => Ok(()),
    }
}

fn model(root: Value<'_>) -> Result<Box<str>, Refusal> {
    let wrong = |what: &'static str| {
        Refusal::new(Code::InvalidRequest, what, what).hint("set `model` to the name of a model")
    };
    let model = root.get("model").ok_or_else(|| wrong("`model` is missing"))?;
    let name = model.string().ok_or_else(|| wrong("`model` is not a string"))?;
    if name.is_empty() || name.len() > MODEL_BYTES_MAX || name.contains(char::is_control) {
        return Err(wrong("`model` is not the name of a model"));
    }
    Ok(name.into())
}

#[cfg(test)]
mod tests;
