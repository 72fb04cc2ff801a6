//! The detector as a user of the crate sees it, on the corpus of the repository and on made-up
//! text.
//!
//! It measures no speed; that is for `benches/detect.rs`.

#![forbid(unsafe_code)]

#[cfg(test)]
#[path = "it/corpus.rs"]
mod corpus;
#[cfg(test)]
#[path = "it/evasions.rs"]
mod evasions;
#[cfg(test)]
#[path = "it/own.rs"]
mod own;
#[cfg(test)]
#[path = "it/streams.rs"]
mod streams;
#[cfg(test)]
#[path = "it/surface.rs"]
mod surface;
