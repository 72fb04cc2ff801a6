//! The binary `portcullis` as a library: doors, upstreams, command line, configuration.
//!
//! It knows wire formats and nothing of policy, vault or log, save for building them at start
//! in `assemble`.

#![forbid(unsafe_code)]

pub mod wire;
pub mod dialects;
pub mod config;
pub mod doors;
pub mod upstreams;
pub mod assemble;
pub mod cli;
pub mod demo;
