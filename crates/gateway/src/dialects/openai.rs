//! OpenAI's chat completions: which piece of their JSON is what.
//!
//! Compatible servers differ in small things; what they add is listed where it is read.

mod chunk;
mod content;
mod embeddings;
mod reply;
mod request;

pub(super) use chunk::{Chunks, DeltaKind, delta_kind};
pub(super) use embeddings::embeddings;
pub(super) use reply::{arguments, error_texts, issued, logprobs, reply, text};
pub(super) use request::request;
