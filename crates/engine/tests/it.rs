//! What users of this crate cannot do, as the compiler tells them.
//!
//! What the crate does is shown by the way tests in `src/tests`.

#![forbid(unsafe_code)]

#[cfg(test)]
#[path = "it/compile_fail.rs"]
mod compile_fail;
