//! `portcullis mcp` between a client and a scripted server, as real processes.
//!
//! The official servers and clients are tested in `tests/clients`.

pub(super) mod client;

mod configured;
mod endings;
mod guarding;
mod passing;
mod together;
