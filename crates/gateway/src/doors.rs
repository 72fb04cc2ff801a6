//! The doors: they decode what comes to a call and encode what may leave. Nothing else.

pub mod http;
pub mod llm;
pub mod mcp;
pub mod snapshot;
