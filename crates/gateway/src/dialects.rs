//! The dialects of the model providers: which piece of their JSON is text, and what it is for.
//!
//! They locate and shape; they never decide what happens to a text, and never open a socket.

mod anthropic;
mod encoder;
mod error;
mod decoder;
pub mod mcp;
mod openai;
mod outbound;
mod reply;
mod request;
mod responses;
mod shape;

pub use decoder::Decoder;
pub use encoder::Encoder;
pub use error::{refusal_body, status};
pub use reply::reply;
pub use request::{Request, request};

use portcullis_model::Operation;

/// How a provider words its requests, replies and errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// OpenAI's chat completions, and every server that is compatible with them.
    OpenAi,
    /// OpenAI's responses.
    Responses,
    /// Anthropic's messages.
    Anthropic,
}

impl Dialect {
    /// The dialect of an operation.
    #[must_use]
    pub fn of(operation: Operation) -> Self {
        match operation {
            Operation::ChatCompletions | Operation::Embeddings | Operation::OpenAiModels => {
                Self::OpenAi
            }
            Operation::Responses => Self::Responses,
            Operation::Messages | Operation::CountTokens | Operation::AnthropicModels => {
                Self::Anthropic
            }
        }
    }
}

#[cfg(test)]
mod mutations;
