//! Finds personal data and secrets in text, whole or in a stream; pure.

#![forbid(unsafe_code)]
