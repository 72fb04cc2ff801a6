//! The crate from outside: schemas and arguments in, violations out.

#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    reason = "helpers of tests are tests: what does not hold here must fail"
)]

#[path = "it/hints.rs"]
mod hints;
