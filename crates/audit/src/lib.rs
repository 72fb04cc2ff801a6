//! The tamper-evident log: record format, chain, writer, verifier.

#![forbid(unsafe_code)]
