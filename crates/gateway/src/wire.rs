//! Wire formats below the dialects: strict JSON with places, splicing, server-sent events.
//!
//! Nothing here knows a provider, decides about a text, or does I/O.

pub mod json;
pub mod lines;
pub mod rpc;
pub mod splice;
pub mod sse;
#[cfg(test)]
pub(crate) mod sample;

pub use splice::splice;
