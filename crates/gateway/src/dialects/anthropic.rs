//! Anthropic's messages: which piece of their JSON is what.
//!
//! Signed blocks are never changed: they come back to the provider, which checks them.

mod blocks;
mod event;
mod reply;
mod request;
mod tools;

pub(super) use event::event;
pub(super) use reply::reply;
pub(super) use request::request;
