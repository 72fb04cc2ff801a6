//! The words the whole product speaks: a [`Call`] comes in, a [`Document`] goes out, or a
//! [`Refusal`].
//!
//! Plain values only. This crate does no I/O, holds no policy and knows no wire format.

#![forbid(unsafe_code)]

mod call;
mod document;
mod entity;
mod reference;
mod refusal;
mod secret;
mod stream;
mod tool;

pub use call::{Call, CallId, Door, Labels, Level, Operation, Origin, Scope, Target};
pub use document::{Document, Edit, Edited, Field, Form, Role};
pub use entity::{Action, Entity, Finding};
pub use reference::{Reference, Thing};
pub use refusal::{Code, Refusal, Retry};
pub use secret::Secret;
pub use stream::{Channel, Event, Head, Mark, Matter, Piece};
pub use tool::{Listed, Tool, ToolHints, ToolName, ToolUse};
