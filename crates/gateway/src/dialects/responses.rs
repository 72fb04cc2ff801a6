//! OpenAI's responses: which piece of their JSON is what.
//!
//! A stream of them says everything several times: in pieces, at the end of each part and item,
//! and once more at its end. All of these are located, so that all say the same.

mod channel;
mod echo;
mod event;
mod input;
mod item;
mod reply;
mod request;
mod tools;

pub(super) use channel::{Delta, delta};
pub(super) use event::event;
pub(super) use reply::reply;
pub(super) use request::request;
