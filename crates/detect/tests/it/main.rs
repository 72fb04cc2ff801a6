//! The detector as a user of the crate sees it, on the corpus of the repository and on made-up text.
//!
//! It measures no speed; that is for `benches/detect.rs`.

#![forbid(unsafe_code)]

mod corpus;
mod streams;
mod surface;
