//! What is wrong with a JSON text, and where.
//!
//! It names a byte offset and never a piece of the text.

use portcullis_model::{Code, Refusal};

/// A JSON text that is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{problem} at byte {at}")]
pub struct JsonError {
    /// What is wrong.
    pub problem: Problem,
    /// The byte of the text at which it was noticed.
    pub at: usize,
}

/// What can be wrong with a JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The grammar does not allow this byte here.
    #[error("unexpected character")]
    Syntax,
    /// The text ends inside a value.
    #[error("unexpected end")]
    End,
    /// The text starts with a byte order mark.
    #[error("byte order mark")]
    ByteOrderMark,
    /// Something follows the document.
    #[error("trailing characters")]
    Trailing,
    /// A number that JSON does not know.
    #[error("malformed number")]
    Number,
    /// A control character that is not escaped.
    #[error("control character in a string")]
    Control,
    /// An escape that JSON does not know.
    #[error("malformed escape")]
    Escape,
    /// Half of a UTF-16 pair: readers disagree what it stands for.
    #[error("lone surrogate escape")]
    LoneSurrogate,
    /// Two members of one object have the same key: readers disagree which one counts.
    #[error("duplicate key")]
    DuplicateKey,
    /// Not the kind of value that must stand here.
    #[error("value of the wrong type")]
    Type,
    /// Nested deeper than [`DEPTH_MAX`](super::DEPTH_MAX).
    #[error("nested too deep")]
    Depth,
    /// More than [`FIELDS_MAX`](super::FIELDS_MAX) pieces of text.
    #[error("too many values")]
    Count,
    /// The pointers to all fields together are too long.
    #[error("keys too long for their depth")]
    Pointers,
    /// More bytes than can be addressed.
    #[error("document too long")]
    Size,
}

impl JsonError {
    /// The refusal where the caller sent the text.
    #[must_use]
    pub fn of_request(self) -> Refusal {
        match self.problem {
            Problem::Depth | Problem::Count | Problem::Pointers | Problem::Size => Refusal::new(
                Code::TooLarge,
                "the request body holds too much",
                format!("request body: {self}"),
            ),
            Problem::DuplicateKey => Refusal::new(
                Code::InvalidRequest,
                format!("the request body is not acceptable JSON: {self}"),
                format!("request body: {self}"),
            )
            .hint("send each key of an object once"),
            _ => Refusal::new(
                Code::InvalidRequest,
                format!("the request body is not valid JSON: {self}"),
                format!("request body: {self}"),
            ),
        }
    }

    /// The refusal where the far side sent the text.
    #[must_use]
    pub fn of_reply(self) -> Refusal {
        Refusal::new(
            Code::UpstreamFailed,
            "the provider's answer could not be read",
            format!("reply body: {self}"),
        )
    }
}
