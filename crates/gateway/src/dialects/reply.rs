//! A whole reply of either dialect, with what the model wrote located.
//!
//! A reply that is no strict JSON is the upstream's failure, whatever its status says.

use portcullis_model::{Document, Operation, Refusal};

use super::{Dialect, anthropic, openai, responses};
use crate::wire::json::{Fields, JsonError, Tape};

/// Reads a reply body: a success, an error, or a list of models.
///
/// # Errors
/// `upstream_failed` for what is no strict JSON or over a limit.
pub fn reply(operation: Operation, status: u16, body: String) -> Result<Document, Refusal> {
    if operation == Operation::Embeddings && status < 400 && is_object(&body) {
        // Numbers, and more of them than a document may hold: nobody wrote any of it.
        return Ok(Document { raw: body, ..Document::default() });
    }
    let mut tape = Tape::default();
    let root = tape.read(&body).map_err(JsonError::of_reply)?;
    let mut fields = Fields::default();
    if status >= 400 {
        openai::error_texts(&mut fields, root);
    } else {
        match (operation, Dialect::of(operation)) {
            (Operation::OpenAiModels | Operation::AnthropicModels, _) => {}
            (_, Dialect::Responses) => responses::reply(&mut fields, root),
            (_, Dialect::OpenAi) => openai::reply(&mut fields, root),
            (_, Dialect::Anthropic) => anthropic::reply(&mut fields, root),
        }
    }
    let fields = fields.finish().map_err(JsonError::of_reply)?;
    Ok(Document { raw: body, fields, ..Document::default() })
}

/// Whether a text begins and ends as an object does.
fn is_object(text: &str) -> bool {
    let text = text.trim_ascii();
    text.starts_with('{') && text.ends_with('}')
}

#[cfg(test)]
mod tests;
